import { describe, expect, it } from '@jest/globals';
import { formatField, type MasterProduct, type ProductReplica } from '../../domain/products/product.js';
import { vatGroupOf } from '../../domain/products/vat-group.js';
import { auditOf } from '../support/audit-products.js';

const STANDARD = { id: 1, percent: 25, name: 'Standard' };
const REDUCED = { id: 3, percent: 6, name: 'Reduced' };
const BOOKS = { id: 7, name: 'Books' };
const BOTH = [STANDARD, REDUCED];

describe('the VAT group of a new product', () => {
  it.each([
    ['the tax group is named in the brand file', BOOKS, { vatGroups: { Books: 3 } }, BOTH, { id: 3 }],
    ['its id is', BOOKS, { vatGroups: { '7': 3 } }, BOTH, { id: 3 }],
    ['the web shop says none and the brand file has one for that', undefined, { vatGroup: 1 }, BOTH, { id: 1 }],
    ['the tills have one group', undefined, {}, [STANDARD], { id: 1 }],
    ['nobody has said anything', undefined, {}, undefined, 'unsaid'],
    ['the tills do not show what they have', BOOKS, { vatGroups: { Books: 3 } }, undefined, { id: 3 }],
  ] as const)('A VAT group is found when %s', (_, taxGroup, products, atTills, expected) => {
    expect(vatGroupOf(taxGroup, { products, atTills })).toEqual(expected);
  });

  it.each([
    ['the tills have several and the brand file names none', undefined, {}, BOTH, 'products.vatGroup'],
    ['the tax group is not in the brand file', BOOKS, { vatGroups: { Shoes: 1 } }, BOTH, '"Books"'],
    ['the tills do not have the group that is named', BOOKS, { vatGroups: { Books: 9 } }, BOTH, 'VAT group 9'],
    ['the tax group is unknown and the tills show nothing', BOOKS, { vatGroups: { Shoes: 1 } }, undefined, 'Books'],
  ] as const)('A VAT group is asked for, never guessed, when %s', (_, taxGroup, products, atTills, words) => {
    expect(vatGroupOf(taxGroup, { products, atTills })).toEqual({ unknown: expect.stringContaining(words) });
  });

  it('One question is asked for all products of a tax group, they wait, and what the tills have is written on', () => {
    const known = { sku: 'TEE', name: 'Tee', barcode: '1', active: true, priceMinor: 100, taxGroup: BOOKS };
    const fresh = (n: number) => ({ ...known, sku: `NEW-${n}`, name: `New ${n}`, barcode: `9${n}` });
    const seen = { name: 'Former', barcode: '1', active: true, priceMinor: 100 };
    const audit = auditOf({
      masters: [known, fresh(1), fresh(2)],
      replicas: { sitoo: [{ sku: 'TEE', seen, written: seen }], wms: [] },
      vatGroupOf: () => ({ unknown: 'Which?' }),
    });
    expect(audit.due).toEqual({ sitoo: ['TEE'], wms: ['TEE', 'NEW-1', 'NEW-2'] });
    const asked = audit.divergences.filter(({ kind }) => kind === 'vat-group');
    expect(new Set(asked.map(({ system, sku }) => `${system}/${sku}`))).toEqual(new Set(['centra/tax-group-7']));
  });
});

describe('customs data of articles', () => {
  const customs = { originCountry: 'PT', tariffNumber: '610910' };
  const state = { name: 'Tee', barcode: '1', active: true };
  const master: MasterProduct = { sku: 'TEE', ...state, priceMinor: 100, customs };
  const due = (replica: Partial<ProductReplica>, of = master) =>
    auditOf({ masters: [of], replicas: { sitoo: [], wms: [{ sku: 'TEE', ...replica }] } }).due.wms;

  it('Customs data is written where the warehouse has none or other data, and when the brand begins to read it', () => {
    expect(due({ seen: { ...state, customs: {} }, written: state })).toEqual(['TEE']);
    expect(due({ seen: { ...state, customs: { originCountry: 'CN' } }, written: state })).toEqual(['TEE']);
    expect(due({ seen: state, written: state })).toEqual(['TEE']);
  });

  it('Customs data that the warehouse has, or does not show after we wrote it, is not written again', () => {
    expect(due({ seen: { ...state, customs }, written: { ...state, customs } })).toEqual([]);
    expect(due({ seen: state, written: { ...state, customs } })).toEqual([]);
  });

  it('What the warehouse knows beside the web shop stays, and nothing is compared that the brand does not read', () => {
    const more = { ...state, customs: { ...customs, description: 'Cotton' } };
    expect(due({ seen: more, written: { ...state, customs } })).toEqual([]);
    const { customs: _, ...unread } = master;
    expect(due({ seen: more, written: state }, unread)).toEqual([]);
  });
});

describe('a price as a person reads it', () => {
  it.each([
    ['SEK', '123.45 SEK'],
    ['JPY', '12345 JPY'],
    ['KWD', '12.345 KWD'],
  ])('A price in %s has the decimals of its currency', (currency, text) => {
    expect(formatField({ name: '', barcode: '', active: true, priceMinor: 12_345 }, 'price', currency)).toBe(text);
  });
});
