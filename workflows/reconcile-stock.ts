import { sleep } from '@temporalio/workflow';
import type { ReconcileActivities, ReconciledLocation } from '../activities/stock/reconcile/reconcile-stock.js';
import { steps } from './calls.js';
import { type Persistent, persistent } from './cases/alarms.js';
import { isForPerson, sentenceOf } from './cases/failures.js';
import type { ReconcileStock } from './messages.js';
import { reconciling } from './options.js';

const activities = steps<ReconcileActivities>(reconciling);

export interface ReconcileReport {
  readonly compared: number;
  /** SKUs whose level at Centra nothing explained; the difference is published. */
  readonly corrected: number;
  /** Differences of goods in flight; the next reconciliation compares them again. */
  readonly moving: number;
  /** SKUs of stores whose level the journal did not explain. */
  readonly found: number;
  /** Locations that could not be compared; each has a case. */
  readonly notCompared: readonly string[];
}

/** Locations whose counterpart is away are tried again after the others, with these pauses; the next night comes anyway. */
const PAUSES_MS = [60_000, 10 * 60_000, 50 * 60_000];

/**
 * Compares all levels with the counterparts, a location at a time. Differences are published; no level is overwritten. A
 * location that cannot be compared holds up no other, and ends as a case.
 */
export async function reconcileStock({ brand, only }: ReconcileStock): Promise<ReconcileReport> {
  const { persist, end } = persistent({
    brand,
    name: 'reconcile-stock',
    subject: 'reconciliation of stock',
    failing: 'Stock cannot be compared.',
  });
  const scopes: readonly Scope[] =
    only ?? (await persist(() => activities.locationsToReconcile())).locations.map((location) => ({ location }));
  const report = await compareAll(scopes, persist);
  if (!only) await persist(() => activities.raiseSafetyStockCases());
  await end();
  return report;
}

interface Scope {
  readonly location: string;
  readonly skus?: readonly string[];
}

async function compareAll(scopes: readonly Scope[], persist: Persistent['persist']): Promise<ReconcileReport> {
  const report = { compared: 0, corrected: 0, moving: 0, found: 0, notCompared: [] as string[] };
  const add = (compared: ReconciledLocation): void => {
    report.compared += compared.compared;
    report.corrected += compared.corrected;
    report.moving += compared.moving;
    report.found += compared.found;
  };
  let waiting = scopes;
  for (const pauseMs of [...PAUSES_MS, undefined]) {
    const again: Scope[] = [];
    for (const scope of waiting) {
      const made = await activities.reconcileLocation(scope).outcome();
      if (made.ok) add(made.done);
      else if (pauseMs !== undefined && !isForPerson(made.failure)) again.push(scope);
      else {
        report.notCompared.push(scope.location);
        const why = sentenceOf(made.failure);
        await persist(() => activities.raiseNotCompared({ location: scope.location, why }));
      }
    }
    waiting = again;
    if (pauseMs === undefined || waiting.length === 0) break;
    await sleep(pauseMs);
  }
  return report;
}
