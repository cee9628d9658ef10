import type { OrderNumber } from '../../../domain/ids.js';
import type { Cause } from '../../../domain/stock/echo-rule.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import type { Query } from '../database.js';
import type { Explanation, ExternalChange, Publication, StockQueries } from '../stock-port.js';
import { readRows } from './position-rows.js';

type MovementRow = Explanation['movements'][number];

/** What is explained: a position, up to a moment, with at most so many rows of each kind. */
interface Asked extends PositionKey {
  readonly at: number;
  readonly limit: number;
}

/** Moments are stored and compared in whole milliseconds, so what happened at the very moment is included. */
const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

export const explainPosition =
  (query: Query): StockQueries['explain'] =>
  async ({ location, sku }, { at, limit = 50 } = {}) => {
    const [shown] = await readRows(query, sku, location);
    if (!shown) return undefined;
    const { orders, ...now } = shown;
    const asked = { location, sku, at: at ?? (await clock(query)), limit };
    const movements = await movementsUntil(query, asked);
    return {
      location,
      sku,
      at: asked.at,
      physical: movements[0]?.physicalAfter ?? (limit > 0 ? 0 : now.physical),
      ...(at === undefined ? { now } : {}),
      orders: at === undefined ? orders : [],
      movements,
      publications: await publicationsUntil(query, asked),
      external: await externalChangesUntil(query, asked),
    };
  };

async function clock(query: Query): Promise<number> {
  const { rows } = await query<{ at: number }>(`select ${ms('clock_timestamp()::timestamptz(3)')} as at`);
  return rows[0]?.at ?? 0;
}

async function movementsUntil(query: Query, { location, sku, at, limit }: Asked): Promise<MovementRow[]> {
  const { rows } = await query<
    Omit<MovementRow, 'order' | 'cause'> & {
      cause: Cause;
      origin: 'centra' | 'sitoo' | null;
      number: OrderNumber | null;
    }
  >(
    `select id::float8 as id, system, reference, location, sku, quantity, cause, ${ms('happened_at')} as "happenedAt",
       ${ms('recorded_at')} as "recordedAt", physical_after as "physicalAfter",
       order_origin as origin, order_number as number
     from stock_movements
     where location = $1 and sku = $2 and recorded_at <= to_timestamp($3::float8 / 1000)::timestamptz(3)
     order by id desc limit $4`,
    [location, sku, at, limit],
  );
  return rows.map(({ origin, number, ...row }) =>
    origin === null || number === null ? row : { ...row, order: { origin, number } },
  );
}

async function publicationsUntil(query: Query, { location, sku, at, limit }: Asked): Promise<Publication[]> {
  const { rows } = await query<Omit<Publication, 'doneAt'> & { doneAt: number | null }>(
    `select b.target, b.reference, p.quantity, b.direction, case when b.done_at <= u.at then p.state else 'open' end as state,
       ${ms('b.created_at')} as at, case when b.done_at <= u.at then ${ms('b.done_at')} end as "doneAt", p.level, p.figures,
       p.up_to_movement::float8 as "upToMovement"
     from (select to_timestamp($3::float8 / 1000)::timestamptz(3) as at) u,
       stock_publications p join stock_batches b on b.id = p.batch
     where p.location = $1 and p.sku = $2 and b.created_at <= u.at
     order by p.batch desc limit $4`,
    [location, sku, at, limit],
  );
  return rows.map(({ doneAt, ...row }) => (doneAt === null ? row : { ...row, doneAt }));
}

async function externalChangesUntil(query: Query, { location, sku, at, limit }: Asked): Promise<ExternalChange[]> {
  const { rows } = await query<ExternalChange>(
    `select id::text as id, location, ${ms('at')} as at, comment, lines from stock_external_changes
     where location = $1 and lines @> jsonb_build_array(jsonb_build_object('sku', $2::text))
       and at <= to_timestamp($3::float8 / 1000)::timestamptz(3)
     order by stock_external_changes.at desc, stock_external_changes.id desc limit $4`,
    [location, sku, at, limit],
  );
  return rows;
}
