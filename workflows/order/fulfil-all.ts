import { condition } from '@temporalio/workflow';
import { addUnits, planParts, subtractUnits, uncoveredLines } from '../../domain/order/split-order.js';
import type { CaseDesk } from '../cases/case-raiser.js';
import { fulfilPart } from './fulfil.js';
import { makeReady } from './prepare.js';
import { hearEarlyShortages } from './shortages.js';
import {
  addPart,
  allSettled,
  coveredUnits,
  coveringParts,
  enter,
  isCancelled,
  isHeld,
  isLetGo,
  type OrderState,
  type PartState,
  tell,
} from './state.js';

/**
 * Fulfils all parts side by side, each on its own. Parts are added on the way: when one moves, when a hold ends,
 * when the order is edited. Ends when nothing more is expected of any part.
 */
export async function fulfilParts(order: OrderState, desk: CaseDesk): Promise<void> {
  const running = new Set<PartState>();
  const failures: unknown[] = [];
  const launch = (part: PartState): void => {
    running.add(part);
    fulfilPart(order, desk, part)
      .catch((err) => failures.push(err))
      .finally(() => running.delete(part));
  };
  const launched = new Set<PartState>();

  for (;;) {
    if (edited(order) && !isCancelled(order) && !isHeld(order) && (await makeReady(order, desk))) plan(order);
    for (const part of order.parts) {
      if (launched.has(part)) continue;
      launched.add(part);
      launch(part);
    }
    const quiet = running.size === 0 && order.deciding === 0 && allSettled(order);
    if (quiet && (isCancelled(order) || (!edited(order) && !isHeld(order)))) return;
    await condition(
      () =>
        failures.length > 0 ||
        order.parts.some((p) => !launched.has(p)) ||
        (edited(order) && !isHeld(order) && !isCancelled(order)) ||
        (running.size === 0 && allSettled(order) && !isHeld(order)),
    );
    if (failures.length > 0) throw failures[0];
  }
}

const edited = (order: OrderState): boolean => order.deciding === 0 && order.plannedFrom !== order.facts.revision;

/**
 * Makes parts of all units that no living part covers, and recalls parts that hold more than is still wanted, the
 * youngest unpicked first. Run at the start, after an edit and after a hold.
 */
function plan(order: OrderState): void {
  const addressChanged = order.parts.length > 0 && order.shipToPlanned !== order.facts.shipTo;
  order.plannedFrom = order.facts.revision;
  order.shipToPlanned = order.facts.shipTo;
  recallWhatIsNoLongerWanted(order, addressChanged);

  const uncovered = planParts({ lines: uncoveredLines(order.facts, coveredUnits(order)) });
  for (const planned of uncovered) {
    const part = addPart(order, planned);
    tell(order, `Part ${part.part} goes to ${part.location}.`);
  }
  hearEarlyShortages(order);
  order.next = 'The parts are being fulfilled.';
  enter(order, 'fulfilling');
}

function recallWhatIsNoLongerWanted(order: OrderState, addressChanged: boolean): void {
  const wanted = new Map(order.facts.lines.map((l) => [l.line, l.quantity]));
  const held = new Map<string, number>();
  for (const part of firmestFirst(order)) {
    let excess = false;
    const given = addUnits(part.cancelledUnits, part.givingUp);
    for (const { line, quantity } of subtractUnits(part.lines, given)) {
      const total = (held.get(line) ?? 0) + quantity;
      held.set(line, total);
      if (total > (wanted.get(line) ?? 0)) excess = true;
    }
    const unsent = part.stage !== 'sent' && part.stage !== 'rejected';
    if (unsent && !isLetGo(order, part) && (excess || addressChanged)) part.recalled = true;
  }
}

/** Parts in the order in which they keep their units: what has left or is picked first, then the oldest. */
const firmestFirst = (order: OrderState): PartState[] =>
  [...coveringParts(order)].sort((a, b) => FIRMNESS[b.stage] - FIRMNESS[a.stage] || a.part - b.part);

const FIRMNESS = { sent: 3, picked: 2, placed: 1, planned: 0, rejected: 0, cancelled: 0, moved: 0 } as const;
