import { describe, expect, it } from '@jest/globals';
import type { FieldOwnership, MasterProduct, ProductReplica, ProductState } from '../../domain/products/product.js';
import { auditOf } from '../support/audit-products.js';

const FLAG: FieldOwnership = { name: 'flag', price: 'flag', barcode: 'flag', status: 'flag', customs: 'flag' };
const tee: MasterProduct = { sku: 'TEE', name: 'Tee', barcode: '7300001', active: true, priceMinor: 19_900 };
const cap: MasterProduct = { sku: 'CAP', name: 'Cap', barcode: '7300002', active: true, priceMinor: 9_900 };

const stateOf = ({ name, barcode, active, priceMinor }: MasterProduct): ProductState => ({
  name,
  barcode,
  active,
  ...(priceMinor === undefined ? {} : { priceMinor }),
});
const inWarehouse = ({ name, barcode, active }: MasterProduct): ProductState => ({ name, barcode, active });

/** A copy that we wrote and nobody touched, with what changed since. */
const replicaOf = (master: MasterProduct, seen: Partial<ProductState> = {}): ProductReplica => ({
  sku: master.sku,
  seen: { ...stateOf(master), ...seen },
  written: stateOf(master),
});

function audit(
  masters: readonly MasterProduct[],
  sitoo: readonly ProductReplica[],
  more: { wms?: readonly ProductReplica[]; ownership?: FieldOwnership } = {},
) {
  const inStep = masters.map((master) => {
    const state = inWarehouse(master);
    return { sku: master.sku, seen: state, written: state };
  });
  const found = auditOf({
    masters,
    replicas: { sitoo, wms: more.wms ?? inStep },
    ownership: more.ownership ?? FLAG,
  });
  return { ...found, kinds: found.divergences.map(({ kind, sku, remedy }) => [kind, sku, remedy]) };
}

describe('products that agree everywhere', () => {
  it('Products that agree everywhere make no divergence and no write', () => {
    expect(audit([tee, cap], [replicaOf(tee), replicaOf(cap)])).toMatchObject({
      divergences: [],
      due: { sitoo: [], wms: [] },
    });
  });

  it('A product that is no longer sold may be missing downstream', () => {
    const old = { ...cap, active: false };
    expect(audit([tee, old], [replicaOf(tee)]).divergences).toEqual([]);
  });
});

describe('spellings of a barcode', () => {
  const upc = { ...tee, barcode: '0012345678905' };

  it.each(['012345678905', '12345678905', '00012345678905'])(
    'The code %s is the code of 13 digits with its zeros, and nobody is asked',
    (barcode) => {
      const wms = [{ sku: 'TEE', seen: { ...inWarehouse(upc), barcode } }];
      expect(audit([upc], [replicaOf(upc, { barcode })], { wms }).divergences).toEqual([]);
    },
  );

  it('Twins are found whatever zeros they have lost, and named in the full spelling', () => {
    const twin = { ...cap, barcode: '12345678905' };
    const [found] = audit([upc, twin], [replicaOf(upc), replicaOf(twin)]).divergences;
    expect(found).toMatchObject({ kind: 'barcode-shared-upstream' });
    expect(found?.sentence).toContain('0012345678905 to CAP and TEE');
  });

  it('A renamed product is recognised by a code that lost its zero', () => {
    const renamed = { ...upc, sku: 'TEE-NEW' };
    const kinds = audit([renamed], [{ sku: 'TEE', seen: { ...stateOf(upc), barcode: '012345678905' } }]).kinds;
    expect(kinds).toContainEqual(['sku-renamed', 'TEE-NEW', 'ask']);
  });

  it('Codes that are no numbers are compared as they are written', () => {
    const odd = { ...tee, barcode: '0A1' };
    expect(audit([odd], [replicaOf(odd, { barcode: 'A1' })]).kinds).toEqual([['barcode-differs', 'TEE', 'ask']]);
  });
});

describe('a product that is missing downstream', () => {
  it('A product that is missing downstream is written there', () => {
    const found = audit([tee], [], { wms: [] });
    expect(found.kinds).toEqual([
      ['missing', 'TEE', 'write'],
      ['missing', 'TEE', 'write'],
    ]);
    expect(found.due).toEqual({ sitoo: ['TEE'], wms: ['TEE'] });
  });

  it('A product that is not sold any more has no price, and is taken out of sale at the tills all the same', () => {
    const { priceMinor: _, ...ended } = { ...tee, active: false };
    const found = audit([ended], [replicaOf(tee)]);
    expect(found.kinds).toEqual([['active-downstream', 'TEE', 'write']]);
    expect(found.due.sitoo).toEqual(['TEE']);
    expect(audit([ended], [replicaOf(tee, { active: false })]).kinds).toEqual([]);
  });

  it('A product without a price is written to the warehouse and not to the tills', () => {
    const { priceMinor: _, ...free } = tee;
    const found = audit([free], [], { wms: [] });
    expect(found.kinds).toEqual([
      ['no-price', 'TEE', 'ask'],
      ['missing', 'TEE', 'write'],
    ]);
    expect(found.due).toEqual({ sitoo: [], wms: ['TEE'] });
  });
});

describe('a field that was edited downstream', () => {
  it('An edited field opens a case where the brand says flag, with both values and which one wins', () => {
    const found = audit([tee], [replicaOf(tee, { priceMinor: 14_900 })]);
    expect(found.kinds).toEqual([['price-differs', 'TEE', 'ask']]);
    expect(found.due.sitoo).toEqual([]);
    expect(found.divergences[0]?.sentence).toBe(
      'The price of TEE is 149.00 SEK in Sitoo and 199.00 SEK in the web shop. It was edited there; the web shop wins when the answer is retry.',
    );
  });

  it('An edited field is overwritten where the brand says revert', () => {
    const found = audit([tee], [replicaOf(tee, { priceMinor: 14_900 })], { ownership: { ...FLAG, price: 'revert' } });
    expect(found.kinds).toEqual([['price-differs', 'TEE', 'write']]);
    expect(found.due.sitoo).toEqual(['TEE']);
  });

  it('An edited field is overwritten when the web shop changed it as well', () => {
    const found = audit([{ ...tee, priceMinor: 24_900 }], [replicaOf(tee, { priceMinor: 14_900 })]);
    expect(found.due.sitoo).toEqual(['TEE']);
  });

  it('An edited field that a person accepted is left alone until it is edited again', () => {
    const edited = { ...replicaOf(tee, { priceMinor: 14_900 }) };
    const let149 = { ...edited, ...(edited.seen && { accepted: edited.seen }) };
    expect(audit([tee], [let149]).divergences).toEqual([]);
    const again = { ...let149, seen: { ...stateOf(tee), priceMinor: 9_900 } };
    expect(audit([tee], [again]).kinds).toEqual([['price-differs', 'TEE', 'ask']]);
  });

  it('An edited field is overwritten once a person says that the web shop wins', () => {
    const found = audit([tee], [{ ...replicaOf(tee, { name: 'Shirt', barcode: '9' }), forced: true }]);
    expect(found.due.sitoo).toEqual(['TEE']);
    expect(found.divergences.every(({ remedy }) => remedy === 'write')).toBe(true);
  });

  it.each([
    ['inactive-downstream', tee, { active: false }],
    ['active-downstream', { ...tee, active: false }, { active: true }],
    ['name-differs', tee, { name: 'Shirt' }],
    ['barcode-differs', tee, { barcode: '7399999' }],
  ] as const)('An edited field has its own kind of divergence: %s', (kind, master, seen) => {
    expect(audit([master], [replicaOf(master, seen)]).kinds).toEqual([[kind, 'TEE', 'ask']]);
  });
});

describe('a replica that we never wrote', () => {
  it('A replica that we never wrote counts as ours once it agrees', () => {
    expect(audit([tee], [{ sku: 'TEE', seen: stateOf(tee) }]).agreed).toEqual({ sitoo: ['TEE'], wms: [] });
  });

  it('A replica that we never wrote is brought into agreement', () => {
    const found = audit([tee], [{ sku: 'TEE', seen: { ...stateOf(tee), name: 'T-shirt' } }]);
    expect(found.kinds).toEqual([['name-differs', 'TEE', 'write']]);
    expect(found.due.sitoo).toEqual(['TEE']);
  });
});

describe('products that would stop an order', () => {
  it('A barcode that the web shop gives to two products opens a case, and neither is written', () => {
    const twin = { ...cap, barcode: tee.barcode };
    const found = audit([tee, twin], [replicaOf({ ...tee, name: 'Old' }), replicaOf(twin)]);
    expect(found.kinds).toContainEqual(['barcode-shared-upstream', 'TEE', 'ask']);
    expect(found.kinds).toContainEqual(['barcode-shared-upstream', 'CAP', 'ask']);
    expect(found.due).toEqual({ sitoo: [], wms: [] });
  });

  it('A barcode that the tills give to two products opens one case', () => {
    const found = audit([tee, cap], [replicaOf(tee), replicaOf(cap, { barcode: tee.barcode })]);
    expect(found.kinds).toEqual([['barcode-shared-downstream', 'CAP', 'ask']]);
  });

  it('A SKU that means another product now opens a case and is not overwritten', () => {
    const found = audit([tee], [replicaOf(tee, { name: 'Sock', barcode: '7311111' })]);
    expect(found.kinds).toEqual([['sku-reused', 'TEE', 'ask']]);
    expect(found.due.sitoo).toEqual([]);
  });

  it('A SKU that was renamed in the web shop opens a case and is not created a second time', () => {
    const renamed = { ...tee, sku: 'TEE-2' };
    const found = audit([renamed], [replicaOf(tee)]);
    expect(found.kinds).toEqual([['sku-renamed', 'TEE-2', 'ask']]);
    expect(found.due.sitoo).toEqual([]);
  });

  it('A product that the web shop does not have opens a case, unless it is not sold', () => {
    expect(audit([tee], [replicaOf(tee), replicaOf(cap)]).kinds).toEqual([['missing-upstream', 'CAP', 'ask']]);
    expect(audit([tee], [replicaOf(tee), replicaOf(cap, { active: false })]).kinds).toEqual([]);
  });

  it('A product that a counterpart refuses opens a case', () => {
    const found = audit([tee], [{ sku: 'TEE', refused: 'sku is too long' }]);
    expect(found.kinds).toEqual([
      ['missing', 'TEE', 'write'],
      ['refused', 'TEE', 'ask'],
    ]);
  });
});

describe('near twins', () => {
  const twin = { ...tee, sku: 'tee ', barcode: '7300003' };

  it('Two SKUs of the web shop that differ by a blank or the case of letters are named as near twins', () => {
    const found = audit([tee, twin], [replicaOf(tee), replicaOf(twin)]);
    expect(found.kinds).toEqual([
      ['sku-near-twin', 'TEE', 'ask'],
      ['sku-near-twin', 'tee ', 'ask'],
    ]);
    expect(found.divergences[0]?.sentence).toContain('"TEE" and "tee "');
    expect(audit([tee, cap], [replicaOf(tee), replicaOf(cap)]).kinds).toEqual([]);
  });

  it('A SKU of the tills that differs from one of the web shop by a blank or case is named as its near twin', () => {
    const found = audit([tee], [replicaOf(tee), { sku: 'tee ', seen: { ...stateOf(twin) } }]);
    expect(found.kinds).toEqual([['sku-near-twin', 'tee ', 'ask']]);
    expect(found.divergences[0]?.sentence).toContain('"tee " and "TEE"');
  });
});
