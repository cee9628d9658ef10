import type { OrderRef } from '../../../domain/order/order-ref.js';
import {
  carryOver,
  type NameFamily,
  presentNamesIn,
  type Rename,
  skusOf,
  underPresentNames,
} from '../../../domain/stock/ledger/rename.js';
import type { SkuUnits, StockEntry } from '../../../domain/stock/ledger/stock-entry.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import type { Query, Transaction } from '../database.js';
import type { StockLedger, StockQueries } from '../stock-port.js';
import { lockPositions } from './lock-positions.js';
import { savePositions } from './save-positions.js';
import { renameTransfers } from './transfers.js';
import { renameUnplaced } from './unplaced-units.js';

/** Carries a renamed SKU over. Not while a call that names it is on its way: its outcome must find what it was made of. */
export const renameSku =
  (transaction: Transaction): StockLedger['rename'] =>
  (rename, policy) =>
    transaction(async (query) => {
      const { former, sku } = rename;
      const { rows: busy } = await query(
        `select from stock_batches b join stock_publications p on p.batch = b.id
         where b.state = 'open' and p.state = 'open' and p.sku = any($1::text[]) limit 1`,
        [[former, sku]],
      );
      if (busy.length > 0) return false;
      const { rows: at } = await query<{ location: string }>('select location from stock_positions where sku = $1', [
        former,
      ]);
      const { rows: orders } = await query<PositionKey & OrderRef>(
        'select location, sku, origin, number from stock_orders where sku = $1',
        [former],
      );
      const keys = at.flatMap(({ location }) => [former, sku].map((name) => ({ location, sku: name })));
      const positions = await lockPositions(query, keys, {
        named: [...orders, ...orders.map((order) => ({ ...order, sku }))],
        allAt: () => true,
      });
      const movements = carryOver(positions, rename, { policy, atMs: Date.now() });
      await savePositions(query, positions, movements);
      await query(
        `delete from stock_picks n using stock_picks f where f.sku = $1 and n.sku = $2
           and n.order_name = f.order_name and n.line = f.line and n.location = f.location`,
        [former, sku],
      );
      await query('update stock_picks set sku = $2 where sku = $1', [former, sku]);
      await renameTransfers(query, rename);
      await renameUnplaced(query, rename);
      await query('delete from stock_shortages where sku = $1', [former]);
      await query('update sku_renames set carried_at = clock_timestamp() where former = $1', [former]);
      return true;
    });

/** All names of the products among these SKUs that have had several. Only renamings that the ledger has carried over count. */
export async function nameFamilies(query: Query, skus: readonly string[]): Promise<NameFamily[]> {
  if (skus.length === 0) return [];
  const { rows } = await query<{ sku: string; formers: string[] }>(
    `select sku, array_agg(former order by former) as formers from sku_renames
     where carried_at is not null and sku in (
       select sku from sku_renames where carried_at is not null and (former = any($1::text[]) or sku = any($1::text[])))
     group by sku order by sku`,
    [skus],
  );
  return rows.map(({ sku, formers }) => ({ sku, names: [sku, ...formers] }));
}

/** The present names of those SKUs that had to give up theirs. */
export const presentNames = async (query: Query, skus: readonly string[]): Promise<ReadonlyMap<string, string>> =>
  presentNamesIn(await nameFamilies(query, skus));

export async function withPresentNames(query: Query, entry: StockEntry): Promise<StockEntry> {
  return underPresentNames(entry, await nameFamilies(query, skusOf(entry)));
}

/** Units of a parcel or a return. Who reports them may go on using a former name. */
export async function unitsUnderPresentNames(query: Query, units: readonly SkuUnits[]): Promise<SkuUnits[]> {
  const present = await presentNames(
    query,
    units.map(({ sku }) => sku),
  );
  return units.map(({ sku, quantity }) => ({ sku: present.get(sku) ?? sku, quantity }));
}

export const pendingRenames =
  (query: Query): StockLedger['pendingRenames'] =>
  async () => {
    const { rows } = await query<Rename>('select former, sku from sku_renames where carried_at is null order by at');
    return rows;
  };

export const formerNames =
  (query: Query): StockQueries['formerNames'] =>
  async (skus) => {
    const { rows } = await query<Rename>(
      'select former, sku from sku_renames where sku = any($1::text[]) order by at desc',
      [skus],
    );
    const names = new Map<string, string[]>();
    for (const { former, sku } of rows) names.set(sku, [...(names.get(sku) ?? []), former]);
    return names;
  };

export const namesDownstream =
  (query: Query): StockQueries['namesDownstream'] =>
  async (skus) => {
    const { rows } = await query<Rename>(
      `select former, sku from sku_renames r where sku = any($1::text[])
         and exists (select from product_replicas p where p.sku = r.former and p.seen is not null)
         and not exists (select from product_replicas p where p.sku = r.sku and p.seen is not null) order by at`,
      [skus],
    );
    return new Map(rows.map(({ former, sku }) => [sku, former]));
  };
