import { type FulfilmentState, remainingUnits } from '../../domain/order/fulfilment-state.js';
import { isAcceptedAsIs } from '../../domain/order/next-step.js';
import { planFulfilments, uncoveredLines } from '../../domain/order/split-order.js';
import { addFulfilment } from './fulfilments.js';
import { askAboutGoodsBeyond } from './goods-beyond.js';
import { coveredUnits, coveringFulfilments, type OrderState } from './order-state.js';
import type { OrderRun } from './run.js';
import { applyEarlyShortages } from './shortages.js';

/**
 * Plans fulfilments for all units that none covers, and recalls fulfilments that hold more than is still wanted,
 * the youngest unpicked first. Runs at the start, after an edit and after a hold.
 */
export function plan(run: OrderRun): void {
  const { order, timeline } = run;
  const addressChanged = order.fulfilments.length > 0 && order.plannedShipTo !== order.facts.shipTo;
  order.plannedRevision = order.facts.revision;
  order.plannedShipTo = order.facts.shipTo;
  recallWhatIsNoLongerWanted(order, addressChanged);
  askAboutGoodsBeyond(run);

  for (const planned of planFulfilments({ lines: uncoveredLines(order.facts, coveredUnits(order)) })) {
    const { fulfilment, location } = addFulfilment(order, planned);
    timeline.add(`Fulfilment ${fulfilment} goes to ${location}.`);
  }
  applyEarlyShortages(run);
  timeline.expect('The fulfilments are being fulfilled.');
  timeline.setStage('fulfilling');
}

function recallWhatIsNoLongerWanted(order: OrderState, addressChanged: boolean): void {
  const wanted = new Map(order.facts.lines.map((l) => [l.line, l.quantity]));
  const held = new Map<string, number>();
  // What earlier runs have fulfilled keeps its units before all others.
  for (const { line, quantity } of order.earlier.covered) held.set(line, (held.get(line) ?? 0) + quantity);
  for (const fulfilment of firmestFirst(order)) {
    let hasExcess = false;
    for (const { line, quantity } of remainingUnits(fulfilment)) {
      const total = (held.get(line) ?? 0) + quantity;
      held.set(line, total);
      if (total > (wanted.get(line) ?? 0)) hasExcess = true;
    }
    const mayChange = fulfilment.stage !== 'sent' && fulfilment.stage !== 'rejected';
    if (mayChange && (hasExcess || addressChanged) && !isAcceptedAsIs(fulfilment.recall, order.facts))
      fulfilment.recall = 'wanted';
  }
}

/** Fulfilments in the order in which they keep their units: what has left or is picked first, then the oldest. */
const firmestFirst = (order: OrderState): FulfilmentState[] =>
  [...coveringFulfilments(order)].sort((a, b) => FIRMNESS[b.stage] - FIRMNESS[a.stage] || a.fulfilment - b.fulfilment);

const FIRMNESS = {
  sent: 3,
  picked: 2,
  placed: 1,
  placing: 0,
  planned: 0,
  rejected: 0,
  cancelled: 0,
  moved: 0,
} as const satisfies Record<FulfilmentState['stage'], number>;
