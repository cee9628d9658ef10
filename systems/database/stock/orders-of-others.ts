import type { OrderRef } from '../../../domain/order/order-ref.js';
import { keyOf } from '../../../domain/stock/ledger/held-position.js';
import {
  CAUSES_FOR_OTHERS,
  CAUSES_OF_FALLS,
  EXPLAINED_WITHIN_MS,
  type StaleOrder,
  type UnexplainedFall,
} from '../../../domain/stock/ledger/orders-of-others.js';
import { applyStale } from '../../../domain/stock/ledger/record-entry.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import type { Query, Transaction } from '../database.js';
import type { ShownOrderOfOthers, StockLedger, StockReconciliation } from '../stock-port.js';
import { jsonOf } from '../storable.js';
import { lockPositions } from './lock-positions.js';
import type { LockedReadings } from './order-readings.js';
import { inSql, isUnsettled } from './order-units.js';
import { savePositions } from './save-positions.js';

/**
 * What fell lately without an explanation, where orders of others in these readings had their goods. Read it while the
 * positions are locked.
 */
export async function unexplainedFalls(
  query: Query,
  { readings, before }: LockedReadings,
): Promise<Map<string, UnexplainedFall[]>> {
  const ofOthers = readings.filter((reading) => reading.ofOthers);
  if (ofOthers.length === 0) return new Map();
  const isOne = ({ origin, number }: OrderRef): boolean =>
    ofOthers.some((reading) => reading.origin === origin && reading.number === number);
  const keys = [...ofOthers.flatMap(({ units }) => units), ...before.filter(isOne)];
  const { rows } = await query<PositionKey & UnexplainedFall>(
    `select location, sku, (extract(epoch from recorded_at) * 1000)::float8 as at, -quantity as units
     from (select distinct * from unnest($1::text[], $2::text[]) k (location, sku)) k
       join stock_movements m using (location, sku)
     where m.cause in (${inSql(CAUSES_OF_FALLS)}) and (m.quantity < 0 or m.cause = 'explained-later')
       and m.recorded_at >= clock_timestamp() - $3::float8 * interval '1 millisecond'`,
    [keys.map((key) => key.location), keys.map((key) => key.sku), EXPLAINED_WITHIN_MS],
  );
  const falls = new Map<string, UnexplainedFall[]>();
  for (const { location, sku, ...fall } of rows) {
    const key = keyOf({ location, sku });
    falls.set(key, [...(falls.get(key) ?? []), fall]);
  }
  return falls;
}

/** Orders of others at a location that have waited since before then for their goods to leave, or for Centra to deduct them. */
export const settleOrdersOfOthers =
  (transaction: Transaction): StockReconciliation['settleOrdersOfOthers'] =>
  (location, { before }, policy) =>
    transaction(async (query) => {
      const { rows } = await query<StaleOrder & { last: number | null; readAt: number | null }>(
        `select o.location, o.sku, o.origin, o.number, greatest(r.changed_at, r.read_at)::float8 as "readAt",
           coalesce(-sum(m.quantity), 0)::integer as taken, (extract(epoch from max(m.recorded_at)) * 1000)::float8 as last
         from stock_orders o left join stock_order_readings r using (origin, number)
           left join stock_movements m on m.location = o.location and m.sku = o.sku and m.order_origin = o.origin
             and m.order_number = o.number and m.cause in (${inSql(CAUSES_FOR_OTHERS)})
         where o.location = $1 and o.of_others and ${isUnsettled('o')} and o.picked <> o.deducted_at_origin
         group by o.location, o.sku, o.origin, o.number, r.changed_at, r.read_at`,
        [location],
      );
      const stale = rows.filter(({ last, readAt }) => Math.max(last ?? 0, readAt ?? 0) < before);
      if (stale.length === 0) return { settled: 0 };
      const positions = await lockPositions(query, stale, { named: stale });
      const movements = applyStale(stale, { positions, at: Date.now() }, policy);
      await savePositions(query, positions, movements);
      return { settled: stale.length };
    });

export const orderOfOthers =
  (query: Query): StockLedger['orderOfOthers'] =>
  async (ref) => {
    const { rows } = await query<Columns>(`select ${COLUMNS} from warehouse_orders_of_others where ref = $1`, [ref]);
    return rows.map(orderOf)[0];
  };

export const noteOrdersOfOthers =
  (query: Query): StockLedger['noteOrdersOfOthers'] =>
  async (reading, shown) => {
    if (shown.length === 0) return [];
    await query(
      `insert into warehouse_orders_of_others as known (ref, number, location, lines, is_sent, reading)
       select *, $6::bigint from unnest($1::text[], $2::text[], $3::text[], $4::jsonb[], $5::boolean[])
         as s (ref, number, location, lines, is_sent) order by s.ref
       on conflict (ref) do update set lines = excluded.lines, is_sent = excluded.is_sent, reading = excluded.reading
         where known.reading < excluded.reading`,
      [
        shown.map(({ ref }) => ref),
        shown.map(({ order }) => order.number),
        shown.map(({ location }) => location),
        shown.map(({ picked }) => jsonOf(picked)),
        shown.map(({ isSent }) => isSent),
        reading,
      ],
    );
    const { rows } = await query<Columns>(
      `select ${COLUMNS} from warehouse_orders_of_others where number = any($1::text[]) order by ref`,
      [shown.map(({ order }) => order.number)],
    );
    return rows.map(orderOf);
  };

type Columns = Omit<ShownOrderOfOthers, 'order'> & Pick<OrderRef, 'number'>;
const COLUMNS = 'ref, number, location, lines as picked, is_sent as "isSent"';

const orderOf = ({ number, ...shown }: Columns): ShownOrderOfOthers => ({
  ...shown,
  order: { origin: 'centra', number },
});
