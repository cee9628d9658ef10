import type { Target } from '../../../domain/stock/flows.js';
import { pendingDelta } from '../../../domain/stock/ledger/figures.js';
import type { OrderUnits } from '../../../domain/stock/order-units.js';
import { figuresOf, type Holding, type PositionKey } from '../../../domain/stock/position.js';
import type { Query } from '../database.js';
import type { StockRow, TargetRow } from '../stock-port.js';
import { isUnsettled, ORDER_UNITS_JSON } from './order-units.js';

/** A position with the orders that are not settled there. */
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
  const { rows } = await query<PositionKey & Holding & Pick<ShownRow, 'orders'> & { targets: TargetColumns[] }>(
    `select location, sku, physical, units_for_centra as "unitsForCentra", drift, safety_stock as "safetyStock",
       coalesce((select jsonb_agg(${ORDER_UNITS_JSON} order by origin, number) from stock_orders o
         where o.location = p.location and o.sku = p.sku and ${isUnsettled('o')}), '[]') as orders,
       coalesce((select jsonb_agg(jsonb_build_object('target', target, 'wanted', wanted, 'published', published,
         'since', extract(epoch from pending_since) * 1000, 'refused', refused) order by target) from stock_targets t
         where t.location = p.location and t.sku = p.sku), '[]') as targets
     from stock_positions p where sku = $1 and ($2::text is null or location = $2) order by location`,
    [sku, location ?? null],
  );
  return rows.map(({ targets, ...row }) => ({
    location: row.location,
    sku: row.sku,
    ...figuresOf(row),
    orders: row.orders,
    targets: targets.map(targetRow),
  }));
}

function targetRow({ since, refused, ...row }: TargetColumns): TargetRow {
  return {
    target: row.target,
    wanted: row.wanted,
    published: row.published,
    pendingDelta: pendingDelta(row),
    ...(since === null ? {} : { pendingSince: since }),
    ...(refused === null ? {} : { refused }),
  };
}
