import type { Direction, Target } from '../../../domain/stock/flows.js';
import { pendingDelta, recalculate } from '../../../domain/stock/ledger/figures.js';
import { type HeldPosition, positionAt } from '../../../domain/stock/ledger/held-position.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { PositionFigures } from '../../../domain/stock/position.js';
import type { Candidate } from '../../../domain/stock/publish-order.js';
import type { Query, Transaction } from '../database.js';
import type { Batch, StockStore } from '../stock-port.js';
import { BATCH_COLUMNS, type BatchHead } from './batches.js';
import { isOpened } from './initial-stock.js';
import { lockPositions } from './lock-positions.js';
import { savePositions } from './save-positions.js';

const DIRECTION = `case when target = 'sitoo' then 'set' when wanted > published then 'in' else 'out' end`;

/** What waits since a moment (epoch ms) or longer; everything where there is none. */
const waitedBy = (moment: string): string => `(${moment} is null or pending_since <= to_timestamp(${moment} / 1000.0))`;

export const stockCandidates =
  (query: Query): StockStore['candidates'] =>
  async (target, locations, before = new Map()) => {
    const { rows } = await query<Candidate>(
      `select location, ${DIRECTION} as direction, count(*)::integer as figures, min(urgency)::integer as urgency,
         (extract(epoch from min(pending_since)) * 1000)::float8 as since
       from stock_targets t join unnest($2::text[], $3::float8[]) w (place, before) on w.place = t.location
       where target = $1 and ${waitedBy('w.before')} and pending_since is not null and refused is null
         and ${isOpened('t.location')}
         and not exists (select from stock_batches b
           where b.target = t.target and b.location = t.location and b.root is null and b.state in ('open', 'split'))
       group by location, 2 order by urgency, since, location, direction`,
      [target, locations, locations.map((location) => before.get(location) ?? null)],
    );
    return rows;
  };

export const claimStock =
  (transaction: Transaction): StockStore['claim'] =>
  (target, location, direction, limit, policy, before) =>
    transaction((query) => claim(query, { target, location, direction, limit, before }, policy));

interface Wish {
  readonly target: Target;
  readonly location: string;
  readonly direction: Direction;
  readonly limit: number;
  readonly before: number | undefined;
}

async function claim(query: Query, wish: Wish, policy: StockPolicy): Promise<Batch | undefined> {
  const { target, location } = wish;
  const head = await openBatch(query, wish, policy.brand);
  if (!head) return undefined;
  const skus = await mostUrgent(query, wish);
  const places = await lockPositions(
    query,
    skus.map((sku) => ({ location, sku })),
  );
  const lines = skus.flatMap((sku) => {
    const place = positionAt(places, { location, sku });
    return lineOf(place, wish, recalculate(place, policy));
  });
  // Also when nothing is left of them: figures that rules or a new release have changed must not seem to wait for ever.
  await savePositions(query, places);
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
      lines.map((line) => JSON.stringify(line.figures)),
    ],
  );
  // What is wanted from here on is not in this batch.
  await query(
    'update stock_targets set changed_since = null where target = $1 and location = $2 and sku = any($3::text[])',
    [target, location, lines.map((line) => line.sku)],
  );
  return { ...head, lines: lines.map(({ sku, quantity }) => ({ sku, quantity })) };
}

/** Undefined when another batch holds the place. */
async function openBatch(
  query: Query,
  { target, location, direction }: Wish,
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

async function mostUrgent(query: Query, { target, location, direction, limit, before }: Wish): Promise<string[]> {
  const { rows } = await query<{ sku: string }>(
    `select sku from stock_targets
     where target = $1 and location = $2 and pending_since is not null and refused is null and ${DIRECTION} = $3
       and ${waitedBy('$5::float8')}
     order by urgency, pending_since, sku limit $4`,
    [target, location, direction, limit, before ?? null],
  );
  return rows.map((row) => row.sku);
}

interface Line {
  readonly sku: string;
  readonly quantity: number;
  readonly level: number;
  readonly figures: PositionFigures;
}

/** What a call in this direction says about a place as it is now; nothing when it has changed its mind since. */
function lineOf(place: HeldPosition, { target, direction }: Wish, figures: PositionFigures): Line[] {
  const published = place.targets.get(target);
  if (!published?.waiting || published.refused !== null) return [];
  const { sku } = place;
  if (target === 'sitoo') return [{ sku, quantity: published.wanted, level: published.wanted, figures }];
  const delta = pendingDelta(published);
  if (delta > 0 !== (direction === 'in')) return [];
  return [{ sku, quantity: Math.abs(delta), level: figures.centraLevel, figures }];
}
