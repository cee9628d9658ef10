import { describe, expect, it } from '@jest/globals';
import { asTable } from '../../lab/day/judge/as-table.js';
import { type Evidence, summarise } from '../../lab/day/judge/summary.js';
import {
  type CentraOrder,
  dayOf,
  quiet,
  type SitooOrder,
  type StatesOfTest,
  T0,
  type WmsOrder,
} from '../support/day-evidence.js';

const web = (change: Partial<CentraOrder> = {}): CentraOrder => ({
  number: 1,
  status: 'SHIPPED',
  isOnHold: false,
  createdAt: T0,
  lines: [{ id: 1, sku: 'A', quantity: 2, cancelledQuantity: 0, shippedQuantity: 2 }],
  shipments: [{ id: 5, isShipped: true, isCaptured: true, isPaid: false, createdAt: T0, shippedAt: T0 + 900 }],
  ...change,
});
const parcel = (change: Partial<WmsOrder> = {}): WmsOrder => ({
  orderId: 9,
  orderNumber: 'C1-1',
  status: 450,
  createdAt: T0 + 200,
  shippedAt: T0 + 500,
  lines: [{ sku: 'A', ordered: 2, picked: 2 }],
  ...change,
});
const sale = (change: Partial<SitooOrder> = {}): SitooOrder => ({
  orderid: 7,
  externalid: null,
  state: 10,
  deliverToWarehouse: true,
  createdAt: T0,
  items: [{ sku: 'A', quantity: 1, delivered: 1 }],
  deliveries: [],
  ...change,
});
const unsent = {
  status: 'CONFIRMED',
  shipments: [],
  lines: [{ id: 1, sku: 'A', quantity: 2, cancelledQuantity: 0, shippedQuantity: 0 }],
};

const judge = (states: StatesOfTest, more: Partial<Omit<Evidence, 'states'>> = {}) =>
  summarise(dayOf({ states, operated: false, ...more }));

describe('the summary of a day', () => {
  it('The summary is good when every order was picked, paid and reported', () => {
    const summary = judge({
      centra: [web()],
      sitoo: [sale()],
      wms: [parcel(), parcel({ orderNumber: 'S7-1', lines: [{ sku: 'A', ordered: 1, picked: 1 }] })],
    });
    expect(summary).toMatchObject({ ok: true, lost: 0, duplicates: 0, stuck: 0, strays: 0 });
    expect(summary.orders.web).toEqual({ total: 1, completed: 1, waiting: 0, cancelled: 0 });
    expect(summary.orders.pos).toEqual({ total: 1, completed: 1, waiting: 0, cancelled: 0, toDeliver: 1 });
    expect(asTable(summary)).toContain('The day went well.');
  });

  it('The summary calls an order lost that nobody picks and no case asks about', () => {
    expect(judge({ centra: [web(unsent)] })).toMatchObject({ ok: false, lost: 1, findings: ['centra 1 is lost'] });
  });

  it('The summary calls an order lost whose units are missing in part, though others are on their way', () => {
    const half = parcel({ status: 200, lines: [{ sku: 'A', ordered: 1, picked: 0 }] });
    expect(judge({ centra: [web(unsent)], wms: [half] }).lost).toBe(1);
  });

  it('The summary lets an order wait for the answer to a case', () => {
    const cases = [
      { subject: 'centra 1', code: 'order.unknown-sku', open: true, autoResolved: false, whatHappened: 'Not known.' },
    ];
    const summary = judge({ centra: [web(unsent)] }, { cases });
    expect(summary).toMatchObject({ ok: true, lost: 0, cases: { opened: 1, resolved: 0, open: 1 } });
    expect(summary.orders.web.waiting).toBe(1);
    expect(judge({ centra: [web(unsent)] }, { cases, operated: true })).toMatchObject({ ok: false, stuck: 1 });
  });

  it('The summary counts a case once, however often it was repeated, and not if it resolved itself', () => {
    const asked = {
      subject: 'centra 1',
      code: 'shipment.capture-failed',
      open: false,
      autoResolved: false,
      whatHappened: 'Not known.',
    };
    const cases = [asked, asked, { ...asked, code: 'store.silent', autoResolved: true }];
    expect(judge({ centra: [web()], wms: [parcel()] }, { cases }).cases).toEqual({
      opened: 1,
      resolved: 1,
      open: 0,
      autoResolved: 1,
      byCode: { 'shipment.capture-failed': 1 },
    });
  });

  it('The summary calls an order stuck whose goods have left without the shop knowing', () => {
    expect(judge({ centra: [web(unsent)], wms: [parcel()] })).toMatchObject({ ok: false, stuck: 1, lost: 0 });
  });

  it('The summary lets an order rest at its location when there are no staff', () => {
    const states = { centra: [web(unsent)], wms: [parcel({ status: 200 })] };
    expect(judge(states).stuck).toBe(1);
    expect(judge(states, { staffed: false })).toMatchObject({ ok: true, stuck: 0 });
  });

  it('The summary finds units that were sent twice, by any two locations', () => {
    const store = sale({
      externalid: 'centra-1-2',
      items: [{ sku: 'A', quantity: 2, delivered: 2 }],
      deliverToWarehouse: null,
    });
    expect(judge({ centra: [web()], sitoo: [store], wms: [parcel()] }).duplicates).toBe(1);
  });

  it('The summary does not take a back order for a second parcel', () => {
    const first = parcel({ lines: [{ sku: 'A', ordered: 2, picked: 1 }] });
    const rest = parcel({
      orderId: 10,
      orderNumber: 'C1-1-B1',
      backOrderFor: 9,
      lines: [{ sku: 'A', ordered: 1, picked: 1 }],
    });
    expect(judge({ centra: [web()], wms: [first, rest] }).duplicates).toBe(0);
  });

  it('The summary finds a fulfilment that goes on after its order was cancelled', () => {
    const summary = judge({ centra: [web({ ...unsent, status: 'CANCELLED' })], wms: [parcel({ status: 200 })] });
    expect(summary).toMatchObject({ ok: false, strays: 1 });
    expect(summary.orders.web.cancelled).toBe(1);
  });

  it('The summary finds a parcel that left before its money was captured', () => {
    const [shipment] = web().shipments;
    const unpaid = shipment === undefined ? [] : [{ ...shipment, isCaptured: false }];
    expect(judge({ centra: [web({ shipments: unpaid })], wms: [parcel()] }).shippedWithoutCapture).toBe(1);
  });

  it('The summary finds a sale that was delivered twice or never placed', () => {
    const twice = sale({ items: [{ sku: 'A', quantity: 1, delivered: 2 }] });
    const never = sale({ orderid: 8, state: 0, items: [{ sku: 'A', quantity: 1, delivered: 0 }] });
    expect(judge({ sitoo: [twice, never] })).toMatchObject({ duplicates: 1, lost: 1 });
  });

  it('The summary counts neither refunds nor web orders among the sales', () => {
    const refund = sale({ orderid: 8, items: [{ sku: 'A', quantity: -1, delivered: 0 }] });
    expect(judge({ sitoo: [refund, sale({ orderid: 9, externalid: 'centra-1-1' })] }).orders.pos.total).toBe(0);
  });

  it('The summary fails a day on which a contract was broken', () => {
    const calls = { centra: { ...quiet, refusals: ['unknown field'] }, sitoo: quiet, wms: quiet };
    expect(judge({}, { calls })).toMatchObject({ ok: false, refusals: ['unknown field'] });
  });

  it('The summary measures from order to picker and from parcel to shop, without orders that waited for a person', () => {
    const states = { centra: [web()], wms: [parcel()] };
    expect(judge(states).latencyMs).toEqual({ placed: { p50: 200, p99: 200 }, shipped: { p50: 400, p99: 400 } });
    expect(judge(states, { heldBack: new Set(['centra 1']) }).latencyMs.placed).toEqual({ p50: 0, p99: 0 });
  });
});
