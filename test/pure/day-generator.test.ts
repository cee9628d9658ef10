import { describe, expect, it } from '@jest/globals';
import { formatFeed } from '../../lab/day/feed/format-feed.js';
import type { ActionOf, ActionType } from '../../lab/day/feed/lines.js';
import { parseFeed } from '../../lab/day/feed/parse-feed.js';
import { OPENS, POS_DELIVERIES, WEB_ORDERS } from '../../lab/day/generate/day-shape.js';
import { generateDay } from '../../lab/day/generate/generate-day.js';

const day = generateDay({ seed: 1 });
const of = <T extends ActionType>(type: T) => day.actions.filter((a): a is ActionOf<T> => a.type === type);

describe('the bundled day', () => {
  it('The bundled day is the same for the same seed and different for another', () => {
    expect(formatFeed(generateDay({ seed: 1 }))).toBe(formatFeed(day));
    expect(formatFeed(generateDay({ seed: 2 }))).not.toBe(formatFeed(day));
  });

  it('The bundled day is a valid feed', () => {
    const read = parseFeed(formatFeed(day));
    expect(read).toEqual({ ...day, warnings: [] });
  });

  it('The bundled day has the size of a trading day', () => {
    const kinds = (kind: string) => day.world.locations.filter((l) => l.kind === kind).length;
    expect([kinds('store'), kinds('warehouse'), day.world.products.length]).toEqual([8, 1, 400]);
    expect(of('web.order')).toHaveLength(300);
    expect(of('pos.sale')).toHaveLength(900);
    expect(of('pos.sale').filter((a) => a.deliver === 'warehouse')).toHaveLength(POS_DELIVERIES);
  });

  it('The bundled day holds every disturbance as often as planned, whatever the seed', () => {
    for (const seed of [1, 2, 3]) {
      const { actions } = generateDay({ seed });
      const count = (type: ActionType) => actions.filter((a) => a.type === type).length;
      expect(count('web.order')).toBe(Object.values(WEB_ORDERS).reduce((sum, n) => sum + n, 0));
      expect(count('store.reject')).toBe(WEB_ORDERS.rejected + WEB_ORDERS.rejectedNowhere);
      expect(count('store.silent')).toBe(WEB_ORDERS.silentStore);
      expect(count('wms.short')).toBe(WEB_ORDERS.shortPick);
      expect(count('web.cancel')).toBe(WEB_ORDERS.cancelledEarly + WEB_ORDERS.cancelledLate);
      expect(count('web.hold')).toBe(WEB_ORDERS.held);
      expect(count('web.edit')).toBe(WEB_ORDERS.edited);
    }
  });

  it('The bundled day begins at nine and ends by seven', () => {
    const times = day.actions.map((a) => Date.parse(a.at));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(OPENS);
    expect(Math.max(...times)).toBeLessThanOrEqual(OPENS + 10 * 3_600_000);
  });

  it('The bundled day never sells more than a location has', () => {
    const left = new Map(day.world.stock.map((s) => [`${s.location} ${s.sku}`, s.quantity]));
    const take = (location: string, sku: string, quantity: number) => {
      const key = `${location} ${sku}`;
      left.set(key, (left.get(key) ?? 0) - quantity);
    };
    const inWarehouse = (sku: string) => left.has(`dc ${sku}`);
    for (const sale of of('pos.sale'))
      for (const line of sale.lines) take(sale.deliver ? 'dc' : sale.location, line.sku, line.quantity);
    for (const order of of('web.order')) {
      for (const line of order.lines)
        take(order.location ?? (inWarehouse(line.sku) ? 'dc' : 'store-01'), line.sku, line.quantity);
    }
    expect([...left].filter(([, quantity]) => quantity < 0)).toEqual([]);
  });
});
