import { proxyActivities } from '@temporalio/workflow';
import type { ReconcileActivities } from '../activities/stock/reconcile/reconcile-stock.js';
import type { ReconcileStock } from './messages.js';
import { reconciling } from './options.js';

const { locationsToReconcile, reconcileLocation, raiseSafetyStockCases } =
  proxyActivities<ReconcileActivities>(reconciling);

export interface ReconcileReport {
  readonly compared: number;
  /** SKUs whose level at Centra nothing explained; the difference is published. */
  readonly corrected: number;
  /** Differences of goods in flight; the next reconciliation compares them again. */
  readonly moving: number;
  /** SKUs of stores whose level the journal did not explain. */
  readonly found: number;
}

/** Compares all levels with the counterparts, a location at a time. Differences are published; no level is overwritten. */
export async function reconcileStock({ only }: ReconcileStock): Promise<ReconcileReport> {
  const scopes = only ?? (await locationsToReconcile()).locations.map((location) => ({ location, skus: undefined }));
  const report = { compared: 0, corrected: 0, moving: 0, found: 0 };
  for (const { location, skus } of scopes) {
    const compared = await reconcileLocation({ location, ...(skus ? { skus } : {}) });
    report.compared += compared.compared;
    report.corrected += compared.corrected;
    report.moving += compared.moving;
    report.found += compared.found;
  }
  if (!only) await raiseSafetyStockCases();
  return report;
}
