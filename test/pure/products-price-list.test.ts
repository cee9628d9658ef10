import { describe, expect, it } from '@jest/globals';
import { choosePriceList, describeAmbiguousList } from '../../domain/products/price-list.js';
import { auditOf } from '../support/audit-products.js';

describe('the price list that tills get', () => {
  it('Several price lists leave the choice to the brand file, and none is guessed', () => {
    expect(choosePriceList([11, 12], {})).toEqual({ among: [11, 12] });
    expect(choosePriceList([11, 12], { pricelist: 12 })).toEqual({ list: 12 });
    expect(describeAmbiguousList([11, 12], { currency: 'SEK' })).toContain('products.pricelist');
  });

  it('The only price list is the one, and while no product has a price there is none', () => {
    expect(choosePriceList([11], {})).toEqual({ list: 11 });
    expect(choosePriceList([], {})).toEqual({});
  });
});

describe('while nobody has said which of several lists the tills use', () => {
  const name = { name: 'Tee', barcode: '1', active: true };
  const master = { sku: 'TEE', ...name };
  const fresh = { sku: 'NEW', name: 'New', barcode: '2', active: true };
  const seen = { ...name, name: 'Former name', priceMinor: 19_900 };
  const written = { ...name, name: 'Former name', priceMinor: 19_900 };
  const audit = auditOf({
    masters: [master, fresh],
    replicas: { sitoo: [{ sku: 'TEE', seen, written }], wms: [] },
    knowsPrices: false,
  });

  it('Articles go on, names too, prices stay as they are in the tills, and what has none there waits', () => {
    expect(audit.due).toEqual({ sitoo: ['TEE'], wms: ['TEE', 'NEW'] });
    expect(audit.divergences.map(({ kind, field }) => field ?? kind)).not.toContain('price');
  });

  it('One question is asked, not one for each product', () => {
    expect(audit.divergences.filter(({ remedy }) => remedy === 'ask')).toMatchObject([{ kind: 'price-list' }]);
  });
});
