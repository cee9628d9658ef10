import { describe, expect, it } from '@jest/globals';
import type { Action } from '../../lab/day/feed/lines.js';
import { CallBudget } from '../../lab/study/call-budget.js';
import { type Demand, type DemandEvent, demandOf } from '../../lab/study/demand.js';
import { POLICIES } from '../../lab/study/policy.js';
import { Shop } from '../../lab/study/shop.js';
import { simulate } from '../../lab/study/simulate.js';

const T = Date.parse('2026-03-02T09:00:00Z');
const MINUTE = 60_000;
const one = (sku: string, units = 1) => [{ sku, units }];
const demand = (events: readonly DemandEvent[] = []): Demand => ({
  locations: ['dc', 'a', 'b'],
  stock: [
    { location: 'dc', sku: 'TEE', quantity: 1 },
    { location: 'a', sku: 'TEE', quantity: 2 },
    { location: 'a', sku: 'CAP', quantity: 1 },
    { location: 'b', sku: 'CAP', quantity: 1 },
  ],
  events,
  sales: events.filter((h) => h.kind === 'moved').length,
  webOrders: events.filter((h) => h.kind === 'ordered').length,
});
const sold = (at: number, location: string, sku: string): DemandEvent => ({
  at,
  kind: 'moved',
  location,
  lines: one(sku, -1),
});
const ordered = (at: number, order: string, sku: string, wanted?: string): DemandEvent => ({
  at,
  kind: 'ordered',
  order,
  lines: one(sku),
  ...(wanted === undefined ? {} : { wanted }),
});

describe('the web shop of the study', () => {
  it('The web shop takes goods from the wanted location, then the warehouse, then a store', () => {
    const shop = new Shop(demand());
    expect(shop.order('1', one('TEE'), 'a')).toEqual([{ location: 'a', sku: 'TEE', units: 1 }]);
    expect(shop.order('2', one('TEE'))).toEqual([{ location: 'dc', sku: 'TEE', units: 1 }]);
    expect(shop.order('3', one('TEE'))).toEqual([{ location: 'a', sku: 'TEE', units: 1 }]);
    expect(shop.order('4', one('TEE'))).toEqual([]);
    expect([shop.promised, shop.refused, shop.missed, shop.oversold]).toEqual([3, 1, 0, 0]);
  });

  it('The web shop splits what no location has alone, and promises all lines of an order or none', () => {
    const shop = new Shop(demand());
    expect(shop.order('1', [...one('CAP', 2), ...one('TEE', 4)])).toEqual([]);
    expect(shop.refused).toBe(4);
    expect(shop.order('2', one('CAP', 2))).toHaveLength(2);
  });

  it('The web shop oversells what a till has sold while nothing is published', () => {
    const shop = new Shop(demand());
    shop.move('a', one('CAP', -1));
    expect(shop.exposed).toBe(1);
    shop.order('1', one('CAP'), 'a');
    expect([shop.oversold, shop.exposed]).toEqual([1, 1]);
  });

  it('The web shop refuses a sold unit once it is published', () => {
    const shop = new Shop(demand());
    shop.move('a', one('CAP', -1));
    shop.publish('a', one('CAP', -1));
    expect(shop.order('1', one('CAP'), 'a')).toEqual([{ location: 'b', sku: 'CAP', units: 1 }]);
    expect(shop.order('2', one('CAP'), 'a')).toEqual([]);
    expect([shop.oversold, shop.refused]).toEqual([0, 1]);
  });

  it('A till sells only what is on the shelf', () => {
    const shop = new Shop(demand());
    expect(shop.move('a', one('CAP', -3))).toEqual([{ location: 'a', sku: 'CAP', units: -1 }]);
    expect(shop.move('a', one('CAP', -1))).toEqual([]);
    expect(shop.count('a', one('CAP', 2))).toEqual([{ location: 'a', sku: 'CAP', units: 2 }]);
  });

  it('Goods that a customer returns are offered again, once', () => {
    const shop = new Shop(demand());
    shop.order('1', one('CAP', 2));
    expect(shop.release('1')).toHaveLength(2);
    expect(shop.release('1')).toEqual([]);
    expect(shop.order('2', one('CAP', 2))).toHaveLength(2);
  });
});

describe('the demand of a feed', () => {
  it('The demand holds what moves or promises stock, and nothing else', () => {
    const at = new Date(T).toISOString();
    const lines = [{ sku: 'TEE', quantity: 2, price: '299.00' }];
    const actions: Action[] = [
      { at, type: 'pos.sale', location: 'a', receipt: 'R1', lines },
      { at, type: 'pos.sale', location: 'a', receipt: 'R2', lines, deliver: 'warehouse' },
      { at, type: 'pos.refund', location: 'a', receipt: 'R1', lines, condition: 'damaged', paidOut: true },
      { at, type: 'pos.refund', location: 'a', order: 1, lines, condition: 'resellable', paidOut: false },
      { at, type: 'wms.adjust', sku: 'TEE', quantity: -1 },
      { at, type: 'store.pick', order: 1 },
    ];
    const locations = [
      { id: 'a', kind: 'store', name: 'A', centraWarehouse: 1, sitooWarehouse: 101 },
      { id: 'dc', kind: 'warehouse', name: 'DC', centraWarehouse: 2, sitooWarehouse: 102, wmsWarehouse: 1 },
    ] as const;
    const read = demandOf({ world: { currency: 'SEK', locations, products: [], stock: [] }, actions, warnings: [] });
    expect(read.locations).toEqual(['dc', 'a']);
    expect(read.events).toEqual([
      { at: T, kind: 'moved', location: 'a', lines: one('TEE', -2) },
      { at: T, kind: 'moved', location: 'dc', lines: one('TEE', -2) },
      { at: T, kind: 'moved', location: 'a', lines: one('TEE', 2), deductedByCentra: true },
      { at: T, kind: 'moved', location: 'dc', lines: one('TEE', -1) },
    ]);
  });
});

describe('the budget of the study', () => {
  it('The budget grants what the plan leaves for stock, and no more', () => {
    for (const counting of ['round', 'rolling'] as const) {
      const budget = new CallBudget('growth', counting);
      let granted = 0;
      for (let at = T; at < T + 10_000; at += 100) {
        if (budget.waitMs(at) > 0) continue;
        budget.spend(at);
        granted += 1;
      }
      // A tenth is left to others, and of the rest stock may use seven tenths: of 20 mutations 12.
      expect(granted).toBe(12);
      expect(() => budget.spend(T + 9_999)).toThrow('beyond the budget');
      expect(budget.waitMs(T + 9_900)).toBe(100);
    }
  });

  it('The budget stays used up for the rest of a round hour, or until the first call is an hour old', () => {
    for (const counting of ['round', 'rolling'] as const) {
      const budget = new CallBudget('growth', counting);
      let at = T + 30 * MINUTE;
      for (; budget.calls < 1_134; at += 1_000) if (budget.waitMs(at) === 0) budget.spend(at);
      expect(at + budget.waitMs(at)).toBe(counting === 'round' ? T + 60 * MINUTE : T + 90 * MINUTE);
    }
  });
});

describe('a play', () => {
  const lastUnit = [sold(T, 'a', 'CAP'), ordered(T + 10_000, '1', 'CAP', 'a'), ordered(T + 40_000, '2', 'CAP', 'a')];

  it('An immediate publication keeps the web customer from buying the last sold unit', () => {
    const outcome = simulate(demand(lastUnit), 'onepool', 'growth');
    expect(outcome).toMatchObject({
      oversold: 0,
      bound: 1,
      calls: 1,
      promised: 1,
      refused: 1,
      missed: 0,
      differences: 0,
    });
    expect(outcome.staleness.max).toBe(1_250);
  });

  it('A late batch oversells the last unit', () => {
    expect(simulate(demand(lastUnit), 'fixed-30s', 'growth').oversold).toBe(1);
    expect(simulate(demand(lastUnit), 'batch-15m', 'growth').staleness.max).toBe(15 * MINUTE + 250);
  });

  it('A return before the publication needs no call', () => {
    const back: DemandEvent = { at: T + 500, kind: 'moved', location: 'a', lines: one('CAP') };
    const outcome = simulate(demand([sold(T, 'a', 'CAP'), back]), 'fixed-30s', 'growth');
    expect([outcome.calls, outcome.differences]).toEqual([0, 0]);
    expect(outcome.staleness.max).toBe(1_500);
  });

  it('A play ends with the web shop showing what is on the shelves, under every policy', () => {
    for (const policy of POLICIES) {
      const outcome = simulate(demand([...lastUnit, sold(T + MINUTE, 'b', 'CAP')]), policy, 'growth');
      expect([policy, outcome.differences]).toEqual([policy, 0]);
    }
  });

  it('A play without events ends immediately', () => {
    expect(simulate(demand(), 'onepool', 'growth')).toMatchObject({
      calls: 0,
      oversold: 0,
      staleness: { p50: 0, p99: 0 },
    });
  });
});
