import { type OrderUnits, promised, sumOf, unpicked } from '../../../domain/stock/order-units.js';
import type { Query } from '../database.js';
import type { PositionKey, StockStore } from '../stock-port.js';
import { isOpened } from './initial-stock.js';
import { isUnsettled } from './order-units.js';

/**
 * An order that was told and keeps its claim is told again after this, and then each time after twice as long: a message
 * can come before the order has a fulfilment that it fits, but one that waits for a person must not be told every minute.
 */
const AGAIN_AFTER_MS = 60_000;

type ShortRow = PositionKey & {
  readonly physical: number;
  readonly orders: readonly (OrderUnits & {
    readonly notified: boolean;
    readonly before: boolean;
    readonly since: number | null;
  })[];
};

export const stockShortages =
  (query: Query): StockStore['shortages'] =>
  async ({ againAfterMs = AGAIN_AFTER_MS } = {}) => {
    const { rows } = await query<ShortRow>(
      `select p.location, p.sku, p.physical, jsonb_agg(jsonb_build_object('origin', o.origin, 'number', o.number,
         'outstanding', outstanding, 'picked', picked, 'deductedAtOrigin', deducted_at_origin, 'since', r.since,
         'before', s.number is not null, 'notified', s.number is not null and clock_timestamp() < s.notified_at
           + greatest(s.notified_at - s.first_notified_at, $1::float8 * interval '1 millisecond'))) as orders
       from stock_positions p join stock_orders o using (location, sku)
         left join stock_order_readings r on r.origin = o.origin and r.number = o.number
         left join stock_shortages s on s.location = p.location and s.sku = p.sku
           and s.origin = o.origin and s.number = o.number
       where p.short > 0 and ${isOpened('p.location')} and ${isUnsettled('o')}
       group by p.location, p.sku order by p.location, p.sku`,
      [againAfterMs],
    );
    return rows.flatMap(({ location, sku, physical, orders }) => {
      // Who was told lately and has not moved yet will give way; only the rest needs somebody else.
      const notified = orders.filter((order) => order.notified);
      const short = sumOf(orders, promised) - physical - sumOf(notified, unpicked);
      const claims = orders
        .filter((order) => !order.notified && unpicked(order) > 0)
        .map(({ since, before, ...order }) => ({
          origin: order.origin,
          number: order.number,
          units: unpicked(order),
          since: since ?? 0,
          notifiedBefore: before,
        }));
      return short > 0 && claims.length > 0 ? [{ location, sku, short, claims }] : [];
    });
  };

export const relievedStock =
  (query: Query): StockStore['relieved'] =>
  async () => {
    const { rows } = await query<Awaited<ReturnType<StockStore['relieved']>>[number]>(
      `select s.location, s.sku,
         jsonb_agg(jsonb_build_object('origin', s.origin, 'number', s.number) order by s.origin, s.number) as notified
       from stock_shortages s join stock_positions p using (location, sku)
       where p.short = 0 group by s.location, s.sku order by s.location, s.sku`,
    );
    return rows;
  };

export const stockShortageNotified =
  (query: Query): StockStore['shortageNotified'] =>
  async ({ location, sku }, notified) => {
    await query(
      `insert into stock_shortages (location, sku, origin, number)
       select $1, $2, * from unnest($3::text[], $4::text[])
       on conflict (location, sku, origin, number) do update set notified_at = clock_timestamp()`,
      [location, sku, notified.map(({ origin }) => origin), notified.map(({ number }) => number)],
    );
  };

export const stockShortageOver =
  (query: Query): StockStore['shortageOver'] =>
  async ({ location, sku }) => {
    await query('delete from stock_shortages where location = $1 and sku = $2', [location, sku]);
  };
