import type { HeldPositions } from '../../../domain/stock/ledger/held-position.js';
import type { NewMovement } from '../../../domain/stock/ledger/record-entry.js';
import { retryAfterMs } from '../../../domain/stock/refusal.js';
import type { Query } from '../database.js';
import { jsonOf } from '../storable.js';

/** Writes back what changed at locked positions, with the movements that changed it. */
export async function savePositions(
  query: Query,
  positions: HeldPositions,
  movements: readonly NewMovement[] = [],
): Promise<void> {
  await saveMovements(query, movements);
  await savePositionFigures(query, positions);
  await saveOrders(query, positions);
  await saveTargets(query, positions);
}

async function saveMovements(query: Query, rows: readonly NewMovement[]): Promise<void> {
  if (rows.length === 0) return;
  await query(
    `with recorded as (
       insert into stock_movements (system, reference, location, sku, quantity, cause, happened_at,
         order_origin, order_number, physical_after)
       select system, reference, location, sku, quantity, cause, to_timestamp(happened_at / 1000), origin, number, after
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::text[], $7::float8[],
         $8::text[], $9::text[], $10::integer[])
         as m (system, reference, location, sku, quantity, cause, happened_at, origin, number, after)
       returning location, sku, id),
     newest as (select location, sku, max(id) as id from recorded group by location, sku)
     update stock_positions p set last_movement = newest.id from newest
     where p.location = newest.location and p.sku = newest.sku`,
    [
      rows.map((row) => row.system),
      rows.map((row) => row.reference),
      rows.map((row) => row.location),
      rows.map((row) => row.sku),
      rows.map((row) => row.quantity),
      rows.map((row) => row.cause),
      rows.map((row) => row.happenedAt),
      rows.map((row) => row.order?.origin ?? null),
      rows.map((row) => row.order?.number ?? null),
      rows.map((row) => row.physicalAfter),
    ],
  );
}

async function savePositionFigures(query: Query, positions: HeldPositions): Promise<void> {
  const rows = [...positions.values()].filter((position) => position.touched || position.changed);
  if (rows.length === 0) return;
  await query(
    `update stock_positions p
     set physical = n.physical, units_for_centra = n.units_for_centra, drift = n.drift, safety_stock = n.safety_stock, short = n.short,
       reading = n.reading, level_changes = n.level_changes, version = p.version + n.changed::integer
     from unnest($1::text[], $2::text[], $3::integer[], $4::integer[], $5::integer[], $6::integer[], $7::integer[],
       $8::bigint[], $9::integer[], $10::boolean[])
       as n (location, sku, physical, units_for_centra, drift, safety_stock, short, reading, level_changes, changed)
     where p.location = n.location and p.sku = n.sku`,
    [
      rows.map((row) => row.location),
      rows.map((row) => row.sku),
      rows.map((row) => row.physical),
      rows.map((row) => row.unitsForCentra),
      rows.map((row) => row.drift),
      rows.map((row) => row.safetyStock),
      rows.map((row) => row.short),
      rows.map((row) => row.reading),
      rows.map((row) => row.levelChanges),
      rows.map((row) => row.changed),
    ],
  );
}

async function saveOrders(query: Query, positions: HeldPositions): Promise<void> {
  const rows = [...positions.values()].flatMap(({ location, sku, orders }) =>
    [...orders.values()].filter((order) => order.changed).map((order) => ({ ...order, location, sku })),
  );
  if (rows.length === 0) return;
  await query(
    `insert into stock_orders (location, sku, origin, number, outstanding, picked, deducted_at_origin, of_others,
       picks_shown)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::integer[], $7::integer[],
       $8::boolean[], $9::boolean[])
     on conflict (location, sku, origin, number) do update
       set outstanding = excluded.outstanding, picked = excluded.picked, deducted_at_origin = excluded.deducted_at_origin,
         of_others = excluded.of_others, picks_shown = excluded.picks_shown`,
    [
      rows.map((row) => row.location),
      rows.map((row) => row.sku),
      rows.map((row) => row.origin),
      rows.map((row) => row.number),
      rows.map((row) => row.outstanding),
      rows.map((row) => row.picked),
      rows.map((row) => row.deductedAtOrigin),
      rows.map((row) => row.ofOthers),
      rows.map((row) => row.picksShown),
    ],
  );
}

async function saveTargets(query: Query, positions: HeldPositions): Promise<void> {
  const rows = [...positions.values()].flatMap(({ location, sku, targets }) =>
    [...targets]
      .filter(([, figure]) => figure.changed)
      .map(([target, figure]) => ({ ...figure, target, location, sku })),
  );
  if (rows.length === 0) return;
  // A figure that is still pending after a publication is pending since it moved on from what was published.
  await query(
    `insert into stock_targets as t (target, location, sku, wanted, published, urgency, refused, refusal, refused_at,
       retry_at, pending_since, changed_since)
     select n.target, n.location, n.sku, n.wanted, n.published, n.urgency, n.refused, n.refusal,
       case when n.refusal is not null then now.at end,
       case when n.refused is not null then now.at + n.retry_ms * interval '1 millisecond' end, case when n.pending then now.at end,
       case when n.pending then now.at end
     from unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::integer[], $6::smallint[], $7::text[],
       $8::boolean[], $9::jsonb[], $10::float8[])
       as n (target, location, sku, wanted, published, urgency, refused, pending, refusal, retry_ms),
       (select clock_timestamp() as at) now
     on conflict (target, location, sku) do update
     set wanted = excluded.wanted, published = excluded.published, urgency = excluded.urgency, refused = excluded.refused,
       refusal = excluded.refusal,
       refused_at = case when excluded.refusal is not null then coalesce(t.refused_at, excluded.refused_at) end,
       retry_at = case when excluded.refusal -> 'tries' = t.refusal -> 'tries' then coalesce(t.retry_at, excluded.retry_at)
         else excluded.retry_at end,
       pending_since = case
         when excluded.pending_since is null then null
         when excluded.published is distinct from t.published then coalesce(t.changed_since, t.pending_since, excluded.pending_since)
         else coalesce(t.pending_since, excluded.pending_since) end,
       changed_since = case
         when excluded.pending_since is null then null
         when excluded.wanted <> t.wanted then coalesce(t.changed_since, excluded.pending_since)
         else t.changed_since end`,
    [
      rows.map((row) => row.target),
      rows.map((row) => row.location),
      rows.map((row) => row.sku),
      rows.map((row) => row.wanted),
      rows.map((row) => row.published),
      rows.map((row) => row.urgency),
      rows.map((row) => row.refused),
      rows.map((row) => row.pending),
      rows.map((row) => (row.refusal === null ? null : jsonOf(row.refusal))),
      rows.map((row) => (row.refusal === null ? null : retryAfterMs(row.refusal))),
    ],
  );
}
