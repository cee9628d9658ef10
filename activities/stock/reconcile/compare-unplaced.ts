import { scaled } from '../../../domain/brand.js';
import { locationsOf } from '../../../domain/locations.js';
import { EXPLAINED_WITHIN_MS } from '../../../domain/stock/ledger/orders-of-others.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import type { Dependencies } from '../../dependencies.js';
import { startReconciliation } from './start-reconciliation.js';

/** By then whatever was under way when levels were compared first has come to an end: a call, or an order still to be read. */
const COMPARED_AGAIN_AFTER_MS = 60_000;

/**
 * An order that others send may show first as sent, with nothing that says from where. What then falls, or fell before, was
 * published like any loss, and Centra has deducted it too, or it was something else: only Centra's level tells which. Its
 * level is compared where something fell, without waiting for the night.
 */
export function compareUnplaced({ brand, records, temporal }: Pick<Dependencies, 'brand' | 'records' | 'temporal'>) {
  const inCentra = new Set(
    locationsOf(brand)
      .in('centra')
      .map(({ id }) => id),
  );
  return async (): Promise<void> => {
    const { positions, newest } = await records.stockLedger.claimUnplaced({
      withinMs: scaled(brand, EXPLAINED_WITHIN_MS),
      againAfterMs: scaled(brand, COMPARED_AGAIN_AFTER_MS),
    });
    const only = byLocation(positions.filter(({ location }) => inCentra.has(location)));
    if (only.length > 0) await startReconciliation({ brand, temporal }, `unplaced-${newest}`, only);
  };
}

function byLocation(positions: readonly PositionKey[]): { location: string; skus: string[] }[] {
  const skus = new Map<string, string[]>();
  for (const { location, sku } of positions) skus.set(location, [...(skus.get(location) ?? []), sku]);
  return [...skus].map(([location, some]) => ({ location, skus: some }));
}
