import { describe, expect, it } from '@jest/globals';
import type { CentraOrderNumber, CentraShipmentId, CentraShipmentLineId } from '../../domain/ids.js';
import type { WebShipment } from '../../domain/order/web-order.js';
import type { NewReturn } from '../../systems/centra/port.js';
import {
  harnessOfTest,
  OTHER_STORE,
  placed,
  problemOf,
  reported,
  STORE,
  stockAt,
  TOKEN,
  until,
  WAREHOUSE,
  world,
} from '../support/centra-harness.js';
import { answering } from '../support/centra-one-answer.js';
import { asId } from '../support/ids.js';

const harness = await harnessOfTest();

const lineIn = ({ lines }: WebShipment): CentraShipmentLineId => lines[0]?.id ?? asId(0);

/** An order of two shirts that has left from the warehouse, in one shipment. */
async function shipped(more: object = {}) {
  const { number, line } = await placed(harness, { location: 'wh', ...more });
  const { shipment } = await harness.centra.createShipment({
    order: number,
    lines: [{ line: line.id, quantity: line.quantity }],
  });
  await harness.centra.completeShipment({ id: shipment.id });
  const shipmentLine = lineIn(shipment);
  const back = (quantity: number, changes: Partial<NewReturn> = {}): NewReturn => ({
    shipment: shipment.id,
    lines: [{ shipmentLine, quantity }],
    stock: { toWarehouse: STORE },
    externalId: `refund-${number}`,
    comment: 'Returned in store',
    currency: 'SEK',
    ...changes,
  });
  return { number, line, shipment, shipmentLine, back };
}

/** GraphQL as somebody else would send it. */
async function ask(query: string): Promise<string> {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const answer = await fetch(`${harness.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return answer.text();
}

const physical = async (warehouse: number, sku = 'SHIRT') => (await stockAt(harness, warehouse, sku))?.physical ?? 0;
const returnsInBooks = async () => (await harness.state()).returns;
const refundsOf = async (number: CentraOrderNumber) =>
  (await reported(harness, number)).payments.filter((p) => p.entryType.startsWith('REFUND'));

describe('a return', () => {
  it('A return reads back as it was created, and its units count as returned immediately', async () => {
    const { number, line, shipment, shipmentLine, back } = await shipped();
    const made = await harness.centra.createReturn(back(1));
    expect(made).toEqual({
      id: expect.stringMatching(/^\d+$/),
      externalId: `refund-${number}`,
      status: 'pending',
      order: number,
      shipment: shipment.id,
      lines: [{ shipmentLine, orderLine: line.id, sku: 'SHIRT', quantity: 1 }],
      currency: 'SEK',
      totalMinor: 49_990,
      returnedToStock: true,
      warehouse: STORE,
      refunds: [],
    });
    expect(await harness.centra.returnsOf(number)).toEqual([made]);
    const order = await harness.centra.order(number);
    expect(order?.lines[0]?.returnedQuantity).toBe(1);
    expect(order?.shipments[0]?.lines).toEqual([{ id: shipmentLine, line: line.id, quantity: 2, returned: 1 }]);
  });

  it('A return restocks the named warehouse when it is created, not when it is completed', async () => {
    const { back } = await shipped();
    const before = await physical(STORE);
    const { id } = await harness.centra.createReturn(back(2));
    expect(await physical(STORE)).toBe(before + 2);
    await harness.centra.completeReturn(id);
    expect(await physical(STORE)).toBe(before + 2);
    expect(await returnsInBooks()).toMatchObject([{ id: Number(id), status: 'COMPLETED', policy: 'moved' }]);
  });

  it('A return of damaged goods enters no stock', async () => {
    const { back } = await shipped();
    const before = (await harness.state()).stock;
    const made = await harness.centra.createReturn(back(1, { stock: 'remove' }));
    expect(made.returnedToStock).toBe(false);
    expect(made).not.toHaveProperty('warehouse');
    expect((await harness.state()).stock).toEqual(before);
  });

  it('A return takes no more units than the shipment has left, and none that were never shipped', async () => {
    const { number, back } = await shipped();
    await harness.centra.createReturn(back(1));
    const before = await physical(STORE);
    const problem = await problemOf(harness.centra.createReturn(back(2)));
    expect(problem).toMatchObject({ kind: 'rejected', operation: 'createReturn' });
    expect(problem.message).toContain('left to return');
    const twice = back(1).lines.concat(back(1).lines);
    expect((await problemOf(harness.centra.createReturn(back(1, { lines: twice })))).kind).toBe('rejected');
    expect(await harness.centra.returnsOf(number)).toHaveLength(1);
    expect(await physical(STORE)).toBe(before);

    const { number: unshipped, line } = await placed(harness);
    const { shipment } = await harness.centra.createShipment({
      order: unshipped,
      lines: [{ line: line.id, quantity: 2 }],
    });
    const lines = [{ shipmentLine: lineIn(shipment), quantity: 1 }];
    const early = await problemOf(harness.centra.createReturn(back(1, { shipment: shipment.id, lines })));
    expect(early.message).toContain('not shipped');
  });

  it('A return belongs to one shipment and refuses a line of another', async () => {
    const first = await shipped();
    const second = await shipped();
    const wrong = first.back(1, { lines: [{ shipmentLine: second.shipmentLine, quantity: 1 }] });
    expect((await problemOf(harness.centra.createReturn(wrong))).message).toContain('Shipment line not found');
  });

  it('A return may share its name with another, so only a lookup shows whether it exists', async () => {
    const { number, back } = await shipped();
    await harness.centra.createReturn(back(1));
    await harness.centra.createReturn(back(1));
    const found = await harness.centra.returnsOf(number);
    expect(found.map((r) => r.externalId)).toEqual([`refund-${number}`, `refund-${number}`]);
  });
});

describe('the money of a return', () => {
  it('A return refunds what was paid for its lines, with shipping when asked, less the fee', async () => {
    const priced = { lines: [{ sku: 'SHIRT', quantity: 2, priceMinor: 40_050 }], shippingMinor: 4_900 };
    const { number, back } = await shipped(priced);
    const order = await harness.centra.order(number);
    expect(order?.lines[0]).toMatchObject({ lineValueMinor: 80_100, unitPriceMinor: 40_050 });
    expect((await harness.centra.createReturn(back(1, { returnCostMinor: 2_900 }))).totalMinor).toBe(37_150);
    expect((await harness.centra.createReturn(back(1, { shippingCostMinor: 4_900 }))).totalMinor).toBe(44_950);
  });

  it('A return refunds shipping once, and never more than was charged', async () => {
    const { back } = await shipped({ shippingMinor: 4_900 });
    expect((await problemOf(harness.centra.createReturn(back(1, { shippingCostMinor: 4_901 })))).kind).toBe('rejected');
    await harness.centra.createReturn(back(1, { shippingCostMinor: 4_900 }));
    const again = await problemOf(harness.centra.createReturn(back(1, { shippingCostMinor: 1 })));
    expect(again.message).toContain('shippingCost exceeds what is left');
    expect((await problemOf(harness.centra.createReturn(back(1, { handlingCostMinor: 1 })))).kind).toBe('rejected');
  });

  it('A return refunds no more than a voucher left to pay, whether it takes over the voucher or not', async () => {
    const first = await shipped({ discountMinor: 10_000 });
    expect((await harness.centra.createReturn(first.back(1, { voucher: 'fromShipment' }))).totalMinor).toBe(39_990);
    expect((await harness.centra.createReturn(first.back(1))).totalMinor).toBe(49_990);
    const second = await shipped({ discountMinor: 10_000 });
    expect((await harness.centra.createReturn(second.back(1))).totalMinor).toBe(49_990);
    expect((await harness.centra.createReturn(second.back(1))).totalMinor).toBe(39_990);
  });

  it('A return refuses a fee above the value of its goods', async () => {
    const { number, back } = await shipped();
    expect((await problemOf(harness.centra.createReturn(back(1, { returnCostMinor: 49_991 })))).kind).toBe('rejected');
    expect(await harness.centra.returnsOf(number)).toEqual([]);
  });
});

describe('a refund', () => {
  it('A refund pays the original payment once and appears in the payment history of the order', async () => {
    const { number, back } = await shipped();
    const { id } = await harness.centra.createReturn(back(1));
    const entries = await harness.centra.refundReturn(id);
    expect(entries).toEqual([{ kind: 'refund', status: 'success', amountMinor: 49_990 }]);
    expect((await harness.centra.returnsOf(number))[0]?.refunds).toEqual(entries);
    const order = await harness.centra.order(number);
    expect(order?.payments).toEqual([
      { kind: 'authorisation', status: 'success', amountMinor: 99_980, method: 'simulated' },
      { kind: 'capture', status: 'success', amountMinor: 99_980, method: 'simulated' },
      { kind: 'refund', status: 'success', amountMinor: 49_990, method: 'simulated' },
    ]);
    expect((await problemOf(harness.centra.refundReturn(id))).message).toContain('already refunded');
    expect(await refundsOf(number)).toHaveLength(1);
  });

  it('A refund that the payment provider confirms later is pending first, and cannot be requested again', async () => {
    const { number, back } = await shipped({ refundLater: 60 });
    const { id } = await harness.centra.createReturn(back(1));
    expect(await harness.centra.refundReturn(id)).toMatchObject([{ kind: 'refund-request', status: 'pending' }]);
    expect((await problemOf(harness.centra.refundReturn(id))).message).toContain('under way');
    const refunds = await until(async () => {
      const [made] = await harness.centra.returnsOf(number);
      return made?.refunds.some((r) => r.kind === 'refund') ? made.refunds : undefined;
    });
    expect(refunds.map((r) => r.kind)).toEqual(['refund-request', 'refund']);
  });

  it('A refund that fails is reported as failed and can be requested again', async () => {
    const { number, back } = await shipped({ refundFails: 1 });
    const { id } = await harness.centra.createReturn(back(1));
    expect((await problemOf(harness.centra.refundReturn(id))).kind).toBe('rejected');
    expect((await harness.centra.returnsOf(number))[0]?.refunds).toMatchObject([
      { kind: 'failed-refund', status: 'failed' },
    ]);
    expect((await harness.centra.refundReturn(id)).map((r) => r.kind)).toEqual(['failed-refund', 'refund']);
  });

  it('A refund that fails later turns from pending to failed', async () => {
    const { number, back } = await shipped({ refundFails: 1, refundLater: 30 });
    const { id } = await harness.centra.createReturn(back(1));
    await harness.centra.refundReturn(id);
    await until(async () => ((await refundsOf(number)).length === 2 ? true : undefined));
    expect(await refundsOf(number)).toMatchObject([
      { entryType: 'REFUND_REQUEST', status: 'FAILED' },
      { entryType: 'REFUND_FAILED', status: 'FAILED' },
    ]);
  });

  it('A refund never exceeds what was captured: goods paid in another way are not refunded', async () => {
    const { number, line } = await placed(harness);
    await ask(
      `mutation { createShipment(input: { order: { number: ${number} } isGoodToGo: true isPaid: true lines: [{ orderLine: { id: ${line.id} } quantity: 2 }] }) { userErrors { message } } }`,
    );
    const id = (await harness.centra.order(number))?.shipments[0]?.id ?? asId(0);
    await harness.centra.completeShipment({ id });
    await expect(
      harness.act({ type: 'web.return', order: number, lines: [{ sku: 'SHIRT', quantity: 1 }] }),
    ).rejects.toThrow('captured amount');
    expect(await refundsOf(number)).toEqual([]);
  });

  it('A refund of nothing is refused', async () => {
    const { back } = await shipped({ discountMinor: 99_980 });
    const { id, totalMinor } = await harness.centra.createReturn(back(2));
    expect(totalMinor).toBe(0);
    expect((await problemOf(harness.centra.refundReturn(id))).message).toContain('nothing to refund');
  });
});

describe('cancelling a return', () => {
  it('Cancelling a return takes its goods out of stock, and its units can be returned again', async () => {
    const { number, back } = await shipped();
    const before = await physical(OTHER_STORE);
    const { id } = await harness.centra.createReturn(back(2, { stock: { toWarehouse: OTHER_STORE } }));
    await harness.centra.deleteReturn(id);
    expect(await physical(OTHER_STORE)).toBe(before);
    expect(await harness.centra.returnsOf(number)).toEqual([]);
    expect((await harness.centra.order(number))?.lines[0]?.returnedQuantity).toBe(0);
    expect((await harness.centra.createReturn(back(2))).lines[0]?.quantity).toBe(2);
  });

  it('A return cannot be cancelled once it is completed, refunded, or its goods are promised', async () => {
    const completed = await shipped();
    const done = await harness.centra.createReturn(completed.back(1));
    await harness.centra.completeReturn(done.id);
    expect((await problemOf(harness.centra.deleteReturn(done.id))).message).toContain('completed');
    expect((await problemOf(harness.centra.completeReturn(done.id))).message).toContain('already completed');

    const paid = await harness.centra.createReturn(completed.back(1));
    await harness.centra.refundReturn(paid.id);
    expect((await problemOf(harness.centra.deleteReturn(paid.id))).message).toContain('refunded');

    const sold = await shipped({ lines: [{ sku: 'SCARF', quantity: 2 }], location: 'store-1' });
    const scarves = await harness.centra.createReturn(sold.back(2));
    await placed(harness, { lines: [{ sku: 'SCARF', quantity: 1 }] });
    expect((await problemOf(harness.centra.deleteReturn(scarves.id))).message).toContain('not free');
    expect((await problemOf(harness.centra.deleteReturn(asId(1)))).message).toContain('Return not found');
  });
});

describe('finding the returns of an order', () => {
  it('A lookup finds the returns of its own order in one request, and none for an unknown order', async () => {
    const customer = { email: 'twice@shop.invalid' };
    const first = await shipped({ customer });
    const second = await shipped({ customer });
    await harness.centra.createReturn(first.back(1));
    const wanted = await harness.centra.createReturn(second.back(1));
    const before = (await harness.calls()).total;
    expect(await harness.centra.returnsOf(asId(second.number))).toEqual([wanted]);
    expect((await harness.calls()).total).toBe(before + 1);
    expect(await harness.centra.returnsOf(asId(1))).toEqual([]);
  });

  it('A lookup finds a return by post, which has no name of ours and is already refunded and completed', async () => {
    const { number } = await shipped();
    const before = await physical(WAREHOUSE);
    await harness.act({ type: 'web.return', order: number, lines: [{ sku: 'SHIRT', quantity: 1 }], restock: 'wh' });
    await harness.act({ type: 'web.return', order: number, lines: [{ sku: 'SHIRT', quantity: 1 }] });
    const [restocked, removed] = await harness.centra.returnsOf(number);
    expect(restocked).toMatchObject({ status: 'completed', warehouse: WAREHOUSE, refunds: [{ kind: 'refund' }] });
    expect(restocked).not.toHaveProperty('externalId');
    expect(removed).toMatchObject({ status: 'completed', returnedToStock: false });
    expect(await physical(WAREHOUSE)).toBe(before + 1);
    const more = { type: 'web.return', order: number, lines: [{ sku: 'SHIRT', quantity: 1 }] };
    await expect(harness.act(more)).rejects.toThrow('to return');
  });

  it('A lookup reads page by page through an order with very many returns', async () => {
    const customer = { email: 'often@shop.invalid' };
    await harness.control.post('world', { ...world, stock: [{ location: 'wh', sku: 'SHIRT', quantity: 500 }] });
    const wanted = await shipped({ customer });
    const first = await harness.centra.createReturn(wanted.back(1));
    const many = await shipped({ customer, lines: [{ sku: 'SHIRT', quantity: 55 }] });
    for (let i = 0; i < 55; i += 1) await harness.centra.createReturn(many.back(1, { externalId: `m-${i}` }));
    expect(await harness.centra.returnsOf(wanted.number)).toEqual([first]);
    expect(new Set((await harness.centra.returnsOf(many.number)).map((r) => r.externalId)).size).toBe(55);
  });

  it('A lookup uses the lane of returns', async () => {
    const { number, back } = await shipped();
    const before = harness.limiter.costs.length;
    const { id } = await harness.centra.createReturn(back(1));
    await harness.centra.refundReturn(id);
    await harness.centra.completeReturn(id);
    await harness.centra.returnsOf(number);
    const lanes = harness.limiter.costs.slice(before).map(({ lane, mutation }) => `${lane}${mutation ? '!' : ''}`);
    expect(lanes).toEqual(['returns!', 'returns!', 'returns!', 'returns']);
  });
});

describe('unknown outcomes', () => {
  it('A return, a refund and a completion whose answers were lost are found by a lookup', async () => {
    const { number, back } = await shipped();
    await harness.fault('createReturn', { kind: 'response-lost' });
    expect((await problemOf(harness.centra.createReturn(back(1)))).kind).toBe('unknown-outcome');
    const [made] = await harness.centra.returnsOf(number);
    expect(made?.externalId).toBe(`refund-${number}`);
    const id = made?.id ?? 0;
    await harness.fault('refundReturn', { kind: 'truncated' });
    expect((await problemOf(harness.centra.refundReturn(asId(id)))).kind).toBe('unknown-outcome');
    await harness.fault('completeReturn', { kind: 'response-lost' });
    expect((await problemOf(harness.centra.completeReturn(asId(id)))).kind).toBe('unknown-outcome');
    expect(await harness.centra.returnsOf(number)).toMatchObject([
      { id, status: 'completed', refunds: [{ kind: 'refund', status: 'success' }] },
    ]);
  });

  it('A return that never reached the shop is not found, and its goods are not restocked', async () => {
    const { number, back } = await shipped();
    const before = await physical(STORE);
    await harness.fault('createReturn', { kind: 'connection-reset' });
    expect((await problemOf(harness.centra.createReturn(back(1)))).kind).toBe('unknown-outcome');
    expect(await harness.centra.returnsOf(number)).toEqual([]);
    expect(await physical(STORE)).toBe(before);
  });

  it('An answer that does not name what was created needs a lookup', async () => {
    const centra = await answering({ data: { createReturn: { return: null, userErrors: [], userWarnings: [] } } });
    const { back } = await shipped();
    expect((await problemOf(centra.centra.createReturn(back(1)))).kind).toBe('unknown-outcome');
    await centra.close();
  });
});

describe('returns that someone else creates', () => {
  const create = (shipment: CentraShipmentId, line: CentraShipmentLineId, more: string) =>
    ask(
      `mutation { createReturn(input: { shipment: { id: ${shipment} } lines: [{ shipmentLine: { id: ${line} } quantity: 2 }] ${more} }) { return { id } userErrors { message } } }`,
    );

  it('A return that someone else creates restocks the warehouses that the goods came from', async () => {
    const { number, line } = await placed(harness, { location: 'wh' });
    await harness.centra.reallocate({
      order: number,
      lines: [{ line: line.id, quantity: 1 }],
      toWarehouse: STORE,
    });
    const { shipment } = await harness.centra.createShipment({
      order: number,
      lines: [{ line: line.id, quantity: 2 }],
    });
    await harness.centra.completeShipment({ id: shipment.id });
    const before = [await physical(WAREHOUSE), await physical(STORE)];
    const release = 'returnStockActionPolicy: { releaseItemsBackToWarehouse: true }';
    await create(shipment.id, lineIn(shipment), release);
    expect([await physical(WAREHOUSE), await physical(STORE)]).toEqual(before.map((units) => units + 1));
    const [made] = await harness.centra.returnsOf(number);
    expect(made?.returnedToStock).toBe(true);
    expect(made).not.toHaveProperty('warehouse');
  });

  it('A return needs exactly one stock policy for the stock and currency of its order', async () => {
    const { shipment, shipmentLine } = await shipped();
    const policy = (fields: string) => `returnStockActionPolicy: { ${fields} }`;
    const both = 'removeItemsFromStock: true releaseItemsBackToWarehouse: true';
    expect(await create(shipment.id, shipmentLine, policy(both))).toContain('Exactly one');
    expect(await create(shipment.id, shipmentLine, policy(''))).toContain('Exactly one');
    const fee = 'returnCost: { value: 1, currencyIsoCode: "EUR" }';
    const removed = policy('removeItemsFromStock: true');
    expect(await create(shipment.id, shipmentLine, `${removed} ${fee}`)).toContain('Currency is not');
    expect(await returnsInBooks()).toEqual([]);
  });
});

describe('events of returns', () => {
  it('An event of a return names the changed order, and the return for whoever subscribes to returns', async () => {
    await harness.centra.listen();
    const { number, back } = await shipped();
    const confirmAll = async () =>
      harness.centra.confirmEvents((await harness.centra.events()).map((event) => event.id));
    await confirmAll();
    const { id } = await harness.centra.createReturn(back(1));
    const ofOrder = { ofProduct: false, objectType: 'Order', changeType: 'UPDATED', reference: number };
    expect(await harness.centra.events()).toMatchObject([ofOrder]);
    await ask('mutation { setEventListeners(input: [{ objectType: Return }]) { userErrors { message } } }');
    await confirmAll();
    await harness.centra.deleteReturn(id);
    const ofReturn = { ofProduct: false, objectType: 'Return', changeType: 'DELETED', reference: id };
    expect(await harness.centra.events()).toMatchObject([ofReturn, ofOrder]);
  });
});
