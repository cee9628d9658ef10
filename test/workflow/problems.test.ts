import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { request } from 'undici';
import { z } from 'zod';
import type { Activities } from '../../activities/index.js';
import { afterwards } from '../support/harness/afterwards.js';
import { CANARY, canariesIn } from '../support/harness/canaries.js';
import { runOf, textOf } from '../support/harness/histories.js';
import { SOLD_BLINDLY } from '../support/harness/world.js';
import { type Harness, startHarness } from '../support/harness.js';
import { until } from '../support/until.js';

/** Numbers of orders whose total Centra tells in words. */
const unreadable = new Set<number>();

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness('problems', SOLD_BLINDLY, {
    corruptCentra: corruptTotals,
    wrapActivities: refuseAtStore,
  });
});
afterAll(() => harness?.close());

const answer = z.looseObject({
  data: z.looseObject({
    orders: z.array(z.looseObject({ number: z.number(), grandTotal: z.looseObject({ value: z.number() }) })),
  }),
});

function corruptTotals(text: string): string {
  const read = answer.safeParse(JSON.parse(text));
  if (!read.success) return text;
  for (const order of read.data.data.orders)
    if (unreadable.has(order.number)) Object.assign(order.grandTotal, { value: 'a hundred' });
  return JSON.stringify(read.data);
}

/** The tills of store-03 refuse every order. */
const refuseAtStore = (activities: Activities): Activities => ({
  ...activities,
  placeFulfilment: (input) => {
    if (input.location === 'store-03') throw ApplicationFailure.nonRetryable('Sitoo refused the order.', 'rejected');
    return activities.placeFulfilment(input);
  },
});

/** The ledger has the goods, and no order still believes that they are missing. */
async function isCovered(sku: string): Promise<boolean> {
  const positions = await harness.records.stockQueries.physicalStock();
  const there = positions.some((p) => p.location === 'dc' && p.sku === sku && p.physical > 0);
  return there && !(await harness.records.stockShortages.relieved()).some((place) => place.sku === sku);
}

/** Somebody creates an article in the warehouse system. */
async function createArticle(articleNumber: string): Promise<void> {
  const { url, user, password, goodsOwnerId } = harness.counterparts.wms;
  const created = await request(`${url}/articles`, {
    method: 'PUT',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${user}:${password.reveal()}`).toString('base64')}`,
    },
    body: JSON.stringify({ goodsOwnerId, articleNumber, articleName: 'Late in', barCodeInfo: { barCode: '1' } }),
  });
  expect(created.statusCode).toBeLessThan(300);
  await harness.warehouse.act({ type: 'wms.receive', sku: articleNumber, quantity: 5 });
  await until(() => isCovered(articleNumber), { what: `${articleNumber} on the shelf, as the orders know it` });
}

describe('an order with problems', () => {
  it.concurrent('A fulfilment that its store refuses is given up when its lines are cancelled, and the others are sent', async () => {
    const order = await harness.webOrder({
      lines: [
        { sku: 'S3-ONLY', quantity: 1 },
        { sku: 'DC-ONLY', quantity: 1 },
      ],
    });
    expect(await order.answer('store.refused', 'cancel-line')).toMatchObject({ fulfilment: 1, location: 'store-03' });
    await order.fulfilment(1, 'cancelled');
    await harness.sendFromWarehouse(order.inWarehouse(2), 'REST-1');
    expect(await order.outcome()).toBe('fulfilled');
    // The store is not asked again for what nobody wants any more.
    expect((await order.story()).fulfilments.map((f) => [f.location, f.stage])).toEqual([
      ['store-03', 'cancelled'],
      ['dc', 'sent'],
    ]);
    expect((await harness.states.centra(order.number)).lines).toMatchObject([
      { sku: 'S3-ONLY', cancelledQuantity: 1, shippedQuantity: 0 },
      { sku: 'DC-ONLY', cancelledQuantity: 0, shippedQuantity: 1 },
    ]);
  });

  it.concurrent('An order with problems opens one case with all of them, and is placed nowhere before each is corrected', async () => {
    const order = await harness.webOrder({
      lines: [
        { sku: 'OLD-NAME', quantity: 1 },
        { sku: 'TEE-S', quantity: 1 },
      ],
      location: 'store-01',
      shippingOption: null,
      giftRequested: true,
      giftMessage: null,
    });
    const first = await order.answer('order.unknown-sku', 'correct', { mapSku: { from: 'OLD-NAME', to: 'TEE-L' } });
    expect(first.codes).toEqual(['order.unknown-sku', 'order.missing-courier', 'order.missing-gift-message']);
    expect(first.problems).toHaveLength(3);

    await order.waitsForAnother('order.missing-courier', 1);
    expect(await harness.states.sitoo(order.number)).toEqual([]);
    await order.answer('order.missing-courier', 'correct', { courier: 'home-standard' });

    await order.waitsForAnother('order.missing-gift-message', 2);
    const giftMessageRef = `note/${order.number}`;
    await harness.records.notes.keep(giftMessageRef, CANARY.giftMessage);
    await order.answer('order.missing-gift-message', 'correct', { giftMessageRef });
    await harness.sendFromStore(order.inStore(), 'RIGHT-1');
    expect(await order.outcome()).toBe('fulfilled');

    const placed = await harness.systems.sitoo.orderByExternalId(order.inStore());
    expect(placed?.items.map((i) => i.sku)).toEqual(['TEE-L', 'TEE-S']);
    // The words reached the store, and only the store.
    expect(placed?.comment).toBe(CANARY.giftMessage);
    expect(canariesIn(textOf((await runOf(harness.client, order.workflowId)).history))).toEqual([]);
    expect((await harness.states.centra(order.number)).shipments).toMatchObject([{ carrier: 'PostNord' }]);
    await harness.keep('fulfilOrder/problems-corrected', order);
  });

  it.concurrent('An order whose article has been created continues when a person answers retry', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'LATE-IN', quantity: 1 }] });
    const open = await order.waitsFor('order.unknown-sku');
    expect(open.problems[0]?.sentence).toContain('LATE-IN');
    await createArticle('LATE-IN');
    await order.answer('order.unknown-sku', 'retry');
    await harness.sendFromWarehouse(order.inWarehouse(), 'LATE-1');
    expect(await order.outcome()).toBe('fulfilled');
  });

  it.concurrent('An order continues without the line that nobody can pick, once that line is cancelled', async () => {
    const order = await harness.webOrder({
      lines: [
        { sku: 'NEW-IN', quantity: 2 },
        { sku: 'CAP', quantity: 1 },
      ],
    });
    await order.answer('order.unknown-sku', 'cancel-line');
    await harness.sendFromWarehouse(order.inWarehouse(), 'LESS-1');
    expect(await order.outcome()).toBe('fulfilled');
    expect((await harness.states.centra(order.number)).lines).toMatchObject([
      { sku: 'NEW-IN', cancelledQuantity: 2, shippedQuantity: 0 },
      { sku: 'CAP', cancelledQuantity: 0, shippedQuantity: 1 },
    ]);
  });

  it.concurrent('An order that is given up is cancelled in the web shop, with nothing left anywhere', async () => {
    const order = await harness.webOrder({ lines: [{ sku: 'NEW-IN', quantity: 1 }] });
    await order.answer('order.unknown-sku', 'cancel-order');
    expect(await order.outcome()).toBe('cancelled');
    expect(await harness.states.centra(order.number)).toMatchObject({ status: 'CANCELLED' });
    expect(await harness.states.wms('centra', order.number)).toEqual([]);
  });

  it.concurrent('An unreadable order opens a case, holds up no other order, and continues once it is fixed', async () => {
    const number = 77;
    unreadable.add(number);
    const order = await harness.webOrder({ order: number });
    const open = await order.waitsFor('order.unreadable');
    expect(open.owner).toBe('integration');
    const other = await harness.webOrder();
    await harness.sendFromWarehouse(other.inWarehouse(), 'OTHER-1');
    expect(await other.outcome()).toBe('fulfilled');

    unreadable.delete(number);
    await order.answer('order.unreadable', 'retry');
    await harness.sendFromWarehouse(order.inWarehouse(), 'FIXED-1');
    expect(await order.outcome()).toBe('fulfilled');
  });
});

afterwards(() => harness);
