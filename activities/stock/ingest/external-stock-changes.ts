import { scaled } from '../../../domain/brand.js';
import { type CentraStockChangeId, type CentraWarehouseId, isHigher, parseId } from '../../../domain/ids.js';
import { locationsOf } from '../../../domain/locations.js';
import type { SkuUnits, StockChange } from '../../../systems/centra/port.js';
import type { ExternalChange } from '../../../systems/database/stock-port.js';
import { checkpoint } from '../../checkpoint.js';
import type { Dependencies } from '../../dependencies.js';
import { isOurs } from '../publish/batch-reference.js';
import { startReconciliation } from '../reconcile/start-reconciliation.js';

const CURSOR = 'centra/stock-changes';
/** Below every change: Centra had none. */
const NONE = '0' as CentraStockChangeId;
/** Changes of each warehouse in one page; further pages are read until one reaches back to what is known. */
const CHANGES_PER_PAGE = 20;
/** More changes of one warehouse between two reads than this many pages hold are left to the nightly reconciliation. */
const PAGES_AT_MOST = 50;
/** Warehouses in one call: the more, the more it costs of the complexity budget. */
const WAREHOUSES_PER_CALL = 10;

type Needs = Pick<Dependencies, 'brand' | 'centra' | 'records' | 'temporal'>;

/**
 * Detects stock changes in Centra that others made. They are recorded for `stock explain`, and the SKUs concerned are
 * reconciled now: we trust the level, not the change.
 */
export function detectExternalChanges({ brand, centra, records, temporal }: Needs) {
  let polledAt = 0;

  /** Changes after the last one known; of a first look the newest page, which shows where the next begins. */
  async function readChanges(known: CentraStockChangeId | undefined): Promise<StockChange[]> {
    const warehouses = locationsOf(brand)
      .in('centra')
      .map(({ centra: id }) => id);
    const changes: StockChange[] = [];
    for (let at = 0; at < warehouses.length; at += WAREHOUSES_PER_CALL) {
      let some: readonly CentraWarehouseId[] = warehouses.slice(at, at + WAREHOUSES_PER_CALL);
      for (let page = 1; some.length > 0 && page <= PAGES_AT_MOST; page += 1) {
        checkpoint();
        const found = await centra.stockChanges(some, { limit: CHANGES_PER_PAGE, page });
        changes.push(...found);
        some = known === undefined ? [] : some.filter((warehouse) => goesOn(found, warehouse, known));
      }
    }
    return changes;
  }

  /** What others changed, by SKU. */
  async function linesOf(changes: readonly StockChange[]): Promise<Map<CentraStockChangeId, readonly SkuUnits[]>> {
    const lines = new Map<CentraStockChangeId, readonly SkuUnits[]>();
    for (const warehouse of new Set(changes.map((change) => change.warehouse))) {
      checkpoint();
      const ids = changes.filter((change) => change.warehouse === warehouse).map(({ id }) => id);
      for (const [id, units] of await centra.stockChangeLines(warehouse, ids)) lines.set(id, units);
    }
    return lines;
  }

  const asRow = ({ id, warehouse, createdAt, comment }: StockChange, lines: readonly SkuUnits[]): ExternalChange => ({
    id,
    location: locationsOf(brand).byCentra(warehouse)?.id ?? '',
    at: Date.parse(createdAt),
    comment: comment.slice(0, 200),
    lines,
  });

  return async (): Promise<void> => {
    if (Date.now() - polledAt < scaled(brand, brand.stock.detectExternalChangesEvery)) return;
    const beganAt = Date.now();
    const cursor = parseId<CentraStockChangeId>(await records.cursors.get(CURSOR));
    const changes = await readChanges(cursor);
    const newest = changes.reduce((highest, { id }) => (isHigher(id, highest) ? id : highest), cursor ?? NONE);
    const external = changes.filter(
      ({ id, comment }) => cursor !== undefined && isHigher(id, cursor) && !isOurs(comment, brand.brand),
    );
    const lines = await linesOf(external);
    const rows = external.map((change) => asRow(change, lines.get(change.id) ?? []));
    await records.stockLedger.recordExternalChanges(rows);
    // Also of those that were recorded before: whoever recorded them may have died before it came to this.
    if (rows.length > 0) await startReconciliation({ brand, temporal }, `external-${newest}`, skusByLocation(rows));
    if (newest !== cursor) await records.cursors.set(CURSOR, newest);
    polledAt = beganAt;
  };
}

/** Whether a page of a warehouse is full of changes that are not known yet. */
function goesOn(found: readonly StockChange[], warehouse: CentraWarehouseId, known: CentraStockChangeId): boolean {
  const news = found.filter((change) => change.warehouse === warehouse && isHigher(change.id, known));
  return news.length >= CHANGES_PER_PAGE;
}

function skusByLocation(changes: readonly ExternalChange[]): { location: string; skus: string[] }[] {
  const skus = new Map<string, Set<string>>();
  for (const { location, lines } of changes) {
    const known = skus.get(location) ?? new Set();
    for (const { sku } of lines) known.add(sku);
    skus.set(location, known);
  }
  return [...skus].map(([location, some]) => ({ location, skus: [...some] }));
}
