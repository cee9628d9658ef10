import type { OrderRef } from '../../../domain/order/order-ref.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import { type ShortOrder, shortageOf } from '../../../domain/stock/shortage.js';
import type { Query } from '../database.js';
import type { StockShortages } from '../stock-port.js';
import { hasInitialStock } from './initial-stock.js';
import { isUnsettled, ORDER_UNITS_JSON } from './order-units.js';

/**
 * An order that was notified and keeps its claim is notified again after this, and then each time after twice as long: a
 * message can come before the order has a fulfilment that it fits, but an order that waits for a person must not get it
 * every minute.
 */
const AGAIN_AFTER_MS = 60_000;

export const stockShortages = (query: Query): StockShortages => ({
  async current({ againAfterMs = AGAIN_AFTER_MS } = {}) {
    // The places first, and then the orders of each: before the first stock is read everything looks short, and a join would go
    // through all orders there are, at every page of them.
    const { rows } = await query<PositionKey & { physical: number; orders: readonly ShortOrder[] }>(
      `select p.location, p.sku, p.physical, held.orders
       from (select location, sku, physical from stock_positions
           where short > 0 and ${hasInitialStock('stock_positions.location')} offset 0) p,
         lateral (select jsonb_agg(${ORDER_UNITS_JSON} || jsonb_build_object('since', r.since, 'ofOthers', o.of_others,
             'notifiedBefore', s.number is not null, 'notified', s.number is not null and clock_timestamp() < s.notified_at
               + greatest(s.notified_at - s.first_notified_at, $1::float8 * interval '1 millisecond'))) as orders
           from stock_orders o
             left join stock_order_readings r using (origin, number)
             left join stock_shortages s using (location, sku, origin, number)
           where location = p.location and sku = p.sku and ${isUnsettled('o')}) held
       where held.orders is not null order by p.location, p.sku`,
      [againAfterMs],
    );
    return rows.flatMap(({ orders, ...position }) => shortageOf(position, orders) ?? []);
  },

  async relieved() {
    const { rows } = await query<PositionKey & { notified: readonly OrderRef[] }>(
      `select s.location, s.sku,
         jsonb_agg(jsonb_build_object('origin', s.origin, 'number', s.number) order by s.origin, s.number) as notified
       from stock_shortages s join stock_positions p using (location, sku)
       where p.short = 0 group by s.location, s.sku order by s.location, s.sku`,
    );
    return rows;
  },

  async recordNotified({ location, sku }, orders) {
    await query(
      `insert into stock_shortages (location, sku, origin, number)
       select $1, $2, * from unnest($3::text[], $4::text[])
       on conflict (location, sku, origin, number) do update set notified_at = clock_timestamp()`,
      [location, sku, orders.map(({ origin }) => origin), orders.map(({ number }) => number)],
    );
  },

  async close({ location, sku }) {
    await query('delete from stock_shortages where location = $1 and sku = $2', [location, sku]);
  },
});
