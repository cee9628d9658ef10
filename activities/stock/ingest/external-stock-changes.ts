import { scaled } from '../../../domain/brand.js';
import { locationsOf } from '../../../domain/locations.js';
import type { Dependencies } from '../../dependencies.js';
import { isOurs } from '../publish/batch-reference.js';
import { startReconciliation } from '../reconcile/start-reconciliation.js';

const CURSOR = 'centra/stock-changes';
/** Changes of a warehouse looked at in one go. More than that between two looks is found in the night. */
const CHANGES_AT_ONCE = 20;
/** Warehouses in one question: the more, the more it costs of the complexity budget. */
const WAREHOUSES_AT_ONCE = 10;

/**
 * Looks for stock changes in Centra that we did not make. They are noted for whoever asks why, and the SKUs
 * concerned are compared at once: what a change means for the level is decided by the level, not by the change.
 */
export function detectExternalChanges({
  brand,
  centra,
  records,
  temporal,
}: Pick<Dependencies, 'brand' | 'centra' | 'records' | 'temporal'>) {
  let polledAt = 0;

  return async (): Promise<void> => {
    if (Date.now() - polledAt < scaled(brand, brand.stock.detectExternalChangesEvery)) return;
    polledAt = Date.now();
    const seen = await records.cursors.get(CURSOR);
    const warehouses = brand.locations.map(({ centra }) => centra);
    const changes = [];
    for (let at = 0; at < warehouses.length; at += WAREHOUSES_AT_ONCE)
      changes.push(
        ...(await centra.stockChanges(warehouses.slice(at, at + WAREHOUSES_AT_ONCE), CHANGES_AT_ONCE, 'stock')),
      );
    const newest = Math.max(Number(seen ?? '0'), ...changes.map((c) => c.id));
    const foreign = changes.filter((c) => seen !== undefined && c.id > Number(seen) && !isOurs(c.comment, brand.brand));
    const fresh = await records.stockLedger.recordExternalChanges(
      foreign.map((c) => ({
        id: c.id,
        location: locationsOf(brand).byCentra(c.warehouse)?.id ?? '',
        at: Date.parse(c.createdAt),
        comment: c.comment.slice(0, 200),
        lines: c.lines,
      })),
    );
    const only = [...new Set(fresh.map((c) => c.location))].map((location) => ({
      location,
      skus: [...new Set(fresh.filter((c) => c.location === location).flatMap((c) => c.lines.map((l) => l.sku)))],
    }));
    if (only.length > 0) await startReconciliation({ brand, temporal }, `external-${newest}`, only);
    if (String(newest) !== seen) await records.cursors.set(CURSOR, String(newest));
  };
}
