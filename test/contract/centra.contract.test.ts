import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCentra } from '../../systems/centra/adapter.js';
import { openGate } from '../../systems/gate.js';
import { OTHER_STORE, problemOf, type Rig, STORE, startRig, until, WAREHOUSE } from './centra-rig.js';

let rig: Rig;
let lastOrder = 10_000;
const nextOrder = () => {
  lastOrder += 1;
  return lastOrder;
};

/** Places an order and reads it back through the port. */
async function placed(more: object = {}) {
  const number = nextOrder();
  await rig.order(number, more);
  const order = await rig.centra.order(number);
  if (!order) throw new Error('the order cannot be read back');
  const line = order.lines[0];
  if (!line) throw new Error('the order has no line');
  return { number, order, line };
}
const reported = async (number: number) => {
  const found = (await rig.books()).orders.find((o) => o.number === number);
  if (!found) throw new Error('the books have no such order');
  return found;
};
const stockAt = async (warehouse: number, sku: string) =>
  (await rig.books()).stock.find((row) => row.warehouse === warehouse && row.sku === sku);

beforeAll(async () => {
  rig = await startRig();
});
afterAll(async () => {
  const { refusals } = await rig.calls();
  await rig.close();
  expect(refusals).toEqual([]);
});

describe('reading orders', () => {
  it('tells money in minor units, and the lines, shipping and discount add up to the total', async () => {
    const { order, line } = await placed({ shippingMinor: 4_900, discountMinor: 1_000 });
    expect(order).toMatchObject({
      currency: 'SEK',
      grandTotalMinor: 2 * 49_990 + 4_900 - 1_000,
      discountsMinor: 1_000,
    });
    expect(order.totals.shippingMinor).toBe(4_900);
    expect(line).toMatchObject({ sku: 'SHIRT', barcode: '7300000000011', unitPriceMinor: 49_990, quantity: 2 });
    expect(line.kind).toBe('ProductOrderLine');
  });

  it('tells who gets it, by which shipping option, from where, and what the customer asked for', async () => {
    const { order, line } = await placed({
      delivery: 'collect',
      location: 'store-1',
      giftRequested: true,
      giftMessage: 'Grattis!',
      attributes: [{ type: 'loyalty', key: 'level', value: 'gold' }],
      customer: { firstName: 'Ture', address1: '' },
    });
    expect(order.shippingOption).toEqual({ name: 'click-and-collect', uri: 'click-and-collect' });
    expect(line.allocations).toMatchObject([{ warehouse: STORE, quantity: 2, isWaitingForConfirmation: false }]);
    expect(order.attributes).toEqual([
      { type: 'gift', key: 'wrap', value: 'true' },
      { type: 'gift', key: 'message', value: 'Grattis!' },
      { type: 'loyalty', key: 'level', value: 'gold' },
    ]);
    expect(order.shippingAddress).toMatchObject({ firstName: 'Ture', countryCode: 'SE' });
    expect(order.shippingAddress).not.toHaveProperty('address1');
  });

  it('knows an order without a shipping option', async () => {
    expect((await placed({ shippingOption: null })).order).not.toHaveProperty('shippingOption');
  });

  it('has no order by a number nobody used', async () => {
    expect(await rig.centra.order(999_999)).toBeUndefined();
  });

  it('reads many orders in one request and leaves out the missing', async () => {
    const [a, b] = [await placed(), await placed()];
    const before = (await rig.calls()).total;
    const orders = await rig.centra.orders([a.number, 999_999, b.number, a.number]);
    expect(orders.map((o) => o.number).sort()).toEqual([a.number, b.number]);
    expect((await rig.calls()).total).toBe(before + 1);
  });

  it('lists what changed since, cancelled and held orders included, over several pages', async () => {
    const many = await startRig();
    const from = new Date(Date.now() - 1_000).toISOString();
    for (let number = 1; number <= 105; number += 1)
      await many
        .order(number, { lines: [{ sku: 'SHIRT', quantity: 1 }], ...(number > 20 && { type: 'web.cancel' }) })
        .catch(() => {});
    await many.control('acts', {
      acts: [
        { type: 'web.cancel', order: 3 },
        { type: 'web.hold', order: 4 },
      ],
    });
    const orders = await many.centra.ordersUpdatedSince(from, 1_000);
    await many.close();
    expect(orders).toHaveLength(20);
    expect(orders.find((o) => o.number === 3)?.status).toBe('CANCELLED');
    expect(orders.find((o) => o.number === 4)?.isOnHold).toBe(true);
  });

  it('pages through more orders than one answer holds, and stops at the limit', async () => {
    const many = await startRig({
      world: {
        currency: 'SEK',
        locations: [
          { id: 'wh', kind: 'warehouse', name: 'W', centraWarehouse: 1, sitooWarehouse: 101, wmsWarehouse: 11 },
        ],
        products: [{ sku: 'SHIRT', barcode: '1', name: 'Shirt', priceMinor: 100 }],
        stock: [{ location: 'wh', sku: 'SHIRT', quantity: 1_000 }],
      },
    });
    const acts = Array.from({ length: 230 }, (_, i) => ({
      type: 'web.order',
      order: i + 1,
      lines: [{ sku: 'SHIRT', quantity: 1 }],
      delivery: 'home',
    }));
    await many.control('acts', { acts });
    const all = await many.centra.ordersUpdatedSince('2020-01-01T00:00:00Z', 1_000);
    const some = await many.centra.ordersUpdatedSince('2020-01-01T00:00:00Z', 50);
    const none = await many.centra.ordersUpdatedSince('2999-01-01T00:00:00Z', 50);
    const { byOperation, refusals } = await many.calls();
    await many.close();
    expect(new Set(all.map((o) => o.number)).size).toBe(230);
    expect(some).toHaveLength(50);
    expect(none).toEqual([]);
    expect(byOperation.orders).toBe(5);
    expect(refusals).toEqual([]);
  });
});

describe('shipping', () => {
  it('creates a captured shipment, dispatches it, and the shop books the units out', async () => {
    const { number, line } = await placed({ location: 'wh' });
    const before = await stockAt(WAREHOUSE, 'SHIRT');
    const { shipment, captureProblem } = await rig.centra.createShipment({
      order: number,
      lines: [{ line: line.id, quantity: 2 }],
    });
    expect(captureProblem).toBeUndefined();
    expect(shipment).toMatchObject({ isCaptured: true, isPaid: true, isShipped: false, isGoodToGo: true });
    expect(shipment.lines).toEqual([{ line: line.id, quantity: 2 }]);
    await rig.centra.completeShipment({
      id: shipment.id,
      carrier: 'PostNord',
      service: 'MyPack',
      trackingNumber: 'TRACK1',
      packages: 2,
      shippedAt: new Date().toISOString(),
    });
    const order = await reported(number);
    expect(order.status).toBe('SHIPPED');
    expect(order.shipments[0]).toMatchObject({ isShipped: true, trackingNumber: 'TRACK1', carrier: 'PostNord' });
    const after = await stockAt(WAREHOUSE, 'SHIRT');
    expect([after?.physical, after?.allocated]).toEqual([(before?.physical ?? 0) - 2, (before?.allocated ?? 0) - 2]);
  });

  it('is PROCESSING while part of an order is shipped and SHIPPED when the rest is cancelled', async () => {
    const { number, line } = await placed();
    const { shipment } = await rig.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 1 }] });
    await rig.centra.completeShipment({ id: shipment.id });
    expect((await rig.centra.order(number))?.status).toBe('PROCESSING');
    await rig.centra.cancelLines({
      order: number,
      lines: [{ line: line.id, quantity: 1 }],
      comment: 'short pick',
      removeFromStock: true,
    });
    const order = await rig.centra.order(number);
    expect(order?.status).toBe('SHIPPED');
    expect(order?.lines[0]).toMatchObject({ quantity: 2, cancelledQuantity: 1 });
  });

  it('says why a capture failed, refuses to dispatch unpaid, and captures on the second attempt', async () => {
    const { number, line } = await placed({ captureFails: 2 });
    const made = await rig.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 2 }] });
    expect(made.shipment.isCaptured).toBe(false);
    expect(made.captureProblem).toContain('capture failed');
    expect(await problemOf(rig.centra.completeShipment({ id: made.shipment.id }))).toMatchObject({ kind: 'rejected' });
    expect(await problemOf(rig.centra.captureShipment(made.shipment.id))).toMatchObject({ kind: 'rejected' });
    expect(await rig.centra.captureShipment(made.shipment.id)).toEqual({ captured: true, pending: false });
    await rig.centra.completeShipment({ id: made.shipment.id });
    expect((await reported(number)).shipments[0]?.isShipped).toBe(true);
  });

  it('reports a capture that the payment provider answers later as pending, until it comes', async () => {
    const { number, line } = await placed({ captureLater: 60 });
    const made = await rig.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 2 }] });
    expect(made).toMatchObject({ shipment: { isCaptured: false } });
    expect(made.captureProblem).toBeUndefined();
    expect(await rig.centra.captureShipment(made.shipment.id)).toEqual({ captured: false, pending: true });
    await until(async () => ((await rig.centra.order(number))?.shipments[0]?.isCaptured ? true : undefined));
    const captures = (await reported(number)).payments.filter((p) => p.entryType === 'CAPTURE');
    expect(captures).toHaveLength(1);
  });

  it('refuses more units than are unshipped, unknown lines, held and cancelled orders, and changes nothing', async () => {
    const { number, line } = await placed();
    const ship = (id: number, quantity: number) =>
      problemOf(rig.centra.createShipment({ order: number, lines: [{ line: id, quantity }] }));
    expect(await ship(line.id, 3)).toMatchObject({ kind: 'rejected', operation: 'createShipment' });
    expect(await ship(1, 1)).toMatchObject({ kind: 'rejected' });
    await rig.centra.setHold(number, true, 'test');
    expect((await ship(line.id, 1)).message).toContain('on hold');
    await rig.centra.setHold(number, false, 'test');
    const order = await rig.centra.order(number);
    await rig.centra.cancelOrder(order?.id ?? '', 'test');
    expect((await ship(line.id, 1)).message).toContain('cancelled order');
    expect((await reported(number)).shipments).toEqual([]);
  });

  it('refuses to dispatch twice', async () => {
    const { number, line } = await placed();
    const { shipment } = await rig.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 2 }] });
    await rig.centra.completeShipment({ id: shipment.id });
    expect((await problemOf(rig.centra.completeShipment({ id: shipment.id }))).message).toContain('already shipped');
  });
});

describe('changing orders', () => {
  it('cancels a whole order and gives its units back', async () => {
    const { number, order } = await placed();
    const before = await rig.centra.freeToAllocate(WAREHOUSE, ['SHIRT']);
    await rig.centra.cancelOrder(order.id, 'customer changed their mind');
    const after = await rig.centra.freeToAllocate(WAREHOUSE, ['SHIRT']);
    expect(after.get('SHIRT')).toBe((before.get('SHIRT') ?? 0) + 2);
    expect(await rig.centra.order(number)).toMatchObject({ status: 'CANCELLED', grandTotalMinor: 0 });
    expect(await problemOf(rig.centra.cancelOrder(order.id, 'again'))).toMatchObject({ kind: 'rejected' });
  });

  it('does not cancel an order that is captured', async () => {
    const { number, order, line } = await placed();
    await rig.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 1 }] });
    expect((await problemOf(rig.centra.cancelOrder(order.id, 'late'))).message).toContain('captured');
  });

  it('takes units that do not exist out of stock when it cancels them', async () => {
    const { number, line } = await placed({ location: 'store-1', lines: [{ sku: 'SCARF', quantity: 1 }] });
    await rig.centra.cancelLines({
      order: number,
      lines: [{ line: line.id, quantity: 1 }],
      comment: 'not found',
      removeFromStock: true,
    });
    expect(await stockAt(STORE, 'SCARF')).toEqual({ warehouse: STORE, sku: 'SCARF', physical: 1, allocated: 0 });
  });

  it('refuses changes to a locked order', async () => {
    const { number } = await placed({ locked: true });
    expect((await problemOf(rig.centra.setHold(number, true, 'why'))).message).toContain('locked');
  });
});

describe('moving an allocation', () => {
  const where = async (number: number) =>
    (await rig.centra.order(number))?.lines[0]?.allocations.map(({ warehouse, quantity }) => ({ warehouse, quantity }));

  it('moves the units, and a repeat asks once and changes nothing', async () => {
    const { number, line } = await placed({ location: 'store-1' });
    const move = { order: number, lines: [{ line: line.id, quantity: 2 }], toWarehouse: WAREHOUSE };
    await rig.centra.reallocate(move);
    expect(await where(number)).toEqual([{ warehouse: WAREHOUSE, quantity: 2 }]);
    const before = (await rig.calls()).total;
    await rig.centra.reallocate(move);
    expect((await rig.calls()).total).toBe(before + 1);
  });

  it('finishes a move that broke off between freeing and allocating', async () => {
    const { number, line } = await placed({ location: 'store-1' });
    const move = { order: number, lines: [{ line: line.id, quantity: 2 }], toWarehouse: WAREHOUSE };
    await rig.fault('allocateOrder', { kind: 'connection-reset' });
    expect(await problemOf(rig.centra.reallocate(move))).toMatchObject({ kind: 'unknown-outcome' });
    expect(await where(number)).toEqual([]);
    await rig.centra.reallocate(move);
    expect(await where(number)).toEqual([{ warehouse: WAREHOUSE, quantity: 2 }]);
  });

  it('moves only the units of one place when told from where', async () => {
    const { number, line } = await placed({ location: 'store-1' });
    await rig.centra.reallocate({ order: number, lines: [{ line: line.id, quantity: 1 }], toWarehouse: OTHER_STORE });
    await rig.centra.reallocate({
      order: number,
      lines: [{ line: line.id, quantity: 1 }],
      toWarehouse: WAREHOUSE,
      fromWarehouse: OTHER_STORE,
    });
    expect(await where(number)).toEqual(
      expect.arrayContaining([
        { warehouse: STORE, quantity: 1 },
        { warehouse: WAREHOUSE, quantity: 1 },
      ]),
    );
  });

  it('leaves units alone that a shipment holds', async () => {
    const { number, line } = await placed({ location: 'store-1' });
    const { shipment } = await rig.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 1 }] });
    await rig.centra.reallocate({ order: number, lines: [{ line: line.id, quantity: 1 }], toWarehouse: WAREHOUSE });
    await rig.centra.completeShipment({ id: shipment.id });
    expect(await where(number)).toEqual(
      expect.arrayContaining([
        { warehouse: STORE, quantity: 1 },
        { warehouse: WAREHOUSE, quantity: 1 },
      ]),
    );
  });

  it('is refused above what the target has free', async () => {
    const { number, line } = await placed({ location: 'wh' });
    await rig.order(nextOrder(), { location: 'store-2', lines: [{ sku: 'SHIRT', quantity: 2 }] });
    const problem = await problemOf(
      rig.centra.reallocate({ order: number, lines: [{ line: line.id, quantity: 2 }], toWarehouse: OTHER_STORE }),
    );
    expect(problem).toMatchObject({ kind: 'rejected', operation: 'allocateOrder' });
    expect(problem.message).toContain('Not enough stock of SHIRT');
  });
});

describe('unknown outcomes', () => {
  it('a shipment whose answer was lost is found by looking, once', async () => {
    const { number, line } = await placed();
    await rig.fault('createShipment', { kind: 'response-lost' });
    const lines = [{ line: line.id, quantity: 2 }];
    expect(await problemOf(rig.centra.createShipment({ order: number, lines }))).toMatchObject({
      kind: 'unknown-outcome',
    });
    const seen = await rig.centra.order(number);
    expect(seen?.shipments).toMatchObject([{ isCaptured: true, lines }]);
    expect(await problemOf(rig.centra.createShipment({ order: number, lines }))).toMatchObject({ kind: 'rejected' });
  });

  it('a dispatch whose answer was cut off is found by looking', async () => {
    const { number, line } = await placed();
    const { shipment } = await rig.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 2 }] });
    await rig.fault('completeShipment', { kind: 'truncated' });
    expect((await problemOf(rig.centra.completeShipment({ id: shipment.id }))).kind).toBe('unknown-outcome');
    expect((await rig.centra.order(number))?.shipments[0]?.isShipped).toBe(true);
  });
});

const standIn = process.env.CENTRA_URL;
/** The read-only part; runs against another stand-in or a test account too, when CENTRA_URL and CENTRA_TOKEN name one. */
describe('what can be read of any Centra', () => {
  const centra = () =>
    standIn === undefined
      ? rig.centra
      : createCentra({ url: standIn, token: process.env.CENTRA_TOKEN ?? '', gate: openGate });

  it('lists its warehouses', async () => {
    const [first] = await centra().warehouses();
    expect(typeof first?.id).toBe('number');
    expect(typeof first?.active).toBe('boolean');
  });

  it('lists recent orders, each with an id and a number', async () => {
    const orders = await centra().ordersUpdatedSince(new Date(Date.now() - 3_600_000).toISOString(), 20);
    for (const order of orders) expect(order.number).toBeGreaterThan(0);
  });

  it('knows no SKU that nobody made', async () => {
    expect(await centra().knownSkus(['no-such-sku-anywhere'])).toEqual(new Set());
  });

  it('says what is left of its budgets, over ten seconds and an hour', async () => {
    const readings = await centra().rateLimits();
    expect(readings.map((r) => `${r.type} ${r.windowSeconds}`)).toContain('requests 10');
    expect(readings.map((r) => `${r.type} ${r.windowSeconds}`)).toContain('mutations 3600');
  });

  it('has a clock', async () => {
    const port = centra();
    await port.rateLimits();
    expect(Math.abs(port.clockSkewMs() ?? Number.NaN)).toBeLessThan(60_000);
  });
});

describe('stock and SKUs', () => {
  it('tells what is free, none for a size that never lay there, and nothing for an unknown SKU', async () => {
    const free = await rig.centra.freeToAllocate(OTHER_STORE, ['SCARF', 'GHOST', 'SCARF']);
    expect([...free]).toEqual([['SCARF', 0]]);
  });

  it('knows which SKUs the shop has', async () => {
    expect(await rig.centra.knownSkus(['SHIRT', 'GHOST', 'NO', 'SCARF'])).toEqual(new Set(['SHIRT', 'SCARF']));
    expect(await rig.centra.knownSkus([])).toEqual(new Set());
  });

  it('lists the warehouses of the world', async () => {
    expect(await rig.centra.warehouses()).toContainEqual({
      id: STORE,
      name: 'Store one',
      stockMaster: 'EXTERNAL',
      allocationPolicy: 'DIRECT',
      active: true,
    });
  });
});
