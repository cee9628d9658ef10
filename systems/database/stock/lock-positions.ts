import type { OrderRef } from '../../../domain/order/order-ref.js';
import type { Target } from '../../../domain/stock/flows.js';
import {
  type HeldPosition,
  type HeldPositions,
  keyOf,
  keyOfOrder,
  positionAt,
  type TargetFigure,
} from '../../../domain/stock/ledger/held-position.js';
import type { OrderUnits } from '../../../domain/stock/order-units.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import type { Query } from '../database.js';
import { isUnsettled, ORDER_UNITS } from './order-units.js';

type Numbers = 'physical' | 'unitsForCentra' | 'drift' | 'safetyStock' | 'short' | 'levelChanges';

/**
 * Locks positions, creating those that do not exist, and reads what their figures follow from. Everybody locks in the same
 * order, so that two transactions never wait for each other. `settled` names orders whose rows are needed although they may
 * be settled.
 */
export async function lockPositions(
  query: Query,
  keys: readonly PositionKey[],
  settled: readonly (PositionKey & OrderRef)[] = [],
): Promise<HeldPositions> {
  const distinct = [...new Map(keys.map((key) => [keyOf(key), key])).values()];
  const columns = [distinct.map((key) => key.location), distinct.map((key) => key.sku)];
  if (distinct.length === 0) return new Map();
  await query(
    `insert into stock_positions (location, sku)
     select k.location, k.sku from unnest($1::text[], $2::text[]) k (location, sku)
     where not exists (select from stock_positions p where p.location = k.location and p.sku = k.sku)
     order by k.location, k.sku on conflict do nothing`,
    columns,
  );
  const { rows } = await query<PositionKey & Record<Numbers, number> & { reading: string }>(
    `select p.location, p.sku, physical, units_for_centra as "unitsForCentra", drift, safety_stock as "safetyStock",
       short, level_changes as "levelChanges", reading
     from unnest($1::text[], $2::text[]) k (location, sku) join stock_positions p using (location, sku)
     order by p.location, p.sku for update of p`,
    columns,
  );
  const positions = new Map<string, HeldPosition>(
    rows.map((row) => [
      keyOf(row),
      {
        ...row,
        reading: Number(row.reading),
        orders: new Map(),
        targets: new Map(),
        touched: false,
        changed: false,
      },
    ]),
  );
  await readOrders(query, positions, settled);
  await readTargets(query, positions, columns);
  return positions;
}

async function readOrders(
  query: Query,
  positions: HeldPositions,
  settled: readonly (PositionKey & OrderRef)[],
): Promise<void> {
  const held = [...positions.values()];
  const { rows } = await query<PositionKey & OrderUnits>(
    `select o.location, o.sku, ${ORDER_UNITS}
     from unnest($1::text[], $2::text[]) k (location, sku) join stock_orders o using (location, sku)
     where ${isUnsettled('o')}
     union
     select o.location, o.sku, ${ORDER_UNITS}
     from unnest($3::text[], $4::text[], $5::text[], $6::text[]) k (location, sku, origin, number)
       join stock_orders o using (location, sku, origin, number)`,
    [
      held.map((key) => key.location),
      held.map((key) => key.sku),
      settled.map((one) => one.location),
      settled.map((one) => one.sku),
      settled.map((one) => one.origin),
      settled.map((one) => one.number),
    ],
  );
  for (const { location, sku, ...units } of rows) {
    positionAt(positions, { location, sku }).orders.set(keyOfOrder(units), { ...units, changed: false });
  }
}

async function readTargets(query: Query, positions: HeldPositions, columns: string[][]): Promise<void> {
  const { rows } = await query<PositionKey & { target: Target } & Omit<TargetFigure, 'changed'>>(
    `select t.location, t.sku, target, wanted, published, refused, refusal, urgency, pending_since is not null as pending
     from unnest($1::text[], $2::text[]) k (location, sku) join stock_targets t using (location, sku)`,
    columns,
  );
  for (const { location, sku, target, ...figure } of rows) {
    positionAt(positions, { location, sku }).targets.set(target, { ...figure, changed: false });
  }
}
