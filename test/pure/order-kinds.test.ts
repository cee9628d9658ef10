import { describe, expect, it } from '@jest/globals';
import { fingerprint } from '../../activities/orders/fingerprint.js';
import type { Brand } from '../../domain/brand.js';
import { withBundlePrices } from '../../domain/order/bundle-prices.js';
import { webOrderFacts } from '../../domain/order/facts-from-web.js';
import { isOurs } from '../../domain/order/our-orders.js';
import { settingsFor } from '../../domain/order/settings-of-brand.js';
import { webOrderToWarehouse } from '../../domain/order/transfer/web-order-to-warehouse.js';
import { goodsWaitOf, problemsOf } from '../../domain/order/validate.js';
import type { WebOrder, WebOrderLine } from '../../domain/order/web-order.js';
import { asId, centraWarehouse } from '../support/ids.js';
import { COURIERS, testBrand, webLine, webOrder } from '../support/web-order.js';

const factsOf = (order: Partial<WebOrder>, brand: Brand) =>
  webOrderFacts(webOrder(order), { brand, knowledgeOf: () => 'known', readAt: 0, fingerprint });
const problems = (order: Partial<WebOrder>, brand: Brand = testBrand()): string[] =>
  problemsOf({ facts: factsOf(order, brand), settings: settingsFor(brand) }).map(({ code }) => code);
const collected = { shippingOption: { name: 'Collect', uri: 'click-and-collect' } };

describe('whose orders they are', () => {
  const brand = testBrand({ webOrders: { store: 1 } });

  it('Orders of another store of the same Centra are left alone', () => {
    expect(isOurs(webOrder({ store: { id: 1, kind: 'consumers' } }), brand)).toBe(true);
    expect(isOurs(webOrder({ store: { id: 2, kind: 'consumers' } }), brand)).toBe(false);
    expect(isOurs(webOrder({ store: { id: 2, kind: 'consumers' } }), testBrand())).toBe(true);
  });

  it('A checkout that is not complete is no order yet, and one that waits for its confirmation is', () => {
    expect(isOurs(webOrder({ status: 'incomplete' }), testBrand())).toBe(false);
    expect(isOurs(webOrder({ status: 'pending' }), testBrand())).toBe(true);
  });

  it('Wholesale orders are left alone, whichever store the brand file names', () => {
    for (const one of [brand, testBrand()])
      expect(isOurs(webOrder({ store: { id: 1, kind: 'wholesale' } }), one)).toBe(false);
  });

  it('Internal orders are fulfilled, unless the brand leaves them alone', () => {
    expect(isOurs(webOrder({ isInternal: true }), testBrand())).toBe(true);
    const leaving = testBrand({ webOrders: { internal: 'leave' } });
    expect(isOurs(webOrder({ isInternal: true }), leaving)).toBe(false);
    expect(isOurs(webOrder(), leaving)).toBe(true);
  });

  it('An order of gift certificates alone is left alone, since Centra delivers and completes it', () => {
    const certificate = webLine({ kind: 'gift-certificate', sku: '', allocations: [] });
    expect(isOurs(webOrder({ lines: [certificate] }), testBrand())).toBe(false);
    expect(isOurs(webOrder({ lines: [certificate, webLine()] }), testBrand())).toBe(true);
  });
});

describe('lines that nobody picks', () => {
  const brand = testBrand({ webOrders: { services: ['SERVICE-*'] } });
  const wrapping = webLine({ id: asId(12), sku: 'SERVICE-WRAP', quantity: 1, lineValueMinor: 0, allocations: [] });

  it('Services that the brand file names are picked by nobody, and are captured with the goods', () => {
    const facts = factsOf({ lines: [webLine(), wrapping] }, brand);
    expect(facts.lines.map(({ line }) => line)).toEqual(['11']);
    expect(facts.services).toEqual([{ line: '12', quantity: 1, inShipments: 0 }]);
    expect(problems({ lines: [webLine(), wrapping] }, brand)).toEqual([]);
  });

  it('A service that the brand file does not name is asked about as goods that nobody allocates', () => {
    expect(problems({ lines: [webLine(), wrapping] })).toEqual(['order.unallocated']);
  });

  it('A line of a kind that is not known is asked about, and never left out', () => {
    const sample = webLine({ id: asId(13), kind: 'unknown', vendorKind: 'SampleOrderLine', lineValueMinor: 0 });
    expect(problems({ lines: [webLine(), sample] })).toEqual(['order.unknown-line']);
  });

  it('A free line is picked like any other, and the order adds up', () => {
    const free = webLine({ id: asId(14), quantity: 2, unitPriceMinor: 0, lineValueMinor: 0 });
    expect(problems({ lines: [webLine(), free] })).toEqual([]);
    expect(factsOf({ lines: [webLine(), free] }, brand).lines.map((l) => l.unitPriceMinor)).toEqual([20_000, 0]);
  });
});

describe('the price of a bundle', () => {
  const item = (id: number, changes: Partial<WebOrderLine>) =>
    webLine({ id: asId(id), kind: 'bundle-item', quantity: 1, ...changes });
  const bundle = (lineValueMinor: number) =>
    webLine({ id: asId(20), kind: 'bundle', sku: '', quantity: 1, lineValueMinor, allocations: [] });
  const valuesOf = (lines: readonly WebOrderLine[], sumMinor: number) =>
    withBundlePrices(lines, sumMinor).map((l) => l.lineValueMinor);

  it('A bundle that is priced as a whole gives its price to its items, by their original value and to the last minor unit', () => {
    const items = [30_000, 10_000].map((unitOriginalPriceMinor, i) =>
      item(i + 1, { unitOriginalPriceMinor, unitPriceMinor: 0, lineValueMinor: 0 }),
    );
    expect(valuesOf([...items, bundle(29_999)], 29_999)).toEqual([22_499, 7_500, 0]);
  });

  it('A bundle whose items are priced keeps their prices, also when it shows their sum itself', () => {
    const items = [item(1, { lineValueMinor: 300 }), item(2, { lineValueMinor: 100 })];
    expect(valuesOf([...items, bundle(0)], 400)).toEqual([300, 100, 0]);
    expect(valuesOf([...items, bundle(400)], 400)).toEqual([300, 100, 0]);
  });

  it('A bundle and items of different prices count with those prices that the sum of the shop says were paid', () => {
    const lines = [item(1, { lineValueMinor: 400 }), bundle(300)];
    expect(valuesOf(lines, 300)).toEqual([300, 0]);
    expect(valuesOf(lines, 400)).toEqual([400, 0]);
  });
});

describe('goods that are not there yet', () => {
  const waitOf = (line: Partial<WebOrderLine>) =>
    goodsWaitOf({ facts: factsOf({ lines: [webLine(line)] }, testBrand()) });

  it('Goods ordered before they are in stock are waited for, and nobody is asked', () => {
    const preordered = { isPreorder: true, allocations: [] };
    expect(problems({ lines: [webLine(preordered)] })).toEqual([]);
    expect(waitOf(preordered)).toBe('waiting-for-goods');
    expect(waitOf({ isPreorder: true })).toBeUndefined();
  });

  it('An allocation that a warehouse must confirm is waited for before anything is placed', () => {
    const [allocation] = webLine().allocations;
    if (!allocation) throw new Error('the line has no allocation');
    expect(waitOf({ allocations: [{ ...allocation, isWaitingForConfirmation: true }] })).toBe(
      'waiting-for-confirmation',
    );
    expect(waitOf({})).toBeUndefined();
  });

  it('A lock and a confirmation are changes that the order learns of', () => {
    const [allocation] = webLine().allocations;
    if (!allocation) throw new Error('the line has no allocation');
    const unconfirmed = webLine({ allocations: [{ ...allocation, isWaitingForConfirmation: true }] });
    const revisions = [{}, { isLocked: true }, { lines: [unconfirmed] }].map((o) => factsOf(o, testBrand()).revision);
    expect(new Set(revisions).size).toBe(3);
  });
});

describe('where goods are collected', () => {
  const store = { id: 'store-01', kind: 'store', name: 'One', centra: 1, sitoo: 101 };
  const dc = { id: 'dc', kind: 'warehouse', name: 'Central', centra: 9, sitoo: 109, wms: 1 };
  const address = { street: 'Storgatan 2', zip: '11122', city: 'Stockholm', country: 'SE' };
  const collectIn = testBrand({
    locations: [{ ...store, address }, dc],
    couriers: { ...COURIERS, 'click-and-collect': { ...COURIERS['click-and-collect'], collectIn: 'store-01' } },
  });

  it('Goods in a warehouse that are collected in a store are sent to the store, under the name of the customer', () => {
    expect(problems(collected, collectIn)).toEqual([]);
    const order = webOrder(collected);
    const location = collectIn.locations[1];
    if (!location) throw new Error('the brand has no warehouse');
    const lines = order.lines.map(({ id, quantity }) => ({ line: id, quantity }));
    const transfer = { order, fulfilment: 1, lines, location, brand: collectIn, corrections: {} };
    expect(webOrderToWarehouse({ ...transfer, courier: 'click-and-collect' }).consignee).toMatchObject({
      name: expect.stringContaining('Ada Ek'),
      address1: 'Storgatan 2',
      city: 'Stockholm',
    });
    expect(webOrderToWarehouse({ ...transfer, courier: 'home-standard' }).consignee.address1).toBe('Storgatan 1');
  });

  it('Goods in a warehouse that are collected in a store are asked about while no store is named', () => {
    expect(problems(collected)).toEqual(['order.no-store-to-collect']);
    const inStore = [{ id: 1, warehouse: centraWarehouse(1), quantity: 2, isWaitingForConfirmation: false }];
    expect(problems({ ...collected, lines: [webLine({ allocations: inStore })] })).toEqual([]);
  });

  it('A store to collect in that has no address is refused with the brand file', () => {
    const couriers = { ...COURIERS, 'click-and-collect': { ...COURIERS['click-and-collect'], collectIn: 'store-01' } };
    expect(() => testBrand({ couriers })).toThrow(/needs an address/);
    expect(() =>
      testBrand({
        couriers: { ...couriers, 'click-and-collect': { ...COURIERS['click-and-collect'], collectIn: 'dc' } },
      }),
    ).toThrow(/is no store/);
  });

  it('An order for a parcel shop that names none is asked about', () => {
    const couriers = { ...COURIERS, 'home-standard': { ...COURIERS['home-standard'], needsServicePoint: true } };
    const brand = testBrand({ couriers });
    expect(problems({}, brand)).toEqual(['order.missing-attribute']);
    const [type = '', key = ''] = brand.warehouse.servicePoint.split('.');
    expect(problems({ attributes: [{ type, key, value: 'SP-1' }] }, brand)).toEqual([]);
  });
});

describe('currencies of the web shop', () => {
  it('An order in a currency that the brand file names is fulfilled, and one in any other is asked about', () => {
    const brand = testBrand({ webOrders: { currencies: ['EUR'] } });
    expect(problems({ currency: 'EUR' }, brand)).toEqual([]);
    expect(problems({ currency: 'NOK' }, brand)).toEqual(['order.currency-mismatch']);
  });

  it('A further currency without hundredths is refused with the brand file', () => {
    for (const currency of ['JPY', 'KWD'])
      expect(() => testBrand({ webOrders: { currencies: [currency] } })).toThrow(/not divided into hundredths/);
  });
});
