import { describe, expect, it } from '@jest/globals';
import { judgeReturns, returnsAreRight } from '../../lab/day/judge/returns.js';
import {
  type CentraOrder,
  type CentraReturn,
  type SitooOrder,
  type StatesOfTest,
  statesOf,
  T0,
  tillOrder,
} from '../support/day-evidence.js';

const STORE = 3;
const world = {
  locations: [
    { id: 'store-01', kind: 'store', name: 'First', centraWarehouse: STORE, sitooWarehouse: 101 },
    { id: 'dc', kind: 'warehouse', name: 'Central', centraWarehouse: 9, sitooWarehouse: 109, wmsWarehouse: 1 },
  ] as const,
};

/** Order 10: two of A and one of B, sent and paid with 300. */
const order: CentraOrder = {
  number: 10,
  status: 'SHIPPED',
  isOnHold: false,
  createdAt: T0,
  lines: [
    { id: 1, sku: 'A', quantity: 2, cancelledQuantity: 0, shippedQuantity: 2 },
    { id: 2, sku: 'B', quantity: 1, cancelledQuantity: 0, shippedQuantity: 1 },
  ],
  shipments: [],
  payments: [{ entryType: 'CAPTURE', status: 'SUCCESS', valueMinor: 30_000 }],
};
const sent = tillOrder({
  orderid: 70,
  externalid: 'centra-10-1',
  items: [
    { sku: 'A', quantity: 2, delivered: 2 },
    { sku: 'B', quantity: 1, delivered: 1 },
  ],
});
const row = (sku: string, units: number, reason = 'resellable', more: Record<string, string> = {}) => ({
  sku,
  quantity: -units,
  delivered: 0,
  additionaldata: { 'reasoncode-return': reason, ...more },
});
const refund = (orderid: number, items: SitooOrder['items'], creditorderid: number | null = 70) =>
  tillOrder({ orderid, items, creditorderid });
const given = (refundName: string | undefined, sku: string, quantity: number, change: Partial<CentraReturn> = {}) => ({
  id: 500,
  ...(refundName === undefined ? {} : { externalId: refundName }),
  order: 10,
  status: 'COMPLETED',
  placed: [{ warehouse: STORE, sku, quantity }],
  lines: [{ sku, quantity }],
  totalMinor: 10_000 * quantity,
  refunds: [],
  createdAt: T0,
  ...change,
});

const judge = (refunds: readonly SitooOrder[], returns: readonly CentraReturn[], more: StatesOfTest = {}) => {
  const states = statesOf({ centra: [order], sitoo: [sent, ...refunds], returns, ...more });
  const { summary, findings } = judgeReturns(states, world);
  return { ...summary, right: returnsAreRight(summary), findings };
};

describe('the judgement of returns in stores', () => {
  it('The judgement is good when every refund of a web order has one return, as the goods came back', () => {
    const back = refund(71, [row('A', 1), row('A', 1, 'damaged'), row('B', 1)]);
    const returns = [
      given('sitoo-71', 'A', 1, {
        lines: [
          { sku: 'A', quantity: 1 },
          { sku: 'B', quantity: 1 },
        ],
        placed: [
          { warehouse: STORE, sku: 'A', quantity: 1 },
          { warehouse: STORE, sku: 'B', quantity: 1 },
        ],
        totalMinor: 20_000,
      }),
      given('sitoo-71-2', 'A', 1, { placed: [] }),
    ];
    expect(judge([back], returns)).toMatchObject({ right: true, refunds: 1, ofWebOrders: 1, made: 2, findings: [] });
  });

  it('The judgement ignores refunds of goods that a till had sold', () => {
    const sale = tillOrder({ orderid: 72, items: [{ sku: 'A', quantity: 1, delivered: 1 }] });
    expect(judge([sale, refund(73, [row('A', 1)], 72)], [])).toMatchObject({ right: true, refunds: 1, ofWebOrders: 0 });
  });

  it('A return that the web shop lacks, in whole or in part, is found', () => {
    const back = refund(71, [row('A', 2)]);
    expect(judge([back], [])).toMatchObject({ right: false, missing: 1 });
    expect(judge([back], [given('sitoo-71', 'A', 1)]).findings).toEqual([
      'order 10 lacks the return of 1 of A (refund 71)',
    ]);
  });

  it('A web order is recognised by the refund row, and by the name of a mirrored order', () => {
    const posted = tillOrder({ orderid: 74, externalid: 'centra-10-sent-5', items: sent.items });
    const rows = [row('A', 1, 'resellable', { 'pos-originalsales-orderid': '74' })];
    expect(judge([posted, refund(75, rows, null)], [])).toMatchObject({ ofWebOrders: 1, missing: 1 });
  });

  it('No return is missing when everything in the order was returned before', () => {
    const byPost = given(undefined, 'A', 2, { placed: [] });
    expect(judge([refund(71, [row('A', 2)])], [byPost])).toMatchObject({ right: true, missing: 0, made: 0 });
  });

  it('One return is missing, not two, when goods are left for one only', () => {
    const back = [refund(71, [row('B', 1)]), refund(72, [row('B', 1)])];
    expect(judge(back, []).missing).toBe(1);
  });

  it('A person may decide about goods without an order, and the outcome is judged', () => {
    const blind = refund(71, [row('A', 1)], null);
    expect(judge([blind], [])).toMatchObject({ right: true, refunds: 1, ofWebOrders: 0 });
    expect(judge([blind], [given('sitoo-71', 'A', 1)])).toMatchObject({ right: true, ofWebOrders: 1 });
    expect(judge([blind], [given('sitoo-71', 'A', 2)])).toMatchObject({ right: false, twice: 1 });
  });

  it('Goods that were returned twice, and a name that occurs twice, are found', () => {
    const back = refund(71, [row('A', 1)]);
    const twice = [given('sitoo-71', 'A', 1), given('sitoo-71', 'A', 1)];
    expect(judge([back], twice)).toMatchObject({ right: false, twice: 1 });
    expect(judge([refund(71, [row('A', 2)])], twice)).toMatchObject({ right: false, twice: 1 });
  });

  it('A return of another order, and one that is named after no refund, are found', () => {
    const other = given('sitoo-71', 'A', 1, { order: 11 });
    const eleven = { ...order, number: 11 };
    const found = judge([refund(71, [row('A', 1)])], [other], { centra: [order, eleven] });
    expect(found).toMatchObject({ right: false, wrongOrder: 1 });
    expect(judge([], [given('sitoo-99', 'A', 1)])).toMatchObject({ right: false, wrongOrder: 1 });
  });

  it('A return that was started and not finished is found', () => {
    const pending = given('sitoo-71', 'A', 1, { status: 'PENDING' });
    expect(judge([refund(71, [row('A', 1)])], [pending])).toMatchObject({ right: false, incomplete: 1 });
  });

  it('A surplus of returned goods or money is found, whoever gave it', () => {
    const byPost = given(undefined, 'B', 1, { placed: [] });
    const again = given('sitoo-71', 'B', 1);
    expect(judge([refund(71, [row('B', 1)])], [byPost, again])).toMatchObject({ right: false, beyondShipped: 1 });
    const dear = given('sitoo-71', 'A', 1, { totalMinor: 30_001 });
    expect(judge([refund(71, [row('A', 1)])], [dear])).toMatchObject({ right: false, beyondCaptured: 1 });
  });

  it('A refund that was requested and confirmed counts once', () => {
    const refunds = [
      { entryType: 'REFUND_REQUEST', status: 'SUCCESS', valueMinor: 20_000 },
      { entryType: 'REFUND', status: 'SUCCESS', valueMinor: 20_000 },
    ];
    const byPost = given(undefined, 'A', 2, { placed: [], refunds });
    expect(judge([], [byPost])).toMatchObject({ right: true, beyondCaptured: 0 });
  });

  it.each([
    ['damaged goods in stock', [row('A', 1, 'damaged')], [{ warehouse: STORE, sku: 'A', quantity: 1 }]],
    ['goods that travel on', [row('A', 1, 'resellable', { 'return-warehouseid': '109' })], undefined],
    ['good ones in no stock', [row('A', 1)], []],
    ['good ones in the stock of another place', [row('A', 1)], [{ warehouse: 9, sku: 'A', quantity: 1 }]],
  ])('The judgement finds %s', (_, rows, placed) => {
    const returned = given('sitoo-71', 'A', 1, placed === undefined ? {} : { placed });
    expect(judge([refund(71, rows)], [returned])).toMatchObject({ right: false, restockedWrong: 1 });
  });
});
