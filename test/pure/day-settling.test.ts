import { describe, expect, it } from '@jest/globals';
import { summarise } from '../../lab/day/judge/summary.js';
import { type RemainingWork, Settling } from '../../lab/day/play/settling.js';
import { type CentraOrder, dayOf, type SitooOrder, T0, tillOrder } from '../support/day-evidence.js';

const blind = tillOrder({ orderid: 71, items: [{ sku: 'A', quantity: -1, delivered: 0 }] });
const summaryOf = (sitoo: readonly SitooOrder[], centra: readonly CentraOrder[] = []) =>
  summarise(dayOf({ states: { centra, sitoo } }));
const ended: RemainingWork = { running: 0, returnsBegun: 1, left: 0, operated: true };
const settled = (summary: ReturnType<typeof summaryOf>, rest: Partial<RemainingWork> = {}) =>
  new Settling(600, false).areOrdersSettled(summary, { ...ended, ...rest });

describe('a day with returned goods', () => {
  it('A day is settled when every refund has its return and none is running', () => {
    expect(settled(summaryOf([blind]))).toBe(true);
  });

  it('A day is not settled while a refund has not started its return, even if nothing seems to run', () => {
    expect(settled(summaryOf([blind]), { returnsBegun: 0 })).toBe(false);
  });

  it('A day is not settled while a return runs', () => {
    expect(settled(summaryOf([blind]), { running: 1 })).toBe(false);
  });

  it('A day is not settled while the web shop lacks a return', () => {
    const order = {
      number: 10,
      status: 'SHIPPED',
      isOnHold: false,
      createdAt: T0,
      lines: [{ id: 1, sku: 'A', quantity: 1, cancelledQuantity: 0, shippedQuantity: 1 }],
      shipments: [],
    };
    const sent = tillOrder({
      orderid: 70,
      externalid: 'centra-10-1',
      items: [{ sku: 'A', quantity: 1, delivered: 1 }],
    });
    expect(settled(summaryOf([sent], [order]), { returnsBegun: 0 })).toBe(true);
    expect(settled(summaryOf([sent, { ...blind, creditorderid: 70 }], [order]))).toBe(false);
  });
});
