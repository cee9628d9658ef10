import type { OrderRef } from '../../../domain/order/order-ref.js';
import type { Target } from '../../../domain/stock/flows.js';
import {
  type HeldPosition,
  type HeldPositions,
  keyOf,
  keyOfOrder,
  nothingOf,
  type OrderAtPosition,
  positionAt,
  type TargetFigure,
} from '../../../domain/stock/ledger/held-position.js';
import type { Units } from '../../../domain/stock/order-units.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import type { Query } from '../database.js';
import { ALIKE, isUnsettled, OF_OTHERS, ORDER_UNITS, UNITS_ALIKE } from './order-units.js';

type Numbers = 'physical' | 'unitsForCentra' | 'drift' | 'safetyStock' | 'short' | 'levelChanges';

/** Which orders may change at the positions that are locked. */
export interface OrdersToChange {
  /** Settled ones too. */
  readonly named?: readonly (PositionKey & OrderRef)[];
  /** All that are not settled, at these positions. */
  readonly allAt?: (key: PositionKey) => boolean;
  /** Those that others send and that are not settled, at every position. */
  readonly ofOthers?: boolean;
}

/**
 * Locks positions, creating those that do not exist, and reads what their figures follow from. Everybody locks in the same
 * order, so that two transactions never wait for each other.
 */
export async function lockPositions(
  query: Query,
  keys: readonly PositionKey[],
  { named = [], allAt = () => false, ofOthers = false }: OrdersToChange = {},
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
        ...(allAt(row) ? {} : { others: [] }),
        targets: new Map(),
        touched: false,
        changed: false,
      },
    ]),
  );
  await readOrders(query, positions, { named, allAt, ofOthers });
  await countOthers(query, positions);
  await readTargets(query, positions, columns);
  return positions;
}

async function readOrders(
  query: Query,
  positions: HeldPositions,
  { named, allAt, ofOthers }: Required<OrdersToChange>,
): Promise<void> {
  const whole = [...positions.values()].filter(allAt);
  const every = ofOthers ? [...positions.values()] : [];
  const { rows } = await query<PositionKey & Omit<OrderAtPosition, 'changed'>>(
    `select o.location, o.sku, ${ORDER_UNITS}, ${OF_OTHERS}
     from unnest($1::text[], $2::text[]) k (location, sku) join stock_orders o using (location, sku)
     where ${isUnsettled('o')}
     union
     select o.location, o.sku, ${ORDER_UNITS}, ${OF_OTHERS}
     from unnest($3::text[], $4::text[], $5::text[], $6::text[]) k (location, sku, origin, number)
       join stock_orders o using (location, sku, origin, number)
     union
     select o.location, o.sku, ${ORDER_UNITS}, ${OF_OTHERS}
     from unnest($7::text[], $8::text[]) k (location, sku) join stock_orders o using (location, sku)
     where o.of_others and ${isUnsettled('o')}`,
    [
      whole.map((key) => key.location),
      whole.map((key) => key.sku),
      ...columnsOf(named),
      every.map((key) => key.location),
      every.map((key) => key.sku),
    ],
  );
  for (const { location, sku, ...units } of rows) {
    positionAt(positions, { location, sku }).orders.set(keyOfOrder(units), { ...units, changed: false });
  }
  for (const { location, sku, origin, number } of named) {
    const { orders } = positionAt(positions, { location, sku });
    const order = { origin, number };
    if (!orders.has(keyOfOrder(order))) orders.set(keyOfOrder(order), nothingOf(order));
  }
}

/**
 * Rows of other orders are not read one by one: there may be as many as the SKU has open orders. All are counted, and those
 * that are held are taken off here: to leave them out in the query would compare every row with every order that is named.
 */
async function countOthers(query: Query, positions: HeldPositions): Promise<void> {
  const counted = [...positions.values()].filter(({ others }) => others !== undefined);
  if (counted.length === 0) return;
  const { rows } = await query<PositionKey & Required<Units>>(
    `select o.location, o.sku, ${UNITS_ALIKE}
     from unnest($1::text[], $2::text[]) k (location, sku) join stock_orders o using (location, sku)
     where ${isUnsettled('o')} group by o.location, o.sku, ${ALIKE}`,
    [counted.map((key) => key.location), counted.map((key) => key.sku)],
  );
  for (const { location, sku, ...units } of rows) {
    const { orders, others } = positionAt(positions, { location, sku });
    const alike = units.alike - [...orders.values()].filter((held) => areAlike(held, units)).length;
    if (alike > 0) others?.push({ ...units, alike });
  }
}

const areAlike = (one: Omit<Units, 'alike'>, other: Omit<Units, 'alike'>): boolean =>
  one.origin === other.origin &&
  one.outstanding === other.outstanding &&
  one.picked === other.picked &&
  one.deductedAtOrigin === other.deductedAtOrigin;

const columnsOf = (named: readonly (PositionKey & OrderRef)[]): string[][] => [
  named.map((one) => one.location),
  named.map((one) => one.sku),
  named.map((one) => one.origin),
  named.map((one) => one.number),
];

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
