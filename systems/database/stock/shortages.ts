import { type OrderUnits, promised, sumOf, unpicked } from '../../../domain/stock/order-units.js';
import type { Query } from '../database.js';
import type { StockBook, StockKey } from '../stock-port.js';
import { isOpened } from './initial-stock.js';

/**
 * An order that was told and keeps its claim is told again after this, and then each time after twice as long: a message
 * can come before the order has a part that it fits, but one that waits for a person must not be told every minute.
 */
const AGAIN_AFTER_MS = 60_000;

type ShortRow = StockKey & {
  readonly physical: number;
  readonly orders: readonly (OrderUnits & {
    readonly told: boolean;
    readonly before: boolean;
    readonly since: number | null;
  })[];
};

export const stockShortages =
  (query: Query): StockBook['shortages'] =>
  async ({ againAfterMs = AGAIN_AFTER_MS } = {}) => {
    const { rows } = await query<ShortRow>(
      `select p.location, p.sku, p.physical, jsonb_agg(jsonb_build_object('origin', o.origin, 'number', o.number,
         'open', open, 'taken', taken, 'booked', booked, 'since', r.since,
         'before', s.number is not null, 'told', s.number is not null and clock_timestamp() < s.told_at
           + greatest(s.told_at - s.first_told_at, $1::float8 * interval '1 millisecond'))) as orders
       from stock_positions p join stock_orders o using (location, sku)
         left join stock_order_readings r on r.origin = o.origin and r.number = o.number
         left join stock_shortages s on s.location = p.location and s.sku = p.sku
           and s.origin = o.origin and s.number = o.number
       where p.short > 0 and ${isOpened('p.location')} and (o.open <> 0 or o.taken <> o.booked)
       group by p.location, p.sku order by p.location, p.sku`,
      [againAfterMs],
    );
    return rows.flatMap(({ location, sku, physical, orders }) => {
      // Who was told lately and has not moved yet will give way; only the rest needs somebody else.
      const told = orders.filter((order) => order.told);
      const short = sumOf(orders, promised) - physical - sumOf(told, unpicked);
      const claims = orders
        .filter((order) => !order.told && unpicked(order) > 0)
        .map(({ since, before, ...order }) => ({
          origin: order.origin,
          number: order.number,
          units: unpicked(order),
          since: since ?? 0,
          toldBefore: before,
        }));
      return short > 0 && claims.length > 0 ? [{ location, sku, short, claims }] : [];
    });
  };

export const relievedStock =
  (query: Query): StockBook['relieved'] =>
  async () => {
    const { rows } = await query<Awaited<ReturnType<StockBook['relieved']>>[number]>(
      `select s.location, s.sku,
         jsonb_agg(jsonb_build_object('origin', s.origin, 'number', s.number) order by s.origin, s.number) as told
       from stock_shortages s join stock_positions p using (location, sku)
       where p.short = 0 group by s.location, s.sku order by s.location, s.sku`,
    );
    return rows;
  };

export const stockShortageTold =
  (query: Query): StockBook['shortageTold'] =>
  async ({ location, sku }, told) => {
    await query(
      `insert into stock_shortages (location, sku, origin, number)
       select $1, $2, * from unnest($3::text[], $4::text[])
       on conflict (location, sku, origin, number) do update set told_at = clock_timestamp()`,
      [location, sku, told.map(({ origin }) => origin), told.map(({ number }) => number)],
    );
  };

export const stockShortageOver =
  (query: Query): StockBook['shortageOver'] =>
  async ({ location, sku }) => {
    await query('delete from stock_shortages where location = $1 and sku = $2', [location, sku]);
  };
