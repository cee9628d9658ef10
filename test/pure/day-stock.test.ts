import { describe, expect, it } from '@jest/globals';
import { judgeStock, type StockEvidence } from '../../lab/day/judge/stock/judge-stock.js';
import { orderUnitsByPosition } from '../../lab/day/judge/stock/order-units.js';
import { type Evidence, summarise } from '../../lab/day/judge/summary.js';
import type { World } from '../../lab/simulators/kit/world.js';
import {
  type CentraOrder,
  dayOf,
  type SitooOrder,
  type StatesOfTest,
  statesOf,
  T0,
  tillOrder,
  type WmsOrder,
} from '../support/day-evidence.js';

const product = (sku: string, missingIn: readonly ('centra' | 'sitoo' | 'wms')[] = []) => ({
  sku,
  barcode: sku,
  name: sku,
  priceMinor: 100,
  ...(missingIn.length === 0 ? {} : { missingIn }),
});
const world: World = {
  currency: 'SEK',
  locations: [
    { id: 'store-01', kind: 'store', name: 'Store', centraWarehouse: 1, sitooWarehouse: 101 },
    { id: 'dc', kind: 'warehouse', name: 'Warehouse', centraWarehouse: 9, sitooWarehouse: 109, wmsWarehouse: 1 },
  ],
  products: [product('A'), product('UNKNOWN', ['wms'])],
  stock: [],
};

/** A's figures: what lies where, and what each shows. */
interface Figures {
  readonly store: number;
  readonly shopStore: number;
  readonly wms: number;
  readonly shopWarehouse: number;
  readonly tillsWarehouse: number;
}
const level = { store: 5, shopStore: 5, wms: 20, shopWarehouse: 20, tillsWarehouse: 20 };

type Stock = NonNullable<StatesOfTest['stock']>;

const stockOf = (f: Figures, more: Stock['sitoo'] = {}): Required<Stock> => ({
  centra: {
    stock: [
      { warehouse: 1, sku: 'A', physical: f.shopStore, allocated: 0 },
      { warehouse: 9, sku: 'A', physical: f.shopWarehouse, allocated: 0 },
    ],
    stockChanges: [],
  },
  sitoo: {
    stock: [
      { location: 'store-01', sku: 'A', total: f.store },
      { location: 'dc', sku: 'A', total: f.tillsWarehouse },
    ],
    movements: [],
    ...more,
  },
  wms: { perWarehouse: [{ location: 'dc', sku: 'A', physical: f.wms }] },
});

const webOrder = (warehouse: number, shipped: number, quantity = 1): CentraOrder => ({
  number: 1,
  status: 'PROCESSING',
  isOnHold: false,
  createdAt: T0,
  lines: [
    {
      id: 1,
      sku: 'A',
      quantity,
      cancelledQuantity: 0,
      shippedQuantity: shipped,
      allocations: [{ warehouse, quantity }],
    },
  ],
  shipments: [],
});
const atTills = (change: Partial<SitooOrder>): SitooOrder =>
  tillOrder({
    state: 0,
    location: 'dc',
    deliverToWarehouse: true,
    items: [{ sku: 'A', quantity: 1, delivered: 0 }],
    ...change,
  });
const storeFulfilment = (delivered: number) =>
  atTills({
    externalid: 'centra-1-1',
    location: 'store-01',
    deliverToWarehouse: false,
    items: [{ sku: 'A', quantity: 1, delivered }],
    deliveries: [{ id: 80, sentAt: T0 }],
  });
const parcel = (orderNumber: string, picked: number): WmsOrder => ({
  orderId: 9,
  orderNumber,
  status: 400,
  createdAt: T0,
  lines: [{ sku: 'A', ordered: 1, picked }],
});

function judge(figures: Partial<Figures>, states: StatesOfTest = {}, more: Partial<StockEvidence> = {}) {
  const f = { ...level, ...figures };
  const evidence: StockEvidence = {
    world,
    ledger: [
      { location: 'store-01', sku: 'A', physical: f.store },
      { location: 'dc', sku: 'A', physical: f.wms },
    ],
    waiting: 0,
    since: T0,
    speed: 10,
    ...more,
  };
  const calls = { byOperation: { ChangeStock: 3, StockChanges: 1, RateLimits: 5 }, throttled: 1 };
  return judgeStock(statesOf({ stock: stockOf(f), ...states }), evidence, { calls, cases: [] });
}

describe('stock at the end of a day', () => {
  it('The day ends equal when every counterpart shows what is there', () => {
    expect(judge({}).summary).toMatchObject({ booksEqual: true, differences: 0 });
  });

  it('The day ends with a difference, in a sentence, when the web shop shows a unit that the store has sold', () => {
    const { summary, findings } = judge({ store: 4 });
    expect(summary).toMatchObject({ booksEqual: false, differences: 1 });
    expect(findings).toEqual(["store-01 A: the web shop shows 5, should be 4 (4 on the store's shelf)"]);
  });

  it('A unit that left a store for a web order is in flight until the shop deducts it', () => {
    const left = { sitoo: [storeFulfilment(1)] };
    expect(judge({ store: 4 }, { ...left, centra: [webOrder(1, 0)] }).summary.booksEqual).toBe(true);
    expect(judge({ store: 4, shopStore: 4 }, { ...left, centra: [webOrder(1, 1)] }).summary.booksEqual).toBe(true);
    expect(judge({ store: 4 }, { ...left, centra: [webOrder(1, 1)] }).summary.differences).toBe(1);
  });

  it('A unit that left for a cancelled order must disappear from the shop', () => {
    const cancelled = webOrder(1, 0);
    const states = { sitoo: [storeFulfilment(1)], centra: [{ ...cancelled, lines: [] }] };
    expect(judge({ store: 4 }, states).summary.differences).toBe(1);
    expect(judge({ store: 4, shopStore: 4 }, states).summary.booksEqual).toBe(true);
  });

  it('The tills lack what the warehouse will pick for the web, and nothing more once it is picked', () => {
    const promised = { centra: [webOrder(9, 0)] };
    expect(judge({ tillsWarehouse: 19 }, promised).summary.booksEqual).toBe(true);
    expect(judge({}, promised).summary.differences).toBe(1);
    const picked = { ...promised, wms: [parcel('C1-1', 1)] };
    expect(judge({ wms: 19, tillsWarehouse: 19 }, picked).summary.booksEqual).toBe(true);
  });

  it('The shop lacks what the warehouse will pick for a till order, before and after the pick', () => {
    const sold = { sitoo: [atTills({})] };
    expect(judge({ shopWarehouse: 19 }, sold).summary.booksEqual).toBe(true);
    expect(judge({}, sold).summary.differences).toBe(1);
    // The tills have not booked the delivery yet.
    const picked = { ...sold, wms: [parcel('S7-1', 1)] };
    expect(judge({ wms: 19, shopWarehouse: 19 }, picked).summary.booksEqual).toBe(true);
    const delivered = {
      ...picked,
      sitoo: [atTills({ state: 10, items: [{ sku: 'A', quantity: 1, delivered: 1 }] })],
    };
    expect(judge({ wms: 19, shopWarehouse: 19, tillsWarehouse: 19 }, delivered).summary.booksEqual).toBe(true);
  });

  it('The shop shows nothing below zero when a store sold what it did not have', () => {
    expect(judge({ store: -1, shopStore: 0 }).summary.booksEqual).toBe(true);
  });

  it('Goods of a web order that were returned in a store count when the shop has restocked them', () => {
    const row = { location: 'store-01', atMs: T0 + 1_000, orderid: 71, items: [{ sku: 'A', quantity: 1, total: 5 }] };
    const stock = stockOf(level, { movements: [row] });
    const given = {
      id: 1,
      order: 1,
      status: 'COMPLETED',
      placed: [{ warehouse: 1, sku: 'A', quantity: 1 }],
      lines: [{ sku: 'A', quantity: 1 }],
      totalMinor: 100,
      refunds: [],
      createdAt: T0 + 3_000,
    };
    const published = judge({}, { returns: [given], stock }).summary;
    expect(published).toMatchObject({ booksEqual: true, unpublished: 0, movements: 1, stalenessMs: { p50: 2_000 } });
    expect(judge({}, { stock }).summary.unpublished).toBe(1);
  });

  it('The shop lacks the safety stock', () => {
    const safetyStockOf = (location: string) => (location === 'store-01' ? 2 : 0);
    expect(judge({ shopStore: 3 }, {}, { safetyStockOf }).summary.booksEqual).toBe(true);
    expect(judge({}, {}, { safetyStockOf }).summary.differences).toBe(1);
  });

  it('The day ends with a difference when our own ledger differs', () => {
    const ledger = [{ location: 'dc', sku: 'A', physical: 20 }];
    expect(judge({}, {}, { ledger }).findings).toEqual([
      "store-01 A: the ledger says 0, should be 5 (5 on the store's shelf)",
    ]);
  });

  it('Goods that their holder does not know make no difference', () => {
    const stock = stockOf(level);
    const unknown = { warehouse: 9, sku: 'UNKNOWN', physical: 200, allocated: 0 };
    const centra = { ...stock.centra, stock: [...(stock.centra.stock ?? []), unknown] };
    expect(judge({}, { stock: { ...stock, centra } }).summary.booksEqual).toBe(true);
  });
});

describe('units of an order in two locations', () => {
  it('Units of an order in two locations are deducted where they were picked', () => {
    const [line] = webOrder(1, 1, 2).lines;
    const split = [
      { warehouse: 9, quantity: 1 },
      { warehouse: 1, quantity: 1 },
    ];
    const order = { ...webOrder(1, 1, 2), lines: line === undefined ? [] : [{ ...line, allocations: split }] };
    const units = orderUnitsByPosition(statesOf({ centra: [order], sitoo: [storeFulfilment(1)] }), world);
    expect([...units]).toEqual([
      ['dc A', [{ origin: 'centra', number: '1', outstanding: 1, picked: 0, deductedAtOrigin: 0 }]],
    ]);
  });
});

describe('stock in the summary of a day', () => {
  const day = (stock: Partial<StockEvidence>): Evidence =>
    dayOf({
      states: { stock: stockOf(level) },
      stock: { world, ledger: [], waiting: 0, since: T0, speed: 1, ...stock },
    });
  const ledger = [
    { location: 'store-01', sku: 'A', physical: 5 },
    { location: 'dc', sku: 'A', physical: 20 },
  ];

  it('The summary fails the day when stock differs or a counterpart still lacks something', () => {
    expect(summarise(day({ ledger })).ok).toBe(true);
    expect(summarise(day({ ledger: [] })).ok).toBe(false);
    expect(summarise(day({ ledger, waiting: 2 }))).toMatchObject({
      ok: false,
      findings: ['2 figures still wait to be published'],
    });
  });

  it('The summary measures sales at tills in real time and in the time of the day, and their cost in calls', () => {
    const sold = atTills({ state: 10, location: 'store-01', deliverToWarehouse: false, deliveries: [{ id: 80 }] });
    const movements = [
      { location: 'store-01', atMs: T0 - 500, items: [{ sku: 'A', quantity: 6, total: 6 }] },
      { location: 'store-01', atMs: T0 + 100, deliveryId: 80, items: [{ sku: 'A', quantity: -1, total: 5 }] },
    ];
    const stock = stockOf(level, { movements });
    const stockChanges = [{ warehouse: 1, createdAt: T0 + 300, lines: [{ sku: 'A', quantity: -1 }] }];
    const published = { ...stock, centra: { ...stock.centra, stockChanges } };
    expect(judge({}, { sitoo: [sold], stock: published }).summary).toMatchObject({
      stalenessMs: { p50: 200, p99: 200 },
      stalenessDayMs: { p50: 2_000, p99: 2_000 },
      movements: 1,
      unpublished: 0,
      sales: 1,
      unitsSold: 1,
      calls: { centra: 3, per1000Sales: 3_000, lookups: 1 },
      throttledByCentra: 1,
    });
  });

  it('The summary finds units that left for web orders although the store had none', () => {
    const movements = [
      { location: 'store-01', atMs: T0 + 1, items: [{ sku: 'A', quantity: -5, total: 0 }] },
      { location: 'store-01', atMs: T0 + 2, deliveryId: 80, items: [{ sku: 'A', quantity: -1, total: -1 }] },
    ];
    const states = { centra: [webOrder(1, 1)], sitoo: [storeFulfilment(1)] };
    const stock = stockOf({ ...level, store: -1 }, { movements });
    expect(judge({ store: -1 }, { ...states, stock }).summary.shippedBeyondStock).toBe(1);
    // What the tills alone sold beyond it is not ours.
    expect(judge({ store: -1 }).summary.shippedBeyondStock).toBe(0);
  });
});
