import { describe, expect, it } from '@jest/globals';
import { FeedError } from '../../lab/day/feed/feed.js';
import { formatFeed } from '../../lab/day/feed/format-feed.js';
import { numberOrders } from '../../lab/day/feed/order-numbers.js';
import { parseFeed } from '../../lab/day/feed/parse-feed.js';

const at = '2026-03-02T09:00:00Z';
const sale = {
  at,
  type: 'pos.sale',
  location: 'store-01',
  receipt: 'R1',
  lines: [{ sku: 'A', quantity: 1, price: '10.00' }],
};
const order = { at, type: 'web.order', order: 7, delivery: 'home', lines: [{ sku: 'A', quantity: 2, price: '10.50' }] };
const world = [
  { type: 'location', id: 'wh', kind: 'warehouse' },
  { type: 'location', id: 'store-01', kind: 'store', name: 'First' },
  { type: 'product', sku: 'A', barcode: '1', name: 'Tee', price: '10.50', currency: 'SEK' },
  { type: 'stock', location: 'wh', sku: 'A', quantity: 4 },
];
const text = (...lines: (object | string)[]) =>
  lines.map((l) => (typeof l === 'string' ? l : JSON.stringify(l))).join('\n');
const problemsOf = (feed: string) => {
  try {
    parseFeed(feed);
  } catch (error) {
    if (error instanceof FeedError) return error.problems;
    throw error;
  }
  return [];
};

describe('a feed', () => {
  it('A feed without world lines plays in the bundled world', () => {
    const feed = parseFeed(text('// a quiet day', '', sale));
    expect(feed.world).toBeUndefined();
    expect(feed.actions).toHaveLength(1);
  });

  it('A feed with world lines brings its own locations, products and stock', () => {
    const feed = parseFeed(text(...world, order));
    expect(feed.world?.locations.map((l) => [l.id, l.name, l.wmsWarehouse !== undefined])).toEqual([
      ['wh', 'wh', true],
      ['store-01', 'First', false],
    ]);
    expect(feed.world?.products[0]?.priceMinor).toBe(1050);
    expect(feed.world?.stock).toEqual([{ location: 'wh', sku: 'A', quantity: 4 }]);
  });

  it('A feed may nest a world line under its type', () => {
    const nested = world.map(({ type, ...rest }) => ({ [type]: rest }));
    expect(parseFeed(text(...nested, order)).world).toEqual(parseFeed(text(...world, order)).world);
  });

  it('A feed is sorted by time', () => {
    const early = { ...sale, at: '2026-03-02T09:30:00+01:00' };
    expect(parseFeed(text(order, early)).actions.map((a) => a.type)).toEqual(['pos.sale', 'web.order']);
  });

  it('A feed reports every malformed line together, with line, field and sentence', () => {
    const bad = text(
      { ...sale, at: 'nine' },
      '{',
      { ...order, lines: [{ sku: 'A', quantity: 0, price: '1,5' }] },
      { at, type: 'x' },
    );
    expect(problemsOf(bad).map((p) => [p.line, p.path])).toEqual([
      [1, 'at'],
      [2, ''],
      [3, 'lines.0.quantity'],
      [3, 'lines.0.price'],
      [4, 'type'],
    ]);
  });

  it('A feed that names an unknown order, an unknown location or a number twice is refused', () => {
    const feed = text(...world, order, order, { at, type: 'web.cancel', order: 8 }, { ...sale, location: 'store-09' });
    expect(problemsOf(feed).map((p) => p.sentence)).toEqual([
      'order 7 is placed twice',
      'no web.order line places order 8',
      'no location line has the id "store-09"',
    ]);
  });

  it('A price that is finer than its currency is refused', () => {
    const fine = { ...order, lines: [{ sku: 'A', quantity: 1, price: '1.005' }] };
    expect(problemsOf(text(fine)).map((p) => p.path)).toEqual(['lines.0.price']);
  });

  it('A feed may have keys that we do not know, and they are reported', () => {
    const feed = parseFeed(text({ ...sale, weather: 'rain', lines: [{ ...sale.lines[0], tag: 1 }] }));
    expect(feed.warnings).toEqual([
      'line 1: "lines[].tag" is not known and ignored',
      'line 1: "weather" is not known and ignored',
    ]);
  });

  it('A feed keeps numbers, and gives a text a number of its own, the same each time', () => {
    const named = (ref: string | number) => ({ ...order, order: ref });
    const { actions } = parseFeed(text(named('spring'), named(900_001), named('0042'), named('77')));
    const number = numberOrders(actions);
    expect(['spring', 900_001, '0042', '77'].map(number)).toEqual([900_002, 900_001, 900_003, 77]);
  });

  it('A feed reads back what it writes', () => {
    const feed = parseFeed(text(...world, order, sale));
    expect(parseFeed(formatFeed(feed))).toEqual(feed);
  });
});
