import type { Target } from '../../../domain/stock/flows.js';
import { pendingDelta } from '../../../domain/stock/ledger/figures.js';
import type { OrderUnits } from '../../../domain/stock/order-units.js';
import { type Holding, positionOf } from '../../../domain/stock/position.js';
import type { Query } from '../database.js';
import type { StockKey, StockRow, StockStore, TargetRow } from '../stock-port.js';
import { isOpened } from './initial-stock.js';

/** Units by order, still to be settled. */
export type ShownRow = StockRow & { readonly orders: readonly OrderUnits[] };

interface TargetColumns {
  readonly target: Target;
  readonly wanted: number;
  readonly published: number | null;
  readonly since: number | null;
  readonly refused: string | null;
}

/** Figures of a SKU, at all locations or at one, as they are now. One statement, so that they fit together. */
export async function readRows(query: Query, sku: string, location?: string): Promise<ShownRow[]> {
  const { rows } = await query<StockKey & Holding & { targets: TargetColumns[] }>(
    `select location, sku, physical, unpublished, drift, safety_stock as "safetyStock",
       coalesce((select jsonb_agg(jsonb_build_object('origin', origin, 'number', number, 'open', open, 'taken', taken,
         'booked', booked) order by origin, number) from stock_orders o
         where o.location = p.location and o.sku = p.sku and (o.open <> 0 or o.taken <> o.booked)), '[]') as orders,
       coalesce((select jsonb_agg(jsonb_build_object('target', target, 'wanted', wanted, 'published', published,
         'since', extract(epoch from dirty_since) * 1000, 'refused', refused) order by target) from stock_targets t
         where t.location = p.location and t.sku = p.sku), '[]') as targets
     from stock_positions p where sku = $1 and ($2::text is null or location = $2) order by location`,
    [sku, location ?? null],
  );
  return rows.map(({ targets, ...row }) => ({
    location: row.location,
    sku: row.sku,
    ...positionOf(row),
    orders: row.orders,
    targets: targets.map(targetRow),
  }));
}

function targetRow({ since, refused, ...row }: TargetColumns): TargetRow {
  return {
    target: row.target,
    wanted: row.wanted,
    published: row.published,
    due: pendingDelta(row),
    ...(since === null ? {} : { waitingSince: since }),
    ...(refused === null ? {} : { refused }),
  };
}

export const showStock =
  (query: Query): StockStore['show'] =>
  async (sku) =>
    (await readRows(query, sku)).map(({ orders: _, ...row }) => row);

export const waitingStock =
  (query: Query): StockStore['waiting'] =>
  async () => {
    const { rows } = await query<Awaited<ReturnType<StockStore['waiting']>>[number]>(
      `select target, location, count(*)::integer as figures,
         (extract(epoch from min(dirty_since)) * 1000)::float8 as since
       from stock_targets t where dirty_since is not null and refused is null and ${isOpened('t.location')}
       group by target, location order by since, target, location`,
    );
    return rows;
  };

export const stockPositions =
  (query: Query): StockStore['positions'] =>
  async () => {
    const { rows } = await query<StockKey & { physical: number }>(
      'select location, sku, physical from stock_positions order by location, sku',
    );
    return rows;
  };
