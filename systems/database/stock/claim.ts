import type { Batch } from '../../../domain/stock/batch.js';
import type { Direction, Target } from '../../../domain/stock/flows.js';
import { claimLines } from '../../../domain/stock/ledger/batches.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { Candidate } from '../../../domain/stock/publish-order.js';
import type { Query, Transaction } from '../database.js';
import type { ClaimRequest, StockOutbox } from '../stock-port.js';
import { jsonOf } from '../storable.js';
import { BATCH_COLUMNS, type BatchHead } from './batches.js';
import { hasInitialStock } from './initial-stock.js';
import { lockPositions } from './lock-positions.js';
import { savePositions } from './save-positions.js';

const DIRECTIONS: Readonly<Record<Target, readonly Direction[]>> = { centra: ['in', 'out'], sitoo: ['set'] };

/** SQL: pending since a moment (epoch ms) or longer; true where there is none. */
const isPendingBy = (moment: string, pendingSince = 'pending_since'): string =>
  `(${moment} is null or ${pendingSince} <= to_timestamp(${moment} / 1000.0))`;

/** SQL: the figures that a call with this target, location and direction could publish. */
const pendingOf = (target: string, location: string, direction: string): string =>
  `from stock_targets where target = ${target} and location = ${location} and direction = ${direction}
     and pending_since is not null and refused is null`;

const PENDING = pendingOf('$1', 'w.at', 'd.direction');

/**
 * SQL: the smallest urgency among what was pending by a moment. Of figures that are equally urgent the oldest is enough: it is
 * either pending by then, or none of them is.
 */
const URGENCY = `with recursive level (urgency, pending_since) as (
    (select urgency, pending_since ${PENDING} order by urgency, pending_since limit 1)
    union all
    select next.urgency, next.pending_since from level cross join lateral
      (select urgency, pending_since ${PENDING} and urgency > level.urgency order by urgency, pending_since limit 1) next
    where not ${isPendingBy('w.pending_by', 'level.pending_since')})
  select urgency from level where ${isPendingBy('w.pending_by')} limit 1`;

export const stockCandidates =
  (query: Query): StockOutbox['candidates'] =>
  async (target, locations, pendingBy = new Map()) => {
    const { rows } = await query<Candidate>(
      `select w.at as location, d.direction, u.urgency::integer as urgency,
         (extract(epoch from oldest.pending_since) * 1000)::float8 as since
       from unnest($2::text[], $3::float8[]) w (at, pending_by) cross join unnest($4::text[]) d (direction)
         cross join lateral (select pending_since ${PENDING} order by pending_since limit 1) oldest
         cross join lateral (${URGENCY}) u
       where ${isPendingBy('w.pending_by', 'oldest.pending_since')} and ${hasInitialStock('w.at')}
         and not exists (select from stock_batches b
           where b.target = $1 and b.location = w.at and b.root is null and b.state in ('open', 'split'))
       order by urgency, since, location, direction`,
      [target, locations, locations.map((location) => pendingBy.get(location) ?? null), DIRECTIONS[target]],
    );
    return rows;
  };

export const claimStock =
  (transaction: Transaction): StockOutbox['claim'] =>
  (request, policy) =>
    transaction((query) => claim(query, request, policy));

async function claim(query: Query, request: ClaimRequest, policy: StockPolicy): Promise<Batch | undefined> {
  const { location } = request;
  const head = await openBatch(query, request, policy.brand);
  if (!head) return undefined;
  const skus = await mostUrgent(query, request);
  const positions = await lockPositions(
    query,
    skus.map((sku) => ({ location, sku })),
  );
  const lines = claimLines(positions, { ...request, skus }, policy);
  // Also when no line is left: figures that new rules or a new release changed must not stay pending for ever.
  await savePositions(query, positions);
  if (lines.length === 0) {
    await query('delete from stock_batches where id = $1', [head.id]);
    return undefined;
  }
  await query(
    `insert into stock_publications (batch, location, sku, quantity, level, figures, up_to_movement)
     select $1, $2, l.sku, l.quantity, l.level, l.figures, p.last_movement
     from unnest($3::text[], $4::integer[], $5::integer[], $6::jsonb[]) l (sku, quantity, level, figures)
       join stock_positions p on p.location = $2 and p.sku = l.sku`,
    [
      head.id,
      location,
      lines.map((line) => line.sku),
      lines.map((line) => line.quantity),
      lines.map((line) => line.level),
      lines.map((line) => jsonOf(line.figures)),
    ],
  );
  // What is wanted from here on is not in this batch.
  await query(
    'update stock_targets set changed_since = null where target = $1 and location = $2 and sku = any($3::text[])',
    [request.target, location, lines.map((line) => line.sku)],
  );
  return { ...head, lines: lines.map(({ sku, quantity }) => ({ sku, quantity })) };
}

/** Undefined when another batch is on its way to the location. */
async function openBatch(
  query: Query,
  { target, location, direction }: ClaimRequest,
  brand: string,
): Promise<BatchHead | undefined> {
  const { rows } = await query<BatchHead>(
    `insert into stock_batches (id, target, location, direction, reference, created_at)
     select n.id, $1, $2, $3, concat_ws(' ', 'onepool', $4::text, 'stock', n.id,
       to_char(n.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), n.at
     from (select nextval(pg_get_serial_sequence('stock_batches', 'id')) as id,
       clock_timestamp()::timestamptz(3) as at) n
     on conflict (target, location) where root is null and state in ('open', 'split') do nothing
     returning ${BATCH_COLUMNS}`,
    [target, location, direction, brand],
  );
  return rows[0];
}

async function mostUrgent(
  query: Query,
  { target, location, direction, limit, pendingBy }: ClaimRequest,
): Promise<string[]> {
  const { rows } = await query<{ sku: string }>(
    `select sku ${pendingOf('$1', '$2', '$3')} and ${isPendingBy('$5::float8')}
     order by urgency, pending_since, sku limit $4`,
    [target, location, direction, limit, pendingBy ?? null],
  );
  return rows.map((row) => row.sku);
}
