import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fingerprint } from '../../activities/orders/fingerprint.js';
import { brandSchema } from '../../config/brand.js';
import type { Brand } from '../../domain/brand.js';
import { concernsUs, posOrderFacts } from '../../domain/order/facts-from-till.js';
import type { OrderFacts } from '../../domain/order/order-facts.js';
import { canStart } from '../../domain/order/order-stage.js';
import { settingsFor } from '../../domain/order/settings-of-brand.js';
import { posOrderToWarehouse } from '../../domain/order/transfer/pos-order-to-warehouse.js';
import { problemsOf } from '../../domain/order/validate.js';
import type { ActOf } from '../../lab/simulators/sitoo/act-schema.js';
import { closeUnrefused } from '../support/close-unrefused.js';
import { sitooWarehouse } from '../support/ids.js';
import { DC, openShop, type SitooShop, STORE, world } from '../support/sitoo-shop.js';
import { COURIERS } from '../support/web-order.js';

let shop: SitooShop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => closeUnrefused(shop));

const SKU = 'TEE-BLK-M';
const OTHER_SKU = 'TEE-BLK-L';
const brandOf = (changes: object = {}): Brand =>
  brandSchema.parse({
    brand: 'nordvik',
    currency: 'SEK',
    locations: world.locations.map(({ id, kind, name, centraWarehouse, sitooWarehouse, wmsWarehouse }) => ({
      id,
      kind,
      name,
      centra: centraWarehouse,
      sitoo: sitooWarehouse,
      ...(wmsWarehouse === undefined ? {} : { wms: wmsWarehouse }),
      ...(id === 'store-02'
        ? { sitooStore: 'S2', address: { street: 'Storgatan 1', zip: '411 01', city: 'Göteborg', country: 'SE' } }
        : {}),
    })),
    couriers: COURIERS,
    ...changes,
  });
const brand = brandOf();

type Sale = Partial<ActOf<'pos.sale'>>;

/** Sells at the till and reads the order as the follower does. */
async function sold({ taken, ...change }: Sale & { readonly taken?: true }) {
  const lines = [{ sku: SKU, quantity: 2 }];
  const done = await shop.act({
    type: 'pos.sale',
    location: 'store-01',
    receipt: 'R-1',
    lines,
    ...(taken ? {} : { deliver: 'warehouse' }),
    ...change,
  });
  if (done.orderid === undefined) throw new Error(JSON.stringify(done));
  const [order] = await shop.sitoo.orders([done.orderid]);
  if (!order) throw new Error('The order that was sold cannot be read.');
  return { order, deliveries: await shop.sitoo.deliveries(order.orderId) };
}

async function factsOf(change: Sale, of: Brand = brand): Promise<OrderFacts> {
  const read = await sold(change);
  return posOrderFacts(read, { brand: of, knowledgeOf: () => 'known', readAt: 0, fingerprint });
}
/** Sells at the till, and says what the warehouse is asked for. */
async function placedInWarehouse(change: Sale) {
  const read = await sold(change);
  const facts = posOrderFacts(read, { brand, knowledgeOf: () => 'known', readAt: 0, fingerprint });
  const [location] = brand.locations.filter(({ id }) => id === 'dc');
  if (!location) throw new Error('The brand has no warehouse.');
  const lines = facts.lines.map(({ line, quantity }) => ({ line, quantity }));
  const { order } = read;
  const placed = posOrderToWarehouse({ order, fulfilment: 1, lines, location, brand, courier: 'x', corrections: {} });
  return { facts, placed };
}
const problemsIn = (facts: OrderFacts, of: Brand = brand) => problemsOf({ facts, settings: settingsFor(of) });
const unitsIn = ({ lines }: OrderFacts) =>
  lines.map(({ sku, quantity, allocations }) => [sku, quantity, allocations.map(({ location }) => location).join()]);

// Which warehouse such an order is registered for is public nowhere: whatever holds, holds in both readings.
describe.each(['virtual', 'store'] as const)('a till order that is registered for the warehouse: %s', (reading) => {
  beforeEach(() => shop.control.post('settings', { readings: { endlessAisleWarehouse: reading } }));

  it('An order to be delivered is sent home by the warehouse', async () => {
    const facts = await factsOf({});
    expect(facts).toMatchObject({ state: 'open', delivery: 'home', addressMissing: [], courier: 'home-standard' });
    expect(unitsIn(facts)).toEqual([[SKU, 2, 'dc']]);
    expect(problemsIn(facts)).toEqual([]);
  });

  it('An order to be collected in another store is sent to that store, under the name of the customer', async () => {
    const { facts, placed } = await placedInWarehouse({
      collectIn: 'S2',
      customer: { namefirst: 'Ada', namelast: 'Ek' },
    });
    expect(facts).toMatchObject({ state: 'open', delivery: 'collect', pickUp: 'store-02' });
    expect(problemsIn(facts)).toEqual([]);
    expect(placed.consignee).toMatchObject({ name: 'Ada Ek, Store 2', address1: 'Storgatan 1', postCode: '411 01' });
  });

  it('An order to be collected in a store that nobody knows, or that has no address, is asked about', async () => {
    expect(problemsIn(await factsOf({ collectIn: 'S9' })).map((p) => p.code)).toContain('order.unknown-location');
    const toItself = await factsOf({ collectIn: 'store-01', receipt: 'R-2' });
    expect(problemsIn(toItself)).toMatchObject([{ code: 'order.missing-address' }]);
  });

  it('Rows that went over the counter are not sent, and count once in stock', async () => {
    const before = (await shop.sitoo.stock(STORE, [OTHER_SKU])).get(OTHER_SKU)?.total ?? 0;
    const facts = await factsOf({ takeAlong: [{ sku: OTHER_SKU, quantity: 1 }] });
    expect(unitsIn(facts)).toEqual([[SKU, 2, 'dc']]);
    expect((await shop.sitoo.stock(STORE, [OTHER_SKU])).get(OTHER_SKU)?.total).toBe(before - 1);
  });

  it('Our own delivery of what the warehouse sent makes no row look as if it went over the counter', async () => {
    const { order } = await sold({});
    const items = order.items.map(({ itemId, quantity }) => ({ itemId, quantity }));
    await shop.sitoo.addDelivery(order.orderId, { warehouseId: DC, reference: 'WB-1', items });
    const deliveries = await shop.sitoo.deliveries(order.orderId);
    const facts = posOrderFacts({ order, deliveries }, { brand, knowledgeOf: () => 'known', readAt: 0, fingerprint });
    expect(unitsIn(facts)).toEqual([[SKU, 2, 'dc']]);
  });

  it('Our own delivery from another warehouse, to which a person has moved the goods, makes no row look so either', async () => {
    const { order } = await sold({});
    const second = brand.locations
      .filter(({ kind }) => kind === 'warehouse')
      .map((dc) => ({ ...dc, id: 'dc-2', sitoo: sitooWarehouse(21) }));
    const two = { ...brand, locations: [...brand.locations, ...second] };
    const items = order.items.map(({ itemId, quantity }) => ({ itemId, quantity }));
    const delivered = { deliveryId: 1, warehouseId: sitooWarehouse(21), reference: 'WB-2', deliveredAt: 1, items };
    const context = { brand: two, knowledgeOf: () => 'known' as const, readAt: 0, fingerprint };
    expect(unitsIn(posOrderFacts({ order, deliveries: [delivered] }, context))).toEqual([[SKU, 2, 'dc']]);
    const { reference: _, ...atCounter } = delivered;
    expect(posOrderFacts({ order, deliveries: [atCounter] }, context).state).toBe('done');
  });

  it('Serial numbers that the cashier took go along with their line, and a line without any says nothing', async () => {
    const lines = [
      { sku: SKU, quantity: 2 },
      { sku: OTHER_SKU, quantity: 1 },
    ];
    const { placed } = await placedInWarehouse({ lines, serialNumbers: ['A-1', 'A-2'] });
    expect(placed.lines.map(({ sku, comment }) => [sku, comment])).toEqual([
      [SKU, 'Serial number A-1, A-2'],
      [OTHER_SKU, undefined],
    ]);
  });

  it('A discount row is no goods, and its amount belongs to the product before it', async () => {
    const facts = await factsOf({ discountMinor: 5_000 });
    expect(unitsIn(facts)).toEqual([[SKU, 2, 'dc']]);
    expect(facts.lines[0]?.unitPriceMinor).toBe(22_500);
    expect(problemsIn(facts)).toEqual([]);
  });

  it('A row that names no product is asked about, and is left out once a person accepts that', async () => {
    const facts = await factsOf({ withoutSku: { name: 'Hemming', priceMinor: 10_000 } });
    expect(problemsIn(facts)).toMatchObject([{ code: 'order.row-without-sku', lines: ['1'] }]);
    expect(unitsIn(facts)).toEqual([[SKU, 2, 'dc']]);
    const corrections = { accepted: ['order.row-without-sku'] };
    expect(problemsOf({ facts, settings: settingsFor(brand), corrections })).toEqual([]);
  });

  it('An order that is not paid waits, and keeps its units', async () => {
    const facts = await factsOf({ unpaid: true });
    expect(facts.state).toBe('waiting-for-payment');
    expect(canStart(facts)).toBe(true);
  });

  it('The courier that the cashier chose is taken, and an unknown one is asked about', async () => {
    const named = brandOf({
      couriers: { ...COURIERS, express: { ...COURIERS['home-standard'], shippingOptions: ['x'], tillNames: ['1017'] } },
    });
    expect(await factsOf({ courier: '1017' }, named)).toMatchObject({ courier: 'express' });
    const unknown = await factsOf({ courier: '9999', receipt: 'R-2' }, named);
    expect(problemsIn(unknown, named)).toMatchObject([
      { code: 'order.missing-courier', sentence: 'The shipping option "9999" maps to no courier.' },
    ]);
  });
});

describe('a till order of another shape', () => {
  it('An order that was taken along concerns nobody but the ledger', async () => {
    const { order } = await sold({ taken: true });
    expect(order.state).toBe('closed');
    expect(concernsUs(order, brand)).toBe(false);
  });

  it('A paid order that is open and goes nowhere becomes a case', async () => {
    const { order, deliveries } = await sold({});
    const { deliveryAddress: _, ...nowhere } = order;
    expect(concernsUs(nowhere, brand)).toBe(true);
    const facts = posOrderFacts(
      { order: nowhere, deliveries },
      { brand, knowledgeOf: () => 'known', readAt: 0, fingerprint },
    );
    expect(problemsIn(facts)).toMatchObject([{ code: 'order.unreadable' }]);
    expect(canStart(facts)).toBe(true);
  });

  it('An order whose goods all went over the counter leaves nothing to send', async () => {
    const { order } = await sold({});
    const items = order.items.map(({ itemId, quantity }) => ({ itemId, quantity }));
    const deliveries = [{ deliveryId: 1, warehouseId: STORE, deliveredAt: 1, items }];
    const facts = posOrderFacts({ order, deliveries }, { brand, knowledgeOf: () => 'known', readAt: 0, fingerprint });
    expect(facts.state).toBe('done');
  });
});
