import type { OrderRef } from '../../../domain/order/order-ref.js';
import {
  CAUSES_OF_FALLS,
  EXPLAINED_WITHIN_MS,
  isUnexplainedFall,
} from '../../../domain/stock/ledger/orders-of-others.js';
import type { Rename } from '../../../domain/stock/ledger/rename.js';
import { AllUnplaced, type UnplacedUnits } from '../../../domain/stock/ledger/unplaced-units.js';
import type { Movement } from '../../../domain/stock/movement.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import type { Query } from '../database.js';
import type { StockLedger } from '../stock-port.js';
import { inSql } from './order-units.js';

/** What is unplaced of these orders. */
export async function readUnplaced(query: Query, orders: readonly OrderRef[]): Promise<AllUnplaced> {
  if (orders.length === 0) return new AllUnplaced();
  const { rows } = await query<Omit<UnplacedUnits, 'touched'>>(
    `select origin, number, sku, quantity, placed_at::float8 as "placedAt", compared_at is not null as "isCompared"
     from (select distinct * from unnest($1::text[], $2::text[]) k (origin, number)) k
       join stock_unplaced_units using (origin, number)`,
    [orders.map(({ origin }) => origin), orders.map(({ number }) => number)],
  );
  return new AllUnplaced(rows.map((row) => ({ ...row, touched: false })));
}

/**
 * Writes back what is unplaced by now, and notes of which units something that fell now may have been. Comes after the
 * positions, in the order of the key: so no two transactions wait for each other.
 */
export async function saveUnplaced(query: Query, unplaced: AllUnplaced, movements: readonly Movement[]): Promise<void> {
  const rows = unplaced.touched();
  if (rows.length > 0)
    await query(
      `insert into stock_unplaced_units as known (origin, number, sku, quantity, placed_at)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::bigint[])
         as n (origin, number, sku, quantity, placed_at) order by n.origin, n.number, n.sku
       on conflict (origin, number, sku) do update set quantity = excluded.quantity,
         noted_at = case when excluded.quantity > known.quantity then excluded.noted_at else known.noted_at end,
         is_due = known.is_due or excluded.quantity > known.quantity`,
      [
        rows.map(({ origin }) => origin),
        rows.map(({ number }) => number),
        rows.map(({ sku }) => sku),
        rows.map(({ quantity }) => quantity),
        rows.map(({ placedAt }) => Math.round(placedAt)),
      ],
    );
  const fallen = movements.filter(isUnexplainedFall).map(({ sku }) => sku);
  if (fallen.length === 0) return;
  await query(
    `update stock_unplaced_units u set is_due = true from (
       select origin, number, sku from stock_unplaced_units
       where sku = any($1::text[]) and quantity > 0
         and noted_at >= clock_timestamp() - $2::float8 * interval '1 millisecond'
       order by origin, number, sku for update) d
     where u.origin = d.origin and u.number = d.number and u.sku = d.sku`,
    [[...new Set(fallen)], EXPLAINED_WITHIN_MS],
  );
}

/** Units that are unplaced under both names are those of one product. */
export async function renameUnplaced(query: Query, { former, sku }: Rename): Promise<void> {
  await query(
    `with gone as (delete from stock_unplaced_units where sku = $1 returning *)
     insert into stock_unplaced_units as known (origin, number, sku, quantity, placed_at, noted_at, compared_at)
     select origin, number, $2, quantity, placed_at, noted_at, compared_at from gone
     on conflict (origin, number, sku) do update set quantity = known.quantity + excluded.quantity, is_due = true,
       noted_at = greatest(known.noted_at, excluded.noted_at), compared_at = least(known.compared_at, excluded.compared_at)`,
    [former, sku],
  );
}

export const claimUnplaced =
  (query: Query): StockLedger['claimUnplaced'] =>
  async ({ withinMs, againAfterMs }) => {
    const { rows } = await query<PositionKey & { newest: number }>(
      `with due as (
         select * from stock_unplaced_units
         where is_due and noted_at >= clock_timestamp() - $1::float8 * interval '1 millisecond'
           and (compared_at is null or compared_at < clock_timestamp() - $2::float8 * interval '1 millisecond')
         /* What is being recorded now is looked at the next time. */
         for update skip locked),
       fallen as (
         select u.origin, u.number, u.sku, m.location, max(m.id) as newest
         from due u join stock_positions p on p.sku = u.sku
           join stock_movements m on m.location = p.location and m.sku = p.sku
         where u.quantity > 0 and m.cause in (${inSql(CAUSES_OF_FALLS)}) and m.quantity < 0
           and m.recorded_at >= greatest(to_timestamp(u.placed_at / 1000.0), u.noted_at - $1::float8 * interval '1 millisecond')
           and (u.compared_at is null
             or greatest(m.recorded_at, u.noted_at) >= u.compared_at - $2::float8 * interval '1 millisecond')
         group by u.origin, u.number, u.sku, m.location),
       marked as (
         update stock_unplaced_units u
         set is_due = f.sku is not null, compared_at = case when f.sku is null then u.compared_at else clock_timestamp() end
         from due d left join (select distinct origin, number, sku from fallen) f using (origin, number, sku)
         where u.origin = d.origin and u.number = d.number and u.sku = d.sku)
       select location, sku, max(newest)::float8 as newest from fallen group by location, sku order by location, sku`,
      [withinMs, againAfterMs],
    );
    return {
      positions: rows.map(({ location, sku }) => ({ location, sku })),
      newest: Math.max(0, ...rows.map(({ newest }) => newest)),
    };
  };
