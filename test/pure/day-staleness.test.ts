import { describe, expect, it } from '@jest/globals';
import { type JournalEntry, measureStaleness, type Published } from '../../lab/day/judge/stock/staleness.js';

const row = (at: number, quantity: number, more: Partial<JournalEntry> = {}): JournalEntry => ({
  location: 'store-01',
  sku: 'A',
  at,
  quantity,
  toTell: true,
  ...more,
});
const published = (at: number, quantity: number, sku = 'A'): Published => ({ location: 'store-01', sku, at, quantity });

describe('how long the web shop lags behind a store', () => {
  it('is the time from a sale until the shop is told of it', () => {
    expect(measureStaleness([row(100, -1)], [published(250, -1)])).toEqual({ ms: [150], unpublished: 0 });
  });

  it('counts each sale of a batch from its own moment', () => {
    expect(measureStaleness([row(100, -1), row(180, -2)], [published(300, -3)]).ms).toEqual([200, 120]);
  });

  it('does not take a sale as told that came after the change was made up', () => {
    const rows = [row(100, -1), row(180, -1), row(190, -1)];
    expect(measureStaleness(rows, [published(200, -2), published(500, -1)]).ms).toEqual([100, 20, 310]);
  });

  it('ends at once when goods come back before anybody was told', () => {
    expect(measureStaleness([row(100, -1), row(140, 1)], [])).toEqual({ ms: [40, 0], unpublished: 0 });
  });

  it('leaves out what left for a web order, which the shop books itself', () => {
    const rows = [row(100, -1, { toTell: false }), row(200, -1)];
    expect(measureStaleness(rows, [published(230, -1)])).toEqual({ ms: [30], unpublished: 0 });
  });

  it('says what the shop never heard of', () => {
    expect(measureStaleness([row(100, -1), row(200, -1)], [published(150, -1)])).toEqual({ ms: [50], unpublished: 1 });
  });

  it('keeps SKUs apart', () => {
    const rows = [row(100, -1), row(100, -1, { sku: 'B' })];
    expect(measureStaleness(rows, [published(120, -1, 'B'), published(400, -1)]).ms).toEqual([20, 300]);
  });

  it('asks for no telling below zero: the shop shows nothing already', () => {
    const rows = [row(100, -1, { total: 0 }), row(200, -1, { total: -1 }), row(300, 3, { total: 2 })];
    expect(measureStaleness(rows, [published(150, -1), published(360, 2)])).toEqual({
      ms: [50, 0, 60],
      unpublished: 0,
    });
  });

  it('hears a change of the same millisecond after the sale', () => {
    expect(measureStaleness([row(100, -1)], [published(100, -1)])).toEqual({ ms: [0], unpublished: 0 });
  });
});
