import { condition } from '@temporalio/workflow';
import { addUnits, planFulfilments, subtractUnits, uncoveredLines } from '../../domain/order/split-order.js';
import type { CaseRaiser } from '../cases/case-raiser.js';
import { fulfilFulfilment } from './fulfil.js';
import { makeReady } from './prepare.js';
import { applyEarlyShortages } from './shortages.js';
import {
  addFulfilment,
  allSettled,
  coveredUnits,
  coveringFulfilments,
  type FulfilmentState,
  isAcceptedAsIs,
  isCancelled,
  isHeld,
  type OrderState,
  setStage,
  tell,
} from './state.js';

/**
 * Fulfils all fulfilments side by side, each on its own. Fulfilments are added on the way: when one moves, when a hold ends,
 * when the order is edited. Ends when nothing more is expected of any fulfilment.
 */
export async function fulfilFulfilments(order: OrderState, desk: CaseRaiser): Promise<void> {
  const running = new Set<FulfilmentState>();
  const failures: unknown[] = [];
  const launch = (fulfilment: FulfilmentState): void => {
    running.add(fulfilment);
    fulfilFulfilment(order, desk, fulfilment)
      .catch((err) => failures.push(err))
      .finally(() => running.delete(fulfilment));
  };
  const launched = new Set<FulfilmentState>();

  for (;;) {
    if (edited(order) && !isCancelled(order) && !isHeld(order) && (await makeReady(order, desk))) plan(order);
    for (const fulfilment of order.fulfilments) {
      if (launched.has(fulfilment)) continue;
      launched.add(fulfilment);
      launch(fulfilment);
    }
    const quiet = running.size === 0 && order.deciding === 0 && allSettled(order);
    if (quiet && (isCancelled(order) || (!edited(order) && !isHeld(order)))) return;
    await condition(
      () =>
        failures.length > 0 ||
        order.fulfilments.some((p) => !launched.has(p)) ||
        (edited(order) && !isHeld(order) && !isCancelled(order)) ||
        (running.size === 0 && allSettled(order) && !isHeld(order)),
    );
    if (failures.length > 0) throw failures[0];
  }
}

const edited = (order: OrderState): boolean => order.deciding === 0 && order.plannedFrom !== order.facts.revision;

/**
 * Makes parts of all units that no living fulfilment covers, and recalls fulfilments that hold more than is still wanted, the
 * youngest unpicked first. Run at the start, after an edit and after a hold.
 */
function plan(order: OrderState): void {
  const addressChanged = order.fulfilments.length > 0 && order.shipToPlanned !== order.facts.shipTo;
  order.plannedFrom = order.facts.revision;
  order.shipToPlanned = order.facts.shipTo;
  recallWhatIsNoLongerWanted(order, addressChanged);

  const uncovered = planFulfilments({ lines: uncoveredLines(order.facts, coveredUnits(order)) });
  for (const planned of uncovered) {
    const fulfilment = addFulfilment(order, planned);
    tell(order, `Fulfilment ${fulfilment.fulfilment} goes to ${fulfilment.location}.`);
  }
  applyEarlyShortages(order);
  order.next = 'The fulfilments are being fulfilled.';
  setStage(order, 'fulfilling');
}

function recallWhatIsNoLongerWanted(order: OrderState, addressChanged: boolean): void {
  const wanted = new Map(order.facts.lines.map((l) => [l.line, l.quantity]));
  const held = new Map<string, number>();
  for (const fulfilment of firmestFirst(order)) {
    let excess = false;
    const given = addUnits(fulfilment.cancelledUnits, fulfilment.givingUp);
    for (const { line, quantity } of subtractUnits(fulfilment.lines, given)) {
      const total = (held.get(line) ?? 0) + quantity;
      held.set(line, total);
      if (total > (wanted.get(line) ?? 0)) excess = true;
    }
    const unsent = fulfilment.stage !== 'sent' && fulfilment.stage !== 'rejected';
    if (unsent && !isAcceptedAsIs(order, fulfilment) && (excess || addressChanged)) fulfilment.recalled = true;
  }
}

/** Fulfilments in the order in which they keep their units: what has left or is picked first, then the oldest. */
const firmestFirst = (order: OrderState): FulfilmentState[] =>
  [...coveringFulfilments(order)].sort((a, b) => FIRMNESS[b.stage] - FIRMNESS[a.stage] || a.fulfilment - b.fulfilment);

const FIRMNESS = { sent: 3, picked: 2, placed: 1, planned: 0, rejected: 0, cancelled: 0, moved: 0 } as const;
