import { describe, expect, it } from '@jest/globals';
import type { WebOrder } from '../../domain/order/web-order.js';
import { createCentra } from '../../systems/centra/adapter.js';
import type { CentraPort } from '../../systems/centra/port.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import { harnessOfTest, OTHER_STORE, placed, STORE, startHarness } from '../support/centra-harness.js';
import { asId } from '../support/ids.js';

const harness = await harnessOfTest();

/** All pages of the orders that changed. */
async function changedSince(centra: Pick<CentraPort, 'changedOrders'>, from: string): Promise<WebOrder[]> {
  const all: WebOrder[] = [];
  for (let start: number | undefined = 0; start !== undefined; ) {
    const { orders, next }: Awaited<ReturnType<CentraPort['changedOrders']>> = await centra.changedOrders({
      from,
      start,
    });
    all.push(...orders);
    start = next;
  }
  return all;
}

describe('reading orders', () => {
  it('An order has its money in minor units, and lines, shipping and discount add up to the total', async () => {
    const { order, line } = await placed(harness, { shippingMinor: 4_900, discountMinor: 1_000 });
    expect(order).toMatchObject({
      currency: 'SEK',
      grandTotalMinor: 2 * 49_990 + 4_900 - 1_000,
      discountsMinor: 1_000,
    });
    expect(order.totals.shippingMinor).toBe(4_900);
    expect(line).toMatchObject({ sku: 'SHIRT', barcode: '7300000000011', unitPriceMinor: 49_990, quantity: 2 });
    expect(line.kind).toBe('product');
  });

  it('An order names its recipient, shipping option, warehouses and the wishes of the customer', async () => {
    const { order, line } = await placed(harness, {
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

  it('An order without a shipping option is read', async () => {
    expect((await placed(harness, { shippingOption: null })).order).not.toHaveProperty('shippingOption');
  });

  it('An order number that nobody used finds no order', async () => {
    expect(await harness.centra.order(asId(999_999))).toBeUndefined();
  });

  it('Many orders are read in one request, without the missing ones', async () => {
    const [a, b] = [await placed(harness), await placed(harness)];
    const before = (await harness.calls()).total;
    const orders = await harness.centra.orders([a.number, asId(999_999), b.number, a.number]);
    expect(orders.map((o) => o.number).sort()).toEqual([a.number, b.number]);
    expect((await harness.calls()).total).toBe(before + 1);
  });

  it('A list of changed orders includes cancelled and held ones', async () => {
    const [a, b, c] = [await placed(harness), await placed(harness), await placed(harness)];
    await harness.act({ type: 'web.cancel', order: a.number });
    await harness.act({ type: 'web.hold', order: b.number });
    const orders = await changedSince(harness.centra, new Date(Date.now() - 1_000).toISOString());
    expect(new Set(orders.map((o) => o.number))).toEqual(new Set([a.number, b.number, c.number]));
    expect(orders.find((o) => o.number === a.number)?.status).toBe('cancelled');
    expect(orders.find((o) => o.number === b.number)?.isOnHold).toBe(true);
  });

  it('A list of orders reads page by page beyond one answer, the newest first', async () => {
    const many = await startHarness({
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
    await many.control.act(acts);
    const all = await changedSince(many.centra, '2020-01-01T00:00:00Z');
    const [newest] = all;
    const none = await changedSince(many.centra, '2999-01-01T00:00:00Z');
    const { byOperation, refusals } = await many.calls();
    await many.close();
    expect(new Set(all.map((o) => o.number)).size).toBe(230);
    expect(newest?.number).toBe('230');
    expect(none).toEqual([]);
    expect(byOperation.orders).toBe(4);
    expect(refusals).toEqual([]);
  });
});

const standIn = process.env.CENTRA_URL;
/** The read-only fulfilment; runs against another stand-in or a test account too, when CENTRA_URL and CENTRA_TOKEN name one. */
describe('any Centra', () => {
  const centra = () =>
    standIn === undefined
      ? harness.centra
      : createCentra({ url: standIn, token: process.env.CENTRA_TOKEN ?? '', limiter: unlimited });

  it('Any Centra lists its warehouses', async () => {
    const [first] = await centra().warehouses();
    expect(typeof first?.id).toBe('number');
    expect(typeof first?.active).toBe('boolean');
  });

  it('Any Centra lists recent orders, each with an id and a number', async () => {
    const orders = await changedSince(centra(), new Date(Date.now() - 3_600_000).toISOString());
    for (const order of orders) expect(order.number).toBeGreaterThan(0);
  });

  it('Any Centra knows no SKU that was never created', async () => {
    expect(await centra().knownSkus(['no-such-sku-anywhere'])).toEqual(new Set());
  });

  it('Any Centra reports what is left of its budgets over ten seconds and an hour', async () => {
    const readings = await centra().rateLimits();
    expect(readings.map((r) => `${r.type} ${r.windowSeconds}`)).toContain('requests 10');
    expect(readings.map((r) => `${r.type} ${r.windowSeconds}`)).toContain('mutations 3600');
  });

  it('Any Centra reports its clock', async () => {
    const port = centra();
    await port.rateLimits();
    expect(Math.abs(port.clockSkewMs() ?? Number.NaN)).toBeLessThan(60_000);
  });
});

describe('stock and SKUs', () => {
  it('Centra reports free stock, zero for a size that was never stocked, and nothing for an unknown SKU', async () => {
    const free = await harness.centra.freeToAllocate(OTHER_STORE, ['SCARF', 'GHOST', 'SCARF']);
    expect([...free]).toEqual([['SCARF', 0]]);
  });

  it('Centra reports which SKUs the shop has', async () => {
    expect(await harness.centra.knownSkus(['SHIRT', 'GHOST', 'NO', 'SCARF'])).toEqual(new Set(['SHIRT', 'SCARF']));
    expect(await harness.centra.knownSkus([])).toEqual(new Set());
  });

  it('Centra lists the warehouses of the simulated world', async () => {
    expect(await harness.centra.warehouses()).toContainEqual({
      id: STORE,
      name: 'Store one',
      stockMaster: 'external',
      allocation: 'direct',
      active: true,
      threshold: 0,
    });
  });
});
