import { describe, expect, it } from '@jest/globals';
import type { CentraOrderNumber } from '../../domain/ids.js';
import { createCentra } from '../../systems/centra/adapter.js';
import type { CentraPort } from '../../systems/centra/port.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import { harnessOfTest, placed, problemOf, STORE, TOKEN, WAREHOUSE, world } from '../support/centra-harness.js';
import { answering } from '../support/centra-one-answer.js';
import { asId } from '../support/ids.js';

const harness = await harnessOfTest();
const READINGS = ['whole', 'cut'] as const;

/** An adapter that has not asked the shop about its lists yet. */
const fresh = (options: Partial<Parameters<typeof createCentra>[0]> = {}): CentraPort =>
  createCentra({ url: harness.url, token: TOKEN, limiter: unlimited, timeoutMs: 5_000, ...options });

/** A shop that reads its own lists so, with so many products in stock. */
async function shopWith(lists: (typeof READINGS)[number], skus: number): Promise<string[]> {
  const names = Array.from({ length: skus }, (_, i) => `P-${String(i).padStart(4, '0')}`);
  const products = names.map((sku, i) => ({ sku, barcode: String(7_300_000_000_000 + i), name: sku, priceMinor: 100 }));
  const stock = names.map((sku) => ({ location: 'wh', sku, quantity: 100 }));
  await harness.control.post('world', { ...world, products, stock });
  await harness.control.post('settings', { readings: { unknownLists: lists } });
  return names;
}

describe.each(READINGS)('a shop whose lists of unknown kind are %s', (lists) => {
  it('An order comes with all of its lines, whether they fit the usual limit or take several pages', async () => {
    for (const [i, count] of [3, 21, 31, 250].entries()) {
      const skus = await shopWith(lists, count);
      const number = asId<CentraOrderNumber>(20_000 + i);
      const lines = skus.map((sku) => ({ sku, quantity: 1 }));
      await harness.act({ type: 'web.order', order: number, lines, delivery: 'home' });
      const centra = fresh();
      const order = await centra.order(number);
      expect(order?.lines.map(({ sku }) => sku)).toEqual(skus);
      const { orders } = await centra.changedOrders({ from: new Date(0).toISOString(), start: 0 });
      expect(orders.map((one) => one.lines.length)).toEqual([count]);
    }
    expect((await harness.calls()).refusals).toEqual([]);
  });

  it('A shipment, a product, its price and a move are read and made as in the other reading', async () => {
    await shopWith(lists, 2);
    const centra = fresh();
    const { number, line } = await placed(harness, { lines: [{ sku: 'P-0001', quantity: 2 }] });
    await harness.act({ type: 'ams.stock', location: 'store-1', sku: 'P-0001', quantity: 2 });
    await centra.reallocate({ order: number, lines: [{ line: line.id, quantity: 2 }], toWarehouse: STORE });
    expect((await centra.order(number))?.lines[0]?.allocations).toMatchObject([{ warehouse: STORE, quantity: 2 }]);
    const { shipment } = await centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 2 }] });
    expect(shipment.lines).toMatchObject([{ quantity: 2 }]);
    expect((await centra.productPage(0)).rows.map(({ sku }) => sku).sort()).toEqual(['P-0000', 'P-0001']);
    expect((await centra.pricePage(0)).rows.map(({ prices }) => prices[0]?.value)).toEqual([1, 1]);
    expect((await harness.calls()).refusals).toEqual([]);
  });
});

describe('a list that may go on', () => {
  it('The endpoint is asked once what its lists take, not before a call that needs to know', async () => {
    const { number } = await placed(harness);
    const before = (await harness.calls()).total;
    const centra = fresh();
    await centra.freeToAllocate(WAREHOUSE, []);
    await centra.order(number);
    await Promise.all([centra.order(number), centra.order(number)]);
    expect((await harness.calls()).total).toBe(before + 4);
  });

  it('An order whose allocations of one line fill a page is unreadable, never short of some', async () => {
    await shopWith('cut', 1);
    const { number } = await placed(harness, { lines: [{ sku: 'P-0000', quantity: 1 }] });
    const allocations = Array.from({ length: 200 }, (_, id) => ({
      id,
      quantity: 0,
      isWaitingForConfirmation: false,
      warehouse: { id: 1 },
    }));
    const order = { number: Number(number), lines: [{ allocations }] };
    const limited = { fields: ['lines', 'allocations'].map((name) => ({ name, args: [{ name: 'limit' }] })) };
    const shop = await answering({ data: { Order: limited, OrderLine: limited, orders: [order] } });
    const unreadable: string[] = [];
    await shop.centra.orders([number], 'orders', ({ sentence }) => unreadable.push(sentence));
    expect(unreadable).toEqual([expect.stringContaining('OrderLine.allocations may have been cut')]);
    await shop.close();
  });

  it('A list of exactly the usual length counts as cut when the endpoint shows no schema', async () => {
    const order = (lines: number) => ({ number: 7, lines: Array.from({ length: lines }, () => ({})) });
    const sentences = async (lines: number) => {
      const shop = await answering({ data: { orders: [order(lines)] } });
      const problem = await problemOf(shop.centra.order(asId(7)));
      await shop.close();
      return problem.message;
    };
    expect(await sentences(20)).toContain('Order.lines may have been cut');
    expect(await sentences(19)).not.toContain('cut');
    expect(await sentences(21)).not.toContain('cut');
  });
});

describe('a filter that is not applied', () => {
  it('A return of another order, or of none, stops the lookup: skipping it could create a second one', async () => {
    const problemWith = async (order: object | null) => {
      const shop = await answering({ data: { returns: [{ id: 1, order }] } });
      const problem = await problemOf(shop.centra.returnsOf(asId(7)));
      await shop.close();
      return problem;
    };
    expect(await problemWith({ number: 8 })).toMatchObject({ kind: 'malformed-answer' });
    expect((await problemWith({ number: 8 })).message).toContain('returns of other orders');
    expect(await problemWith(null)).toMatchObject({ kind: 'malformed-answer' });
  });

  it('A stock change with another comment stops the lookup: ours may have been made and not shown', async () => {
    const shop = await answering({ data: { warehouses: [{ stockChanges: [{ id: 1, comment: 'by hand' }] }] } });
    const problem = await problemOf(shop.centra.stockChangeNamed(STORE, 'onepool 7'));
    expect(problem).toMatchObject({ kind: 'malformed-answer' });
    await shop.close();
  });
});

describe('a brand with a store of its own', () => {
  it('Orders, returns and prices of other stores are left alone', async () => {
    const ours = await placed(harness, { store: 1 });
    const theirs = await placed(harness, { store: 2 });
    const centra = fresh({ store: 1 });
    expect((await centra.orders([ours.number, theirs.number])).map((order) => order.number)).toEqual([ours.number]);
    const { orders } = await centra.changedOrders({ from: new Date(0).toISOString(), start: 0 });
    expect(orders.map((order) => order.number)).toEqual([ours.number]);
    expect((await centra.pricePage(0)).rows).not.toEqual([]);
    expect((await fresh({ store: 2 }).pricePage(0)).rows).toEqual([]);
    const both = await fresh().orders([ours.number, theirs.number]);
    expect(both.map((order) => order.store?.id).sort()).toEqual([1, 2]);
  });
});

describe('prices', () => {
  it('A display that is switched off has no prices', async () => {
    await harness.act({ type: 'ams.product', sku: 'SHIRT', active: false });
    const shown = (await fresh().pricePage(0)).rows.flatMap(({ prices }) => prices.map(({ value }) => value));
    expect(shown).toEqual([199]);
  });

  it('Campaigns are read with the time in which they apply, as a price or as a part off', async () => {
    const times = { startsAt: '2026-12-01T00:00:00Z', stopsAt: '2026-12-27T00:00:00Z' };
    await harness.act({ type: 'ams.campaign', sku: 'SHIRT', ...times, priceMinor: 39_990 });
    await harness.act({ type: 'ams.campaign', sku: 'SCARF', ...times, percent: 30 });
    const { rows, next } = await fresh().campaignPage(0);
    const between = { startsAtMs: Date.parse(times.startsAt), endsAtMs: Date.parse(times.stopsAt) };
    expect(rows).toMatchObject([
      { ...between, fixed: { value: 399.9, currency: 'SEK' } },
      { ...between, discountPercent: 30 },
    ]);
    expect(next).toBeUndefined();
  });

  it('All campaign prices of a display are read, however many there are', async () => {
    const times = { startsAt: '2026-12-01T00:00:00Z', stopsAt: '2026-12-27T00:00:00Z' };
    for (let i = 0; i < 120; i += 1) await harness.act({ type: 'ams.campaign', sku: 'SHIRT', ...times, percent: 30 });
    expect((await fresh().campaignPage(0)).rows).toHaveLength(120);
  });
});

describe('what answers say beside their data', () => {
  it('What Centra will take away is logged once per new value, and can be asked for', async () => {
    const logged: object[] = [];
    const centra = fresh({ logger: { warn: (fields) => logged.push(fields) } });
    await harness.control.post('settings', {
      extensions: { deprecatedFieldsUsed: [{ field: 'Order.store', until: '2027-01-01' }], appVersion: 'v1.61.0' },
    });
    for (let i = 0; i < 3; i += 1) await centra.rateLimits();
    await harness.control.post('settings', { extensions: { deprecatedPermissionsUsed: ['Order:read'] } });
    await centra.rateLimits();
    const field = '{"field":"Order.store","until":"2027-01-01"}';
    expect(logged).toEqual([
      { appVersion: 'v1.61.0' },
      { deprecatedFieldsUsed: field },
      { appVersion: 'v1.60.0' },
      { deprecatedPermissionsUsed: 'Order:read' },
    ]);
    expect(centra.notes()).toEqual({
      appVersions: ['v1.61.0', 'v1.60.0'],
      deprecatedFields: [field],
      deprecatedPermissions: ['Order:read'],
    });
  });
});

describe('e-mails to the customer', () => {
  it.each([true, false])(
    'The shop is asked to confirm a shipment and a return: %s, as the brand says',
    async (asked) => {
      const { number, line } = await placed(harness, { location: 'wh' });
      const centra = fresh({ emails: { shipped: asked, returned: asked } });
      const { shipment } = await centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 2 }] });
      await centra.completeShipment({ id: shipment.id });
      const made = await centra.createReturn({
        shipment: shipment.id,
        lines: shipment.lines.map(({ id }) => ({ shipmentLine: id, quantity: 1 })),
        stock: 'remove',
        externalId: `mail-${number}`,
        comment: 'Returned in store',
        currency: 'SEK',
      });
      await centra.completeReturn(made.id);
      const { orders, returns } = await harness.state();
      expect(orders.flatMap((one) => one.shipments).map(({ emailAsked }) => emailAsked)).toEqual([asked]);
      expect(returns.map(({ emailAsked }) => emailAsked)).toEqual([asked]);
    },
  );
});
