import type { Query } from '../database.js';
import type { ExternalChange, StockLedger } from '../stock-port.js';
import { jsonOf } from '../storable.js';

export const recordExternalChanges =
  (query: Query): StockLedger['recordExternalChanges'] =>
  async (changes) => {
    if (changes.length === 0) return [];
    const { rows } = await query<Pick<ExternalChange, 'id'>>(
      `insert into stock_external_changes (id, location, at, comment, lines)
       select id, location, to_timestamp(at / 1000), comment, lines
       from unnest($1::bigint[], $2::text[], $3::float8[], $4::text[], $5::jsonb[]) n (id, location, at, comment, lines)
       order by id on conflict do nothing returning stock_external_changes.id::text as id`,
      [
        changes.map((change) => change.id),
        changes.map((change) => change.location),
        changes.map((change) => change.at),
        changes.map((change) => change.comment),
        changes.map((change) => jsonOf(change.lines)),
      ],
    );
    const added = new Set(rows.map((row) => row.id));
    return changes.filter((change) => added.delete(change.id));
  };
