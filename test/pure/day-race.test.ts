import { describe, expect, it } from '@jest/globals';
import { type CaseOfRace, judgeRace, type RaceEvidence } from '../../lab/proofs/race/judge-race.js';
import { createRounds, type Round, worldOf } from '../../lab/proofs/race/rounds.js';
import {
  type CentraOrder,
  type SitooOrder,
  type StatesOfTest,
  statesOf,
  type WmsOrder,
} from '../support/day-evidence.js';

const warehouseRound: Round = {
  nth: 2,
  sku: 'A',
  place: 'dc',
  units: { dc: 1 },
  web: 1,
  delivery: 'home',
  tills: ['RA2', 'RB2'],
};
const storeRound: Round = {
  nth: 3,
  sku: 'B',
  place: 'store-01',
  units: { 'store-01': 1, dc: 1 },
  web: 2,
  delivery: 'home',
  tills: [],
  counter: { receipt: 'RC3', when: 'at once' },
};

const web = (number: number, status = 'CONFIRMED'): CentraOrder => ({
  number,
  status,
  isOnHold: false,
  createdAt: 0,
  lines: [],
  shipments: [],
});
const parcel = (orderNumber: string, sku: string, status = 450): WmsOrder => ({
  orderId: 1,
  orderNumber,
  status,
  createdAt: 0,
  lines: [{ sku, ordered: 1, picked: 1 }],
});
const atSitoo = (orderid: number, change: Partial<SitooOrder>): SitooOrder => ({
  orderid,
  state: 10,
  location: 'store-01',
  deliverToWarehouse: false,
  createdAt: 0,
  items: [{ sku: 'B', quantity: 1, delivered: 1 }],
  deliveries: [],
  ...change,
});
const counterSale = atSitoo(9, { receipt: 'RC3' });
const tillOrder = (orderid: number, state = 0) =>
  atSitoo(orderid, {
    state,
    deliverToWarehouse: true,
    location: 'dc',
    items: [{ sku: 'A', quantity: 1, delivered: 0 }],
  });
const oversold = (subject: string, change: Partial<CaseOfRace> = {}): CaseOfRace => ({
  subject,
  code: 'order.oversold',
  open: false,
  whatHappened: 'The warehouse holds less than it promised.',
  outcome: 'cancel-line-and-refund',
  ...change,
});

const judge = (rounds: readonly Round[], evidence: Partial<Omit<RaceEvidence, 'states'>> & StatesOfTest) =>
  judgeRace({
    rounds,
    states: statesOf(evidence),
    cases: evidence.cases ?? [],
    checkouts: {
      soldOut: new Set(),
      tillOrders: new Map([[2, [7, 8]]]),
      leftEmpty: new Set(),
      ...evidence.checkouts,
    },
  });

describe('a race for the last unit', () => {
  it('A race for the last unit has one winner, and the summary names the outcome of each loser', () => {
    const summary = judge([warehouseRound], {
      centra: [web(1, 'CANCELLED')],
      sitoo: [tillOrder(7), tillOrder(8)],
      wms: [parcel('S7-1', 'A')],
      cases: [oversold('centra 1'), oversold('sitoo 8', { open: true })],
    });
    expect(summary).toMatchObject({ shipped: 1, doubleShipped: 0, unnamed: 0, nobody: 0 });
    expect(summary.losers).toEqual({
      total: 2,
      byOutcome: { 'cancelled: order.oversold cancel-line-and-refund': 1, 'waiting: order.oversold': 1 },
    });
  });

  it('A loser without an explanation is found, even one that was cancelled in silence', () => {
    const summary = judge([warehouseRound], {
      centra: [web(1, 'CANCELLED')],
      sitoo: [tillOrder(7), tillOrder(8)],
      wms: [parcel('S7-1', 'A')],
      cases: [oversold('centra 1', { outcome: 'auto-resolved' })],
    });
    expect(summary.unnamed).toBe(2);
    expect(summary.findings).toContain('sitoo 8 wanted A, and nothing says what becomes of it');
  });

  it('A unit that was handed out twice is found', () => {
    const twice = { wms: [parcel('S7-1', 'A'), parcel('C1-1', 'A')] };
    expect(judge([warehouseRound], twice).doubleShipped).toBe(1);
    const delivered = atSitoo(10, { externalid: 'centra-2-1' });
    expect(judge([storeRound], { centra: [web(2)], sitoo: [counterSale, delivered] }).doubleShipped).toBe(1);
  });

  it('A picked unit that waits for the courier counts as handed out, but not as shipped', () => {
    const summary = judge([warehouseRound], { wms: [parcel('S7-1', 'A'), parcel('C1-1', 'A', 400)] });
    expect(summary).toMatchObject({ doubleShipped: 1, shipped: 1 });
  });

  it('A web order may move to a location with another unit', () => {
    const summary = judge([storeRound], { centra: [web(2)], sitoo: [counterSale], wms: [parcel('C2-2', 'B')] });
    expect(summary).toMatchObject({ doubleShipped: 0, unnamed: 0, soldAtTill: 1, shipped: 1 });
    expect(summary.losers.byOutcome).toEqual({ moved: 1 });
  });

  it('The summary names customers who found nothing, online or on the shelf', () => {
    const checkouts = { soldOut: new Set([2]), tillOrders: new Map(), leftEmpty: new Set([3]) };
    const summary = judge([storeRound], { checkouts });
    expect(summary.losers.byOutcome).toEqual({ 'sold out online': 1, 'not on the shelf any more': 1 });
    expect(summary.nobody).toBe(1);
  });
});

describe('the rounds', () => {
  it('Each round is about one unit at one location, with a SKU of its own', () => {
    const rounds = createRounds(200);
    expect(new Set(rounds.map((round) => round.sku)).size).toBe(200);
    expect(rounds.every((round) => round.units[round.place] === 1)).toBe(true);
    expect(worldOf(rounds).products).toHaveLength(200);
  });

  it('Half the rounds are about the warehouse with two tills, and half about stores with a customer at the counter', () => {
    const rounds = createRounds(200);
    expect(rounds.filter((round) => round.place === 'dc' && round.tills.length === 2)).toHaveLength(100);
    const inStores = rounds.filter((round) => round.counter !== undefined);
    expect(inStores).toHaveLength(100);
    expect(new Set(inStores.map((round) => `${round.delivery} ${round.counter?.when}`)).size).toBe(4);
  });
});
