import type { Cause } from '../../../domain/stock/movement.js';
import type { Query } from '../database.js';
import type { Explanation, ExternalChange, PositionKey, StockStore } from '../stock-port.js';
import { readRows } from './show.js';

type MovementRow = Explanation['movements'][number];
type PublicationRow = Explanation['publications'][number];

/** Moments are kept and compared in whole milliseconds, so what happened at the asked moment is in. */
const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

export const explainStock =
  (query: Query): StockStore['explain'] =>
  async (key, at, limit = 50) => {
    const [shown] = await readRows(query, key.sku, key.location);
    if (!shown) return undefined;
    const { orders, ...now } = shown;
    const until = at ?? (await clock(query));
    const movements = await movementsUntil(query, key, until, limit);
    return {
      location: key.location,
      sku: key.sku,
      at: until,
      physical: movements[0]?.physicalAfter ?? (limit > 0 ? 0 : now.physical),
      ...(at === undefined ? { now } : {}),
      orders: at === undefined ? orders : [],
      movements,
      publications: await publicationsUntil(query, key, until, limit),
      external: await externalUntil(query, key, until, limit),
    };
  };

async function clock(query: Query): Promise<number> {
  const { rows } = await query<{ at: number }>(`select ${ms('clock_timestamp()::timestamptz(3)')} as at`);
  return rows[0]?.at ?? 0;
}

async function movementsUntil(query: Query, key: PositionKey, at: number, limit: number): Promise<MovementRow[]> {
  const { rows } = await query<
    Omit<MovementRow, 'order' | 'cause'> & {
      cause: Cause;
      origin: 'centra' | 'sitoo' | null;
      number: string | null;
    }
  >(
    `select id::float8 as id, system, reference, location, sku, quantity, cause, ${ms('happened_at')} as "happenedAt",
       ${ms('recorded_at')} as "recordedAt", physical_after as "physicalAfter",
       order_origin as origin, order_number as number
     from stock_movements
     where location = $1 and sku = $2 and recorded_at <= to_timestamp($3::float8 / 1000)::timestamptz(3)
     order by id desc limit $4`,
    [key.location, key.sku, at, limit],
  );
  return rows.map(({ origin, number, ...row }) =>
    origin === null || number === null ? row : { ...row, order: { origin, number } },
  );
}

async function publicationsUntil(query: Query, key: PositionKey, at: number, limit: number): Promise<PublicationRow[]> {
  const { rows } = await query<Omit<PublicationRow, 'doneAt'> & { doneAt: number | null }>(
    `select b.target, b.reference, p.quantity, b.direction, case when b.done_at <= u.at then p.state else 'open' end as state,
       ${ms('b.created_at')} as at, case when b.done_at <= u.at then ${ms('b.done_at')} end as "doneAt", p.level, p.figures,
       p.up_to_movement::float8 as "upToMovement"
     from (select to_timestamp($3::float8 / 1000)::timestamptz(3) as at) u,
       stock_publications p join stock_batches b on b.id = p.batch
     where p.location = $1 and p.sku = $2 and b.created_at <= u.at
     order by p.batch desc limit $4`,
    [key.location, key.sku, at, limit],
  );
  return rows.map(({ doneAt, ...row }) => (doneAt === null ? row : { ...row, doneAt }));
}

async function externalUntil(query: Query, key: PositionKey, at: number, limit: number): Promise<ExternalChange[]> {
  const { rows } = await query<ExternalChange>(
    `select id::float8 as id, location, ${ms('at')} as at, comment, lines from stock_external_changes
     where location = $1 and lines @> jsonb_build_array(jsonb_build_object('sku', $2::text))
       and at <= to_timestamp($3::float8 / 1000)::timestamptz(3)
     order by stock_external_changes.at desc, id desc limit $4`,
    [key.location, key.sku, at, limit],
  );
  return rows;
}

export const recordExternalStock =
  (query: Query): StockStore['recordExternalChange'] =>
  async (changes) => {
    if (changes.length === 0) return [];
    const { rows } = await query<{ id: number }>(
      `insert into stock_external_changes (id, location, at, comment, lines)
       select id, location, to_timestamp(at / 1000), comment, lines
       from unnest($1::bigint[], $2::text[], $3::float8[], $4::text[], $5::jsonb[]) n (id, location, at, comment, lines)
       order by id on conflict do nothing returning id::float8 as id`,
      [
        changes.map((change) => change.id),
        changes.map((change) => change.location),
        changes.map((change) => change.at),
        changes.map((change) => change.comment),
        changes.map((change) => JSON.stringify(change.lines)),
      ],
    );
    const fresh = new Set(rows.map((row) => row.id));
    return changes.filter((change) => fresh.delete(change.id));
  };
