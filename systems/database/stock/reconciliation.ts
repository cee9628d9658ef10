import { type Cause, CORRECTION_CAUSES, type Correction } from '../../../domain/stock/correction-habit.js';
import type { Target } from '../../../domain/stock/flows.js';
import { recordLevelsAtSitoo } from '../../../domain/stock/ledger/batches.js';
import { recalculateAll } from '../../../domain/stock/ledger/figures.js';
import { positionAt } from '../../../domain/stock/ledger/held-position.js';
import { expectedAtCentra, type Holding, type PositionKey } from '../../../domain/stock/position.js';
import type { Database, Query, Transaction } from '../database.js';
import type { StockReconciliation } from '../stock-port.js';
import { hasInitialStock } from './initial-stock.js';
import { lockPositions } from './lock-positions.js';
import { ALIKE, isUnsettled, UNITS_ALIKE } from './order-units.js';
import { settleOrdersOfOthers } from './orders-of-others.js';
import { namesDownstream, presentNames } from './renames.js';
import { savePositions } from './save-positions.js';

/** SQL: SKUs that are in a batch on its way. */
const BUSY = `select p.sku from stock_batches b join stock_publications p on p.batch = b.id and p.state = 'open'
  where b.target = $1 and b.location = $2 and b.state = 'open'`;

/** SQL: units by SKU of returns at a location that are not completed. A SKU may have been renamed since. */
const AWAITED = `select coalesce(r.sku, l.sku) as sku, sum(l.quantity)::int as units
  from stock_return_restocks s cross join jsonb_to_recordset(s.lines) l (sku text, quantity integer)
    left join sku_renames r on r.former = l.sku and r.carried_at is not null
  where s.location = $2 and s.is_awaited group by 1`;

export const stockReconciliation = ({
  query,
  transaction,
}: Pick<Database, 'query' | 'transaction'>): StockReconciliation => ({
  expectedAtCentra: readExpected(query),
  async skusAt(location, { after = '', limit }) {
    const { rows } = await query<{ sku: string }>(
      'select sku from stock_positions where location = $1 and sku > $2 order by sku limit $3',
      [location, after, limit],
    );
    return rows.map((row) => row.sku);
  },
  async physicalAt(location, skus) {
    const { rows } = await query<{ sku: string; physical: number }>(
      `select asked.sku, p.physical
       from unnest($2::text[]) asked (sku)
         left join sku_renames r on r.former = asked.sku and r.carried_at is not null
         join stock_positions p on p.location = $1 and p.sku = coalesce(r.sku, asked.sku)`,
      [location, skus],
    );
    return new Map(rows.map(({ sku, physical }) => [sku, physical]));
  },
  settleOrdersOfOthers: settleOrdersOfOthers(transaction),
  recordDrift: recordDrift(transaction),
  corrections: readCorrections(query),
  recordSitooLevels: recordSitooLevels(transaction),
});

/** What belongs to one figure is read in one statement, so that it is consistent. */
const readExpected =
  (query: Query): StockReconciliation['expectedAtCentra'] =>
  async (location, skus) => {
    const { rows } = await query<
      Omit<Holding, 'safetyStock'> & { sku: string; version: number; published: number; busy: boolean; awaited: number }
    >(
      `select p.sku, physical, units_for_centra as "unitsForCentra", drift, version::float8 as version,
         coalesce(t.published, 0) as published, p.sku in (${BUSY}) as busy, coalesce(a.units, 0) as awaited,
         coalesce((select jsonb_agg(to_jsonb(u)) from (select ${UNITS_ALIKE} from stock_orders o
           where o.location = p.location and o.sku = p.sku and ${isUnsettled('o')} group by ${ALIKE}) u), '[]') as orders
       from stock_positions p left join stock_targets t on t.target = $1 and t.location = p.location and t.sku = p.sku
         left join (${AWAITED}) a on a.sku = p.sku
       where p.location = $2 and p.sku = any($3::text[])`,
      ['centra', location, skus],
    );
    return new Map(
      rows.map(({ sku, version, busy, awaited, published, ...holding }) => [
        sku,
        { expected: expectedAtCentra(holding, published), version, busy, awaited },
      ]),
    );
  };

const recordDrift =
  (transaction: Transaction): StockReconciliation['recordDrift'] =>
  (location, drifts, policy) =>
    transaction(async (query) => {
      const known = await existing(query, location, drifts);
      const positions = await lockPositions(query, known);
      const versions = await versionsOf(query, known);
      const busy = await busySkus(query, 'centra', location);
      const recorded: { sku: string; drift: number }[] = [];
      for (const { sku, drift, version } of drifts) {
        if (drift === 0 || busy.has(sku) || versions.get(sku) !== version) continue;
        const position = positionAt(positions, { location, sku });
        position.drift += drift;
        position.changed = true;
        versions.delete(sku);
        recorded.push({ sku, drift });
      }
      recalculateAll(positions, policy);
      await savePositions(query, positions);
      await query(
        'insert into stock_corrections (location, sku, drift) select $1, * from unnest($2::text[], $3::integer[])',
        [location, recorded.map(({ sku }) => sku), recorded.map(({ drift }) => drift)],
      );
      return recorded.length;
    });

/** SQL: what may have put a figure wrong that stands in `c`, since the comparison before (`$3`). */
const SEEN: Readonly<Record<Cause, string>> = {
  others: `select from stock_external_changes e where e.location = $1
    and e.lines @> jsonb_build_array(jsonb_build_object('sku', c.sku)) and e.at >= to_timestamp($3 / 1000.0)`,
  shipped: `select from stock_orders o join stock_order_readings r using (origin, number)
    where o.location = $1 and o.sku = c.sku and o.origin = 'centra' and o.deducted_at_origin > 0 and r.read_at >= $3
    /* Each SKU by itself: the readings of all orders there ever were are far more. */ offset 0`,
  returned: `select from stock_return_restocks s where s.location = $1 and s.recorded_at >= to_timestamp($3 / 1000.0)
    and s.lines @> jsonb_build_array(jsonb_build_object('sku', c.sku))`,
};

const readCorrections =
  (query: Query): StockReconciliation['corrections'] =>
  async (location, { since, before }) => {
    const { rows } = await query<Correction>(
      `select c.sku, c.drift, exists (select from stock_corrections e where e.location = $1 and e.sku = c.sku
           and e.at >= to_timestamp($3::float8 / 1000.0) and e.at < to_timestamp($2::float8 / 1000.0)) as "isRepeated",
         array_remove(array[${CORRECTION_CAUSES.map((cause) => `case when exists (${SEEN[cause].replaceAll('$3', '$3::float8')}) then '${cause}' end`).join(', ')}], null) as seen
       from (select sku, sum(drift)::integer as drift from stock_corrections
         where location = $1 and at >= to_timestamp($2::float8 / 1000.0) group by sku) c order by c.sku`,
      [location, since, before],
    );
    return rows;
  };

const recordSitooLevels =
  (transaction: Transaction): StockReconciliation['recordSitooLevels'] =>
  (location, { readAt, levels: shown }, policy) =>
    transaction(async (query) => {
      const present = await presentNames(
        query,
        shown.map(({ sku }) => sku),
      );
      // A product that was renamed is published under one name, so what stands under its others is no answer.
      const published = await namesDownstream(query)([...new Set(present.values())]);
      const levels = shown.flatMap(({ sku: name, total }) => {
        const sku = present.get(name) ?? name;
        return name === (published.get(sku) ?? sku) ? [{ sku, total }] : [];
      });
      // Before the import nothing is known of other SKUs. After it, what the ledger does not know should not be there.
      const { rows } = await query<{ imported: boolean }>(`select ${hasInitialStock('$1')} as imported`, [location]);
      const keys = rows[0]?.imported
        ? levels.map(({ sku }) => ({ location, sku }))
        : await existing(query, location, levels);
      const positions = await lockPositions(query, keys);
      const busy = new Set([
        ...(await busySkus(query, 'sitoo', location)),
        ...(await movedAtSitooSince(query, location, readAt)),
      ]);
      recordLevelsAtSitoo(positions, { levels: new Map(levels.map(({ sku, total }) => [sku, total])), busy }, policy);
      await savePositions(query, positions);
    });

/** Clocks of our processes and of the records differ by less than this, ms. */
const CLOCKS_APART_MS = 5_000;

/** SKUs whose level at Sitoo was set by us, or lowered by its tills, since then. */
async function movedAtSitooSince(query: Query, location: string, sinceMs: number): Promise<string[]> {
  const { rows } = await query<{ sku: string }>(
    `select p.sku from stock_batches b
       cross join lateral (select sku from stock_publications where batch = b.id offset 0) p
     where b.target = 'sitoo' and b.location = $1 and b.done_at >= to_timestamp($2::bigint / 1000.0)
     union select l ->> 'sku' from stock_till_deductions d, jsonb_array_elements(d.lines) l
     where d.location = $1 and d.deducted_at >= $2::bigint`,
    [location, Math.floor(sinceMs - CLOCKS_APART_MS)],
  );
  return rows.map(({ sku }) => sku);
}

async function existing(
  query: Query,
  location: string,
  of: readonly { readonly sku: string }[],
): Promise<PositionKey[]> {
  const { rows } = await query<PositionKey>(
    'select location, sku from stock_positions where location = $1 and sku = any($2::text[])',
    [location, of.map(({ sku }) => sku)],
  );
  return rows;
}

async function versionsOf(query: Query, keys: readonly PositionKey[]): Promise<Map<string, number>> {
  const { rows } = await query<{ sku: string; version: number }>(
    `select sku, version::float8 as version from unnest($1::text[], $2::text[]) k (location, sku)
       join stock_positions using (location, sku)`,
    [keys.map((key) => key.location), keys.map((key) => key.sku)],
  );
  return new Map(rows.map((row) => [row.sku, row.version]));
}

async function busySkus(query: Query, target: Target, location: string): Promise<Set<string>> {
  const { rows } = await query<{ sku: string }>(BUSY, [target, location]);
  return new Set(rows.map((row) => row.sku));
}
