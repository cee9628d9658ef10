import { describe, expect, it } from '@jest/globals';
import { type JournalEntry, measureStaleness, type Published } from '../../lab/day/judge/stock/staleness.js';

const row = (at: number, quantity: number, more: Partial<JournalEntry> = {}): JournalEntry => ({
  location: 'store-01',
  sku: 'A',
  at,
  quantity,
  isPublished: true,
  ...more,
});
const published = (at: number, quantity: number, sku = 'A'): Published => ({ location: 'store-01', sku, at, quantity });

describe('how long the web shop lags behind a store', () => {
  it('Staleness is the time from a sale until it is published to the shop', () => {
    expect(measureStaleness([row(100, -1)], [published(250, -1)])).toEqual({ ms: [150], unpublished: 0 });
  });

  it('Staleness counts each sale of a batch from its own time', () => {
    expect(measureStaleness([row(100, -1), row(180, -2)], [published(300, -3)]).ms).toEqual([200, 120]);
  });

  it('A sale after the change was computed does not count as published', () => {
    const rows = [row(100, -1), row(180, -1), row(190, -1)];
    expect(measureStaleness(rows, [published(200, -2), published(500, -1)]).ms).toEqual([100, 20, 310]);
  });

  it('Staleness ends immediately when goods come back before anything was published', () => {
    expect(measureStaleness([row(100, -1), row(140, 1)], [])).toEqual({ ms: [40, 0], unpublished: 0 });
  });

  it('Staleness leaves out goods of a web order, which the shop deducts itself', () => {
    const rows = [row(100, -1, { isPublished: false }), row(200, -1)];
    expect(measureStaleness(rows, [published(230, -1)])).toEqual({ ms: [30], unpublished: 0 });
  });

  it('Sales that were never published are counted', () => {
    expect(measureStaleness([row(100, -1), row(200, -1)], [published(150, -1)])).toEqual({ ms: [50], unpublished: 1 });
  });

  it('Staleness is measured per SKU', () => {
    const rows = [row(100, -1), row(100, -1, { sku: 'B' })];
    expect(measureStaleness(rows, [published(120, -1, 'B'), published(400, -1)]).ms).toEqual([20, 300]);
  });

  it('A sale below zero needs no publication, since the shop shows zero already', () => {
    const rows = [row(100, -1, { total: 0 }), row(200, -1, { total: -1 }), row(300, 3, { total: 2 })];
    expect(measureStaleness(rows, [published(150, -1), published(360, 2)])).toEqual({
      ms: [50, 0, 60],
      unpublished: 0,
    });
  });

  it('A change in the same millisecond as the sale counts as after it', () => {
    expect(measureStaleness([row(100, -1)], [published(100, -1)])).toEqual({ ms: [0], unpublished: 0 });
  });
});
