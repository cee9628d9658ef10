import { recalculate, setPublished } from '../../../domain/stock/ledger/figures.js';
import { positionAt } from '../../../domain/stock/ledger/held-position.js';
import type { OrderUnits } from '../../../domain/stock/order-units.js';
import { expectedAtCentra } from '../../../domain/stock/position.js';
import type { Query, Transaction } from '../database.js';
import type { PositionKey, StockStore } from '../stock-port.js';
import { lockPositions } from './lock-positions.js';
import { isUnsettled, ORDER_UNITS_JSON } from './order-units.js';
import { savePositions } from './save-positions.js';

/** SKUs that are in a batch on its way. */
const BUSY = `select p.sku from stock_batches b join stock_publications p on p.batch = b.id and p.state = 'open'
  where b.target = $1 and b.location = $2 and b.state = 'open'`;

/** What belongs to one figure is read in one statement, so that it fits together. */
export const expectedStock =
  (query: Query): StockStore['expected'] =>
  async (location, skus) => {
    const { rows } = await query<{
      sku: string;
      physical: number;
      unpublished: number;
      drift: number;
      version: number;
      published: number;
      busy: boolean;
      orders: OrderUnits[];
    }>(
      `select p.sku, physical, unpublished, drift, version::float8 as version, coalesce(t.published, 0) as published,
         p.sku in (${BUSY}) as busy,
         coalesce((select jsonb_agg(${ORDER_UNITS_JSON}) from stock_orders o
           where o.location = p.location and o.sku = p.sku and ${isUnsettled('o')}), '[]') as orders
       from stock_positions p left join stock_targets t on t.target = $1 and t.location = p.location and t.sku = p.sku
       where p.location = $2 and p.sku = any($3::text[])`,
      ['centra', location, skus],
    );
    return new Map(
      rows.map(({ sku, version, busy, published, ...holding }) => [
        sku,
        { expected: expectedAtCentra(holding, published), version, busy },
      ]),
    );
  };

export const stockSkusAt =
  (query: Query): StockStore['skusAt'] =>
  async (location) => {
    const { rows } = await query<{ sku: string }>('select sku from stock_positions where location = $1 order by sku', [
      location,
    ]);
    return rows.map((row) => row.sku);
  };

export const correctStock =
  (transaction: Transaction): StockStore['correct'] =>
  (location, found, policy) =>
    transaction(async (query) => {
      const known = await existing(query, location, found);
      const places = await lockPositions(query, known);
      const versions = await versionsOf(query, known);
      const busy = await busySkus(query, 'centra', location);
      let corrected = 0;
      for (const { sku, drift, version } of found) {
        if (drift === 0 || busy.has(sku) || versions.get(sku) !== version) continue;
        const place = positionAt(places, { location, sku });
        place.drift += drift;
        place.changed = true;
        versions.delete(sku);
        corrected += 1;
      }
      for (const place of places.values()) recalculate(place, policy);
      await savePositions(query, places);
      return corrected;
    });

export const seenStockAtSitoo =
  (transaction: Transaction): StockStore['seenAtSitoo'] =>
  (location, levels, policy) =>
    transaction(async (query) => {
      const opened = await query('select from initial_stock where location = $1', [location]);
      const keys =
        opened.rowCount === 1 ? levels.map(({ sku }) => ({ location, sku })) : await existing(query, location, levels);
      const places = await lockPositions(query, keys);
      // What a batch on its way will change may or may not be in what was seen.
      const busy = await busySkus(query, 'sitoo', location);
      for (const place of places.values()) recalculate(place, policy);
      const seen = new Map(levels.map(({ sku, total }) => [sku, total]));
      for (const place of places.values()) {
        if (!busy.has(place.sku)) setPublished(place, 'sitoo', seen.get(place.sku) ?? 0);
        recalculate(place, policy);
      }
      await savePositions(query, places);
    });

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

async function busySkus(query: Query, target: 'centra' | 'sitoo', location: string): Promise<Set<string>> {
  const { rows } = await query<{ sku: string }>(BUSY, [target, location]);
  return new Set(rows.map((row) => row.sku));
}
