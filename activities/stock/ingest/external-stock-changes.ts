import { scaled } from '../../../domain/brand.js';
import { type CentraStockChangeId, isHigher, parseId } from '../../../domain/ids.js';
import { locationsOf } from '../../../domain/locations.js';
import type { CentraPort } from '../../../systems/centra/port.js';
import type { ExternalChange } from '../../../systems/database/stock-port.js';
import { checkpoint } from '../../checkpoint.js';
import type { Dependencies } from '../../dependencies.js';
import { isOurs } from '../publish/batch-reference.js';
import { startReconciliation } from '../reconcile/start-reconciliation.js';

const CURSOR = 'centra/stock-changes';
/** Below every change: Centra had none. */
const NONE = '0' as CentraStockChangeId;
/** Newest changes read of each warehouse. What more there is between two reads, the nightly reconciliation finds. */
const CHANGES_PER_WAREHOUSE = 20;
/** Warehouses in one call: the more, the more it costs of the complexity budget. */
const WAREHOUSES_PER_CALL = 10;

type StockChange = Awaited<ReturnType<CentraPort['stockChanges']>>[number];

type Needs = Pick<Dependencies, 'brand' | 'centra' | 'records' | 'temporal'>;

/**
 * Detects stock changes in Centra that others made. They are recorded for `stock explain`, and the SKUs concerned are
 * reconciled now: we trust the level, not the change.
 */
export function detectExternalChanges({ brand, centra, records, temporal }: Needs) {
  let polledAt = 0;

  async function readChanges(): Promise<StockChange[]> {
    const warehouses = brand.locations.map(({ centra }) => centra);
    const changes: StockChange[] = [];
    for (let at = 0; at < warehouses.length; at += WAREHOUSES_PER_CALL) {
      checkpoint();
      const some = warehouses.slice(at, at + WAREHOUSES_PER_CALL);
      changes.push(...(await centra.stockChanges(some, CHANGES_PER_WAREHOUSE, 'stock')));
    }
    return changes;
  }

  const asRow = ({ id, warehouse, createdAt, comment, lines }: StockChange): ExternalChange => ({
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
    const changes = await readChanges();
    const newest = changes.reduce((highest, { id }) => (isHigher(id, highest) ? id : highest), cursor ?? NONE);
    const external = changes.filter(
      ({ id, comment }) => cursor !== undefined && isHigher(id, cursor) && !isOurs(comment, brand.brand),
    );
    const rows = external.map(asRow);
    await records.stockLedger.recordExternalChanges(rows);
    // Also of those that were recorded before: whoever recorded them may have died before it came to this.
    if (rows.length > 0) await startReconciliation({ brand, temporal }, `external-${newest}`, skusByLocation(rows));
    if (newest !== cursor) await records.cursors.set(CURSOR, newest);
    polledAt = beganAt;
  };
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
