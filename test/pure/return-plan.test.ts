import { describe, expect, it } from '@jest/globals';
import type { PosOrder, PosOrderItem } from '../../domain/order/pos-order.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import { candidatesAmong, originOf, soldOrders } from '../../domain/return/origin.js';
import { planReturn, type ReturnEvidence, type WantedReturn } from '../../domain/return/plan-return.js';
import type { RefundLine, TillRefund } from '../../domain/return/till-refund.js';
import type { WebReturn } from '../../domain/return/web-return.js';
import { asId } from '../support/ids.js';
import { webLine, webOrder } from '../support/web-order.js';
import { webShipment } from '../support/web-shipment.js';

const TEE = 'TEE-BLK-M';

const row = (quantity: number, changes: Partial<RefundLine> = {}): RefundLine => ({
  line: asId('0'),
  sku: TEE,
  quantity,
  amountMinor: 20_000 * quantity,
  condition: 'resellable',
  ...changes,
});
const refund = (lines: readonly RefundLine[], changes: Partial<TillRefund> = {}): TillRefund => ({
  number: asId('900'),
  location: 'store-01',
  currency: 'SEK',
  amountMinor: lines.reduce((sum, line) => sum + line.amountMinor, 0),
  paidOutMinor: lines.reduce((sum, line) => sum + line.amountMinor, 0),
  virtualMinor: 0,
  lines,
  at: '2026-11-27T12:00:00.000Z',
  ...changes,
});
/** An order of two tees that were shipped and paid, with 49.00 for shipping. */
const shipped = (changes: Partial<WebOrder> = {}): WebOrder =>
  webOrder({
    shipments: [webShipment(1, 2)],
    payments: [{ kind: 'capture', status: 'success', amountMinor: 44_900 }],
    ...changes,
  });
const atTill = (orderId: number, externalId: string, items: Partial<PosOrderItem>[] = []): PosOrder => ({
  orderId: asId(orderId),
  externalId,
  state: 'closed',
  vendorState: 10,
  paymentState: 'paid',
  kind: 'order',
  orderDate: 0,
  currency: 'SEK',
  totalMinor: 0,
  comment: '',
  items: items.map((item, itemId) => ({
    itemId: asId(itemId),
    sku: TEE,
    name: 'Tee',
    quantity: 1,
    vatPercent: 25,
    rowNetMinor: 0,
    rowVatMinor: 0,
    ...item,
  })),
  payments: [],
  log: [],
});
const webReturn = (externalId: string, quantity: number): WebReturn => ({
  id: asId(1),
  externalId,
  status: 'completed',
  order: asId(10045),
  shipment: asId(1),
  lines: [{ shipmentLine: asId(501), orderLine: asId(11), sku: TEE, quantity }],
  currency: 'SEK',
  totalMinor: 20_000 * quantity,
  returnedToStock: true,
  refunds: [],
});

const planFor = (
  lines: readonly RefundLine[],
  evidence: Partial<ReturnEvidence> = {},
  wanted: Partial<WantedReturn> = {},
) =>
  planReturn(
    { order: shipped(), returns: [], sold: [], ...evidence },
    { refund: refund(lines), number: asId('10045'), lines, givesShippingBack: false, ...wanted },
  );
const codesOf = ({ problems }: ReturnType<typeof planFor>) => problems.map(({ code }) => code);

describe('the returns that a refund needs', () => {
  it('A refund returns units that were shipped', () => {
    const plan = planFor([row(1)]);
    expect(plan.problems).toEqual([]);
    expect(plan.returns).toEqual([
      {
        name: 'sitoo-900',
        shipment: '1',
        condition: 'resellable',
        lines: [{ shipmentLine: '501', sku: TEE, quantity: 1 }],
      },
    ]);
  });

  it('A refund of more units than the order has left to return asks a person', () => {
    const plan = planFor([row(3)]);
    expect(codesOf(plan)).toEqual(['return.exceeds', 'return.over-captured']);
    expect(plan.problems[0]?.sentence).toContain(`1 of ${TEE} less to return`);
    expect(plan.mayShipYet).toBe(false);
  });

  it('A refund may become possible while units of its SKU are still to be shipped', () => {
    const order = shipped({ lines: [webLine({ quantity: 3 })] });
    expect(planFor([row(3)], { order }).mayShipYet).toBe(true);
  });

  it('A repeat finds the units again that an earlier attempt for the same refund returned, and no others', () => {
    const order = shipped({
      shipments: [webShipment(1, 2, { lines: [{ id: asId(501), line: asId(11), quantity: 2, returned: 2 }] })],
    });
    expect(codesOf(planFor([row(2)], { order, returns: [webReturn('sitoo-900', 2)] }))).toEqual([]);
    expect(codesOf(planFor([row(2)], { order, returns: [webReturn('sitoo-9001', 2)] }))).toContain('return.exceeds');
  });

  it('A refund of more than what is left of the captured money, or in another currency, asks a person', () => {
    const [before] = [webReturn('sitoo-800', 1)];
    expect(codesOf(planFor([row(1, { amountMinor: 30_000 })], { returns: before ? [before] : [] }))).toEqual([
      'return.over-captured',
    ]);
    expect(codesOf(planFor([row(1)], {}, { refund: refund([row(1)], { currency: 'EUR' }) }))).toEqual([
      'return.over-captured',
    ]);
  });

  it('The shipping cost goes back only when the brand gives it back and everything has come back', () => {
    const shipping = (lines: readonly RefundLine[], givesShippingBack: boolean) =>
      planFor(lines, {}, { givesShippingBack }).costs['sitoo-900']?.shippingMinor;
    expect([shipping([row(2)], true), shipping([row(1)], true), shipping([row(2)], false)]).toEqual([4_900, 0, 0]);
  });
});

describe('the rows of a receipt', () => {
  const order = shipped({
    lines: [webLine({ id: asId(11) }), webLine({ id: asId(12) })],
    shipments: [
      webShipment(1, 2, {
        lines: [
          { id: asId(501), line: asId(11), quantity: 1, returned: 0 },
          { id: asId(502), line: asId(12), quantity: 1, returned: 0 },
        ],
      }),
    ],
  });
  const sold = [atTill(512, 'centra-10045-sent-1', [{ webLine: asId('11') }, { webLine: asId('12') }])];

  it('A row of a receipt takes back the very line of the web order that it names', () => {
    const plan = planFor([row(1, { sold: { order: asId(512), item: asId(1) } })], { order, sold });
    expect(plan.returns[0]?.lines).toEqual([{ shipmentLine: '502', sku: TEE, quantity: 1 }]);
  });

  it('Rows sold at a till need no return of the web shop, and rows of another web order ask a person', () => {
    const others = [...sold, atTill(513, ''), atTill(514, 'centra-10046-sent-1', [{}])];
    const lines = [
      row(1, { sold: { order: asId(513), item: asId(0) } }),
      row(1, { line: asId('1'), sold: { order: asId(514), item: asId(0) } }),
      row(1, { line: asId('2'), sold: { order: asId(512), item: asId(0) } }),
    ];
    const plan = planFor(lines, { order, sold: others }, { refund: refund([row(1)]) });
    expect(plan.returns.flatMap((one) => one.lines)).toEqual([{ shipmentLine: '501', sku: TEE, quantity: 1 }]);
    expect(plan.problems.map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining(`1 of ${TEE} less to return`),
    ]);
  });

  it('A person who names an order that the till did not name overrules the rows of the receipt', () => {
    const elsewhere = [atTill(514, 'centra-10046-sent-1', [{}])];
    const plan = planFor([row(1, { sold: { order: asId(514), item: asId(0) } })], { order, sold: elsewhere });
    expect(plan.problems).toEqual([]);
    expect(plan.returns).toHaveLength(1);
  });
});

describe('where the goods of a refund came from', () => {
  it('A refund names the orders of its rows and of its receipt, each once', () => {
    const named = refund(
      [row(1, { sold: { order: asId(512), item: asId(0) } }), row(1, { sold: { order: asId(512), item: asId(1) } })],
      {
        credits: asId(600),
      },
    );
    expect(soldOrders(named)).toEqual(['512', '600']);
    expect(soldOrders(refund([row(1)]))).toEqual([]);
  });

  it('Goods come from the web order behind an order at the tills, else from a sale at a till, else nobody knows', () => {
    expect(originOf([atTill(1, ''), atTill(2, 'centra-10045-1')])).toEqual({ kind: 'web-order', number: '10045' });
    expect(originOf([atTill(1, '')])).toEqual({ kind: 'till-sale' });
    expect(originOf([])).toBeUndefined();
  });

  it('A refund without an origin offers five web orders that still have all of its SKUs to return', () => {
    const back = webShipment(1, 2, { lines: [{ id: asId(501), line: asId(11), quantity: 2, returned: 2 }] });
    const orders = [
      shipped({ number: asId(1), shipments: [back] }),
      ...[2, 3, 4, 5, 6, 7].map((number) => shipped({ number: asId(number) })),
    ];
    expect(candidatesAmong(orders, refund([row(1)]))).toEqual(['2', '3', '4', '5', '6']);
    expect(candidatesAmong(orders, refund([row(1), row(1, { sku: 'MUG' })]))).toEqual([]);
  });
});
