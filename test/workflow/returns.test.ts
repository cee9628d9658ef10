import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attachToOrder } from '../../client/cli/commands/return-attach.js';
import { afterwards } from '../support/harness/afterwards.js';
import type { OrderUnderTest } from '../support/harness/order-under-test.js';
import { type ReturnUnderTest, returnsOf, returnUnderTest } from '../support/harness/return-under-test.js';
import { stockStates } from '../support/harness/stock-states.js';
import { type Harness, type Lines, startHarness } from '../support/harness.js';
import { asId } from '../support/ids.js';
import { until } from '../support/until.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness('returns');
});
afterAll(() => harness?.close());

/** The web shop's number of store-01 in the world of the tests. */
const STORE_01 = () => harness.brand.locations.find((l) => l.id === 'store-01')?.centra;

async function sentFromStore(lines: Lines = [{ sku: 'TEE-M', quantity: 2 }]): Promise<OrderUnderTest> {
  const order = await harness.webOrder({ lines, location: 'store-01' });
  await harness.sendFromStore(order.inStore(), `S-${order.number}`);
  expect(await order.outcome()).toBe('fulfilled');
  return order;
}

async function sentFromWarehouse(lines: Lines = [{ sku: 'TEE-M', quantity: 2 }]): Promise<OrderUnderTest> {
  const order = await harness.webOrder({ lines });
  await harness.sendFromWarehouse(order.inWarehouse(), `W-${order.number}`);
  expect(await order.outcome()).toBe('fulfilled');
  return order;
}

/** A customer hands goods over the counter of store-01. */
async function handedBack(act: Record<string, unknown>): Promise<ReturnUnderTest> {
  const refund = { type: 'pos.refund', location: 'store-01', condition: 'resellable', paidOut: true, ...act } as const;
  let orderid: number | undefined;
  let why: unknown;
  const taken = async (): Promise<boolean> => {
    try {
      ({ orderid } = await harness.tills.act(refund as never));
      return true;
    } catch (refused) {
      why = refused;
      return false;
    }
  };
  // A till finds what a warehouse has sent as soon as it was made known there.
  await until(taken, { withinMs: 30_000, everyMs: 100, what: 'the till to take it back' }).catch((late: Error) => {
    throw new Error(`${late.message}: ${String(why)}`);
  });
  return returnUnderTest(harness, orderid ?? 0);
}

describe('goods of a web order that are returned in a store', () => {
  it.concurrent('Goods returned to the store that sent them become one completed return, in the store’s stock, without a second payment', async () => {
    const order = await sentFromStore();
    const back = await handedBack({ order: order.number, lines: [{ sku: 'TEE-M', quantity: 2 }] });
    expect(await back.outcome()).toBe('returned');
    expect(await returnsOf(harness, order.number)).toMatchObject([
      {
        externalId: `sitoo-${back.refund}`,
        status: 'COMPLETED',
        warehouse: STORE_01(),
        lines: [{ sku: 'TEE-M', quantity: 2 }],
        refunds: [],
      },
    ]);
    await harness.keep('returnInStore/resellable', back.handle);
    expect(await harness.records.returns.ofOrder(asId(order.number))).toMatchObject([
      { refund: back.refund, stage: 'done' },
    ]);
  });

  it.concurrent('Goods that the warehouse sent are known to the tills, and their return finds its order', async () => {
    const order = await sentFromWarehouse([{ sku: 'CAP', quantity: 3 }]);
    const back = await handedBack({ order: order.number, lines: [{ sku: 'CAP', quantity: 1 }] });
    expect(await back.outcome()).toBe('returned');
    expect(await returnsOf(harness, order.number)).toMatchObject([
      { warehouse: STORE_01(), lines: [{ sku: 'CAP', quantity: 1 }] },
    ]);
    await harness.keep('returnInStore/sent-from-warehouse', back.handle);
    // The tills know of it without having had it in stock.
    const again = await handedBack({ order: order.number, lines: [{ sku: 'CAP', quantity: 2 }] });
    expect(await again.outcome()).toBe('returned');
    expect(await returnsOf(harness, order.number)).toHaveLength(2);
  });

  it.concurrent('Goods returned in mixed condition become two returns, and damaged ones enter no stock', async () => {
    const order = await sentFromStore([{ sku: 'SCARF', quantity: 3 }]);
    const back = await handedBack({
      order: order.number,
      lines: [
        { sku: 'SCARF', quantity: 2, condition: 'resellable' },
        { sku: 'SCARF', quantity: 1, condition: 'damaged' },
      ],
    });
    expect(await back.outcome()).toBe('returned');
    const returns = await returnsOf(harness, order.number);
    expect(returns.map((r) => [r.externalId, r.warehouse ?? null, r.lines])).toEqual([
      [`sitoo-${back.refund}`, STORE_01(), [{ sku: 'SCARF', quantity: 2 }]],
      [`sitoo-${back.refund}-2`, null, [{ sku: 'SCARF', quantity: 1 }]],
    ]);
    await harness.keep('returnInStore/mixed-condition', back.handle);
  });

  it.concurrent('Parcels that come back to the warehouse become returns of the web order, each paid back once and in the warehouse’s stock once', async () => {
    const order = await sentFromWarehouse([{ sku: 'GLOVE', quantity: 3 }]);
    const name = order.inWarehouse();
    const back = (quantity: number, cause: string, restock: boolean) =>
      harness.warehouse.act({ type: 'wms.return', name, lines: [{ sku: 'GLOVE', quantity }], cause, restock });
    const settled = (count: number) =>
      until(
        async () => {
          const returns = await returnsOf(harness, order.number);
          return returns.length === count && returns.every(({ status }) => status === 'COMPLETED');
        },
        { withinMs: 30_000, everyMs: 100, what: `${count} returns to be completed` },
      );
    await back(2, 'SIZE', true);
    await settled(1);
    await back(1, 'damaged', false);
    await settled(2);
    const returns = await returnsOf(harness, order.number);
    expect(returns.map(({ warehouse, lines, refunds }) => [warehouse ?? null, lines, refunds.length])).toEqual([
      [harness.brand.locations.find((l) => l.id === 'dc')?.centra, [{ sku: 'GLOVE', quantity: 2 }], 1],
      [null, [{ sku: 'GLOVE', quantity: 1 }], 1],
    ]);
    const states = stockStates(harness);
    await until(async () => (await states.quiet()) && (await states.inShop('dc', 'GLOVE')) === 499, {
      withinMs: 30_000,
      everyMs: 100,
      what: 'the web shop to have the two that can be sold again',
    });
    const stages = async () =>
      (await harness.records.returns.ofOrder(asId(order.number))).map(({ location, stage }) => `${location} ${stage}`);
    await until(async () => (await stages()).join() === 'dc done,dc done', {
      withinMs: 30_000,
      everyMs: 100,
      what: 'both returns to end',
    });
  });

  it.concurrent('Goods beyond what was shipped, from a till that could not look up the order, wait for a person', async () => {
    const order = await sentFromStore([{ sku: 'TEE-S', quantity: 1 }]);
    const once = await handedBack({ order: order.number, lines: [{ sku: 'TEE-S', quantity: 1 }] });
    expect(await once.outcome()).toBe('returned');
    const twice = await handedBack({ order: order.number, lines: [{ sku: 'TEE-S', quantity: 1 }], unchecked: true });
    const open = await twice.answer('return.exceeds', 'refuse');
    expect(open.codes).toEqual(['return.exceeds', 'return.over-captured']);
    expect(open.owner).toBe('customer-service');
    expect(await twice.outcome()).toBe('refused');
    await harness.keep('returnInStore/exceeds-refused', twice.handle);
    expect(await returnsOf(harness, order.number)).toHaveLength(1);
  });

  it.concurrent('When the same goods also come back by post, one return wins and the other opens a case', async () => {
    const order = await sentFromStore([{ sku: 'TEE-L', quantity: 2 }]);
    await harness.shop.act({
      type: 'web.return',
      order: Number(order.number),
      lines: [{ sku: 'TEE-L', quantity: 2 }],
    });
    const back = await handedBack({ order: order.number, lines: [{ sku: 'TEE-L', quantity: 2 }] });
    await back.answer('return.exceeds', 'accept-without-order');
    expect(await back.outcome()).toBe('accepted');
    await harness.keep('returnInStore/also-by-post', back.handle);
    expect((await returnsOf(harness, order.number)).map((r) => r.externalId ?? null)).toEqual([null]);
  });

  it.concurrent('Goods returned at another price than the web shop knows are settled by finance, or refused and undone', async () => {
    const order = await sentFromStore([{ sku: 'TEE-M', quantity: 2 }]);
    const cheap = await handedBack({
      order: order.number,
      lines: [{ sku: 'TEE-M', quantity: 1, priceMinor: 100_00 }],
    });
    const open = await cheap.answer('return.amount-differs', 'refuse');
    expect(open.owner).toBe('finance');
    expect(open.problems[0]?.sentence).toBe(
      'The till gave back 100.00 SEK for goods that the web shop values at 199.00 SEK.',
    );
    expect(await cheap.outcome()).toBe('refused');
    await harness.keep('returnInStore/price-differs-undone', cheap.handle);
    expect(await returnsOf(harness, order.number)).toEqual([]);

    const right = await handedBack({
      order: order.number,
      lines: [{ sku: 'TEE-M', quantity: 1, priceMinor: 100_00 }],
    });
    await right.answer('return.amount-differs', 'skip');
    expect(await right.outcome()).toBe('returned');
    await harness.keep('returnInStore/price-differs-settled', right.handle);
    expect(await returnsOf(harness, order.number)).toMatchObject([{ status: 'COMPLETED', totalMinor: 199_00 }]);
  });

  it.concurrent('Goods without a receipt are stock of the store on the list of the day, until a person names their order', async () => {
    const order = await sentFromStore([{ sku: 'S1-ONLY', quantity: 1 }]);
    // What left the store is followed apart from the order, and named from the ledger.
    const isInLedger = async () => (await harness.records.returns.ordersThatShipped(['S1-ONLY'], 5)).length > 0;
    await until(isInLedger, { withinMs: 30_000, what: 'the ledger to show what was sent' });
    const back = await handedBack({ lines: [{ sku: 'S1-ONLY', quantity: 1 }] });
    expect(await back.outcome()).toBe('without-receipt');
    const { records, client, brand } = harness;
    const listed = await records.returns.inStage('without-receipt', 0, 50);
    expect(listed.map(({ refund }) => refund)).toContain(String(back.refund));
    const cases = await records.cases.list({ code: 'return.without-receipt', open: true }, 5);
    expect(cases).toHaveLength(1);
    await attachToOrder(client, { brand, workflowId: back.handle.workflowId, order: asId(order.number) });
    expect(await back.outcome()).toBe('returned');
    expect(await returnsOf(harness, order.number)).toMatchObject([{ lines: [{ sku: 'S1-ONLY', quantity: 1 }] }]);
    await harness.keep('returnInStore/blind', back.handle);
  });

  it.concurrent('Returned goods travel on to the warehouse when the store sends them there, and are compared on arrival', async () => {
    const order = await sentFromStore([{ sku: 'CAP', quantity: 2 }]);
    const back = await handedBack({
      order: order.number,
      lines: [{ sku: 'CAP', quantity: 2 }],
      goodsTo: 'warehouse',
    });
    const name = `RETURN-${back.refund}-dc`;
    await harness.warehouse.actSoon({ type: 'wms.receive-purchase', name, lines: [{ row: '0', received: 1 }] });
    const open = await back.answer('return.not-received', 'skip');
    expect(open.problems[0]?.sentence).toContain('missing: 1 of CAP');
    expect(await back.outcome()).toBe('returned');
    expect((await returnsOf(harness, order.number)).map((r) => r.warehouse ?? null)).toEqual([null]);
    await harness.keep('returnInStore/forwarded-to-warehouse', back.handle);
  });
});

describe('goods that a till sold and takes back', () => {
  it.concurrent('Goods that a till sold return to the stock of the store, without a return of a web order', async () => {
    const receipt = 'RETURN-POS-1';
    await harness.tills.act({
      type: 'pos.sale',
      location: 'store-01',
      receipt,
      lines: [{ sku: 'CAP', quantity: 1 }],
    });
    const back = await handedBack({ receipt, lines: [{ sku: 'CAP', quantity: 1 }] });
    expect(await back.outcome()).toBe('till-sale');
    await harness.keep('returnInStore/till-sale', back.handle);
  });

  it.concurrent('An exchange of goods that a till sold is a return and a sale', async () => {
    const order = await sentFromStore([{ sku: 'TEE-M', quantity: 1 }]);
    const back = await handedBack({
      order: order.number,
      lines: [{ sku: 'TEE-M', quantity: 1 }],
      exchange: [{ sku: 'TEE-L', quantity: 1 }],
    });
    expect(await back.outcome()).toBe('returned');
    expect(await returnsOf(harness, order.number)).toMatchObject([{ lines: [{ sku: 'TEE-M', quantity: 1 }] }]);
  });
});

describe('stock after all these returns', () => {
  it.concurrent('No unit was restocked twice: ledger, tills and web shop agree', () =>
    stockStates(harness).agree(60_000));
});

afterwards(() => harness);
