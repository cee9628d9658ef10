import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { afterwards } from '../support/harness/afterwards.js';
import { SITOO, WMS } from '../support/harness/counterpart-states.js';
import type { OrderUnderTest } from '../support/harness/order-under-test.js';
import { type Harness, startHarness, type WebOrderOptions } from '../support/harness.js';
import { centraWarehouse } from '../support/ids.js';
import { until } from '../support/until.js';

let harness: Harness;

const short = (order: OrderUnderTest, location: string, sku: string, units = 1) =>
  order.handle.signal('stockShort', [{ location, sku, units }]);
const covers = (order: OrderUnderTest, location: string, sku: string) =>
  order.handle.signal('stockShort', [{ location, sku, units: 0 }]);

/** An order that the customer wants to collect in store-01, and that lies there. */
async function toCollect(wish: WebOrderOptions = {}): Promise<OrderUnderTest> {
  const order = await harness.webOrder({ delivery: 'collect', location: 'store-01', ...wish });
  await order.fulfilment(1, 'placed');
  return order;
}

async function collect(order: OrderUnderTest, fulfilment = 1): Promise<void> {
  await harness.tills.actSoon({ type: 'store.pick', name: order.inStore(fulfilment) });
  await harness.tills.act({ type: 'store.collect', name: order.inStore(fulfilment) });
  expect(await order.outcome()).toBe('fulfilled');
}

const casesPublished = async (order: OrderUnderTest): Promise<string[]> =>
  (await order.story()).timeline.map((t) => t.what).filter((what) => /^Case .* opened/.test(what));

/** How a case ended, as the list of cases knows it. */
const closed = (caseId: string) =>
  until(
    async () => {
      const row = (await harness.records.cases.show(caseId))?.row;
      return row?.closedAt === undefined ? undefined : row;
    },
    { what: `case ${caseId} closed` },
  );

describe('a fulfilment whose location holds less than it promised', () => {
  beforeAll(async () => {
    harness = await startHarness('oversold');
  });
  afterAll(() => harness?.close());

  it.concurrent('An oversold fulfilment moves to another location that has the goods, without a case', async () => {
    const order = await harness.webOrder({ location: 'store-02' });
    await order.fulfilment(1, 'placed');
    await short(order, 'store-02', 'TEE-M');
    const second = await order.placedAt('dc');
    await short(order, 'store-02', 'TEE-M');
    await harness.sendFromWarehouse(order.inWarehouse(second), 'SHORT-1');
    expect(await order.outcome()).toBe('fulfilled');
    expect(await casesPublished(order)).toEqual([]);
    expect((await order.story()).fulfilments.map((p) => [p.location, p.stage])).toEqual([
      ['store-02', 'moved'],
      ['dc', 'sent'],
    ]);
    expect(await harness.states.sitoo(order.number)).toMatchObject([{ state: SITOO.cancelled }]);
    expect((await harness.states.centra(order.number)).lines[0]?.allocations).toEqual([{ warehouse: 9, quantity: 2 }]);
    await harness.keep('fulfilOrder/oversold-moved', order);
  });

  it.concurrent('An oversold fulfilment moves even when the shortage arrived before its order was split', async () => {
    const order = await harness.webOrder({ location: 'store-02', hold: true });
    await order.stage('on-hold');
    await short(order, 'store-02', 'TEE-M');
    await harness.shop.act({ type: 'web.resume', order: Number(order.number) });
    await harness.sendFromWarehouse(order.inWarehouse(await order.placedAt('dc')), 'SHORT-2');
    expect(await order.outcome()).toBe('fulfilled');
  });

  it.concurrent('An oversold fulfilment stays when its location reports enough stock in time', async () => {
    const order = await harness.webOrder({ location: 'store-02', hold: true });
    await order.stage('on-hold');
    await short(order, 'store-02', 'TEE-M');
    await covers(order, 'store-02', 'TEE-M');
    await harness.shop.act({ type: 'web.resume', order: Number(order.number) });
    await harness.sendFromStore(order.inStore(), 'SHORT-3');
    expect(await order.outcome()).toBe('fulfilled');
    expect((await order.story()).fulfilments).toHaveLength(1);
  });

  it.concurrent('An oversold collect order opens one case for customer service, and enough goods close it', async () => {
    const order = await toCollect();
    await short(order, 'store-01', 'TEE-M');
    await short(order, 'store-01', 'TEE-M', 2);
    const open = await order.waitsFor('order.oversold');
    expect(open).toMatchObject({ owner: 'customer-service', location: 'store-01', fulfilment: 1 });
    expect(open.answers).toEqual(['wait-for-intake', 'move', 'cancel-line-and-refund', 'cancel-order']);
    await covers(order, 'store-01', 'TEE-M');
    expect(await closed(open.caseId)).toMatchObject({ outcome: 'auto-resolved', resolvedBy: 'onepool' });
    await collect(order);
    expect(await casesPublished(order)).toHaveLength(1);
  });

  it.concurrent('An oversold fulfilment opens its case again when goods run short again', async () => {
    const order = await toCollect();
    await short(order, 'store-01', 'TEE-M');
    await order.answer('order.oversold', 'wait-for-intake');
    await short(order, 'store-01', 'TEE-M');
    await covers(order, 'store-01', 'TEE-M');
    await short(order, 'store-01', 'TEE-M');
    const second = await order.waitsForAnother('order.oversold', 1);
    await collect(order);
    expect(await closed(second.caseId)).toMatchObject({ outcome: 'auto-resolved' });
    expect(await casesPublished(order)).toHaveLength(2);
  });

  it.concurrent('An oversold order has its missing units cancelled once without a stock change, and the rest is placed again', async () => {
    const order = await toCollect({ lines: [{ sku: 'GLOVE', quantity: 3 }] });
    await short(order, 'store-01', 'GLOVE', 1);
    await order.answer('order.oversold', 'cancel-line-and-refund');
    await order.fulfilment(2, 'placed');
    expect((await harness.states.centra(order.number)).lines).toMatchObject([{ quantity: 3, cancelledQuantity: 1 }]);
    // 500 less the 2 that are still wanted: what exists is for Sitoo to count.
    expect(await harness.systems.centra.freeToAllocate(centraWarehouse(1), ['GLOVE'])).toEqual(
      new Map([['GLOVE', 498]]),
    );
    await collect(order, 2);
    expect((await harness.states.centra(order.number)).lines).toMatchObject([
      { cancelledQuantity: 1, shippedQuantity: 2 },
    ]);
    const { events } = await order.handle.fetchHistory();
    const cancelled = events?.filter(
      (e) => e.activityTaskScheduledEventAttributes?.activityType?.name === 'cancelUnits',
    );
    expect(cancelled).toHaveLength(1);
    await harness.keep('fulfilOrder/oversold-cancelled', order);
  });

  it.concurrent('An oversold order that no other location can fulfil is cancelled when all of it is missing', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'S1-ONLY', quantity: 2 }] });
    await order.fulfilment(1, 'placed');
    await short(order, 'store-01', 'S1-ONLY', 5);
    const { problems } = await order.answer('order.oversold', 'cancel-line-and-refund');
    expect(problems[0]?.sentence).toBe(
      'store-01 holds 5 of S1-ONLY less than it promised; fulfilment 1 was promised 2. No other location has all of it.',
    );
    expect(await order.outcome()).toBe('cancelled');
    expect(await harness.states.sitoo(order.number)).toMatchObject([{ state: SITOO.cancelled }]);
    expect(await harness.states.centra(order.number)).toMatchObject({ status: 'CANCELLED', shipments: [] });
  });

  it.concurrent('An oversold collect order moves where a person says that the customer will collect it', async () => {
    const order = await toCollect();
    await short(order, 'store-01', 'TEE-M');
    await order.answer('order.oversold', 'move', { location: 'store-03' });
    await collect(order, await order.placedAt('store-03'));
  });

  it.concurrent('An oversold case closes when the order is cancelled', async () => {
    const order = await toCollect();
    await short(order, 'store-01', 'TEE-M');
    const open = await order.waitsFor('order.oversold');
    await harness.shop.act({ type: 'web.cancel', order: Number(order.number) });
    expect(await order.outcome()).toBe('cancelled');
    expect(await closed(open.caseId)).toMatchObject({ outcome: 'auto-resolved' });
  });

  it.concurrent('A fulfilment stays when it is already picked, or when the shortage does not concern it', async () => {
    const order = await toCollect({ lines: [{ sku: 'CAP', quantity: 1 }] });
    await short(order, 'store-01', 'SCARF');
    await short(order, 'store-02', 'CAP');
    await harness.tills.act({ type: 'store.pick', name: order.inStore() });
    await order.fulfilment(1, 'picked');
    await short(order, 'store-01', 'CAP');
    await harness.tills.act({ type: 'store.collect', name: order.inStore() });
    expect(await order.outcome()).toBe('fulfilled');
    expect(await casesPublished(order)).toEqual([]);
    expect(await harness.states.sitoo(order.number)).toMatchObject([{ state: SITOO.closed }]);
  });

  it.concurrent('A fulfilment stays when the warehouse has begun with it, whoever reports that first', async () => {
    const order = await harness.webOrder();
    await harness.warehouse.actSoon({ type: 'wms.begin', name: order.inWarehouse() });
    await short(order, 'dc', 'TEE-M');
    await harness.sendFromWarehouse(order.inWarehouse(), 'SHORT-4');
    expect(await order.outcome()).toBe('fulfilled');
    expect(await casesPublished(order)).toEqual([]);
    expect(await harness.states.wms('centra', order.number)).toMatchObject([{ status: WMS.sent }]);
  });

  it.concurrent('An oversold till order is refunded at the till, with the order', async () => {
    const order = await harness.tillOrder();
    await order.fulfilment(1, 'placed');
    await short(order, 'dc', 'TEE-M');
    const open = await order.answer('order.oversold', 'cancel-order');
    expect(open.answers).toEqual(['wait-for-intake', 'move', 'cancel-order']);
    expect(await order.outcome()).toBe('cancelled');
    expect(await harness.states.wms('sitoo', order.number)).toMatchObject([{ status: WMS.cancelled }]);
  });

  afterwards(() => harness);
});

describe('a fulfilment that waits for inbound goods', () => {
  const PROMISE_MS = 5_000;
  beforeAll(async () => {
    harness = await startHarness('oversold-waits', { promises: { storePick: `${(PROMISE_MS * 20) / 1_000}s` } });
  });
  afterAll(() => harness?.close());

  it.concurrent('A fulfilment that waits for inbound goods stays, and its case opens again only when the promise runs out', async () => {
    const order = await toCollect();
    await short(order, 'store-01', 'TEE-M');
    const first = await order.answer('order.oversold', 'wait-for-intake');
    await short(order, 'store-01', 'TEE-M');
    const second = await order.waitsForAnother('order.oversold', 1);
    expect(Date.parse(second.openedAt) - Date.parse(first.openedAt)).toBeGreaterThanOrEqual(PROMISE_MS);
    expect(await harness.states.sitoo(order.number)).toMatchObject([{ state: SITOO.open }]);
    await collect(order);
    expect(await closed(second.caseId)).toMatchObject({ outcome: 'auto-resolved' });
    expect(await casesPublished(order)).toEqual([
      'Case order.oversold opened for customer-service.',
      'Case order.oversold opened for customer-service.',
    ]);
  });

  afterwards(() => harness);
});
