import { condition, proxyActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders.js';
import type { Problem, Resolution } from '../../domain/cases/case.js';
import { isSettled, mayBecome, type PartStage } from '../../domain/order/part.js';
import { addUnits, countUnits, type LineUnits, subtractUnits } from '../../domain/order/plan.js';
import { counterpart } from '../options.js';
import { attempt } from './attempt.js';
import type { CaseDesk, Overtaken } from './case-desk.js';
import { moveElsewhere, movePart } from './move-part.js';
import { placePart } from './place-part.js';
import { cancelOrder, correct, reread } from './prepare.js';
import { returnStatus, sentUnits } from './return-status.js';
import { addPart, isCancelled, isHeld, isLetGo, noteProgress, type OrderState, type PartState, tell } from './state.js';
import { withdraw } from './withdraw-part.js';

const { lookAtPart, cancelUnits } = proxyActivities<OrderActivities>(counterpart);

/** One part from placing to its end: sent, moved or cancelled. */
export async function fulfilPart(order: OrderState, desk: CaseDesk, part: PartState): Promise<void> {
  await placePart(order, desk, part);
  while (!isSettled(part.stage)) {
    await condition(() => part.news || mustStop(order, part), Math.max(1, part.dueAt - Date.now()));
    // The state decides, not the timer's answer: a signal and the timer can land in the same task.
    if (mustStop(order, part)) await withdraw(order, desk, part);
    else if (part.news) await followProgress(order, desk, part);
    else if (Date.now() >= part.dueAt) await breakSilence(order, desk, part);
  }
}

/** True while the part must be taken back: the order is cancelled, held, or changed under it. */
export const mustStop = (order: OrderState, part: PartState): boolean =>
  !isLetGo(order, part) && !isSettled(part.stage) && (isCancelled(order) || isHeld(order) || part.recalled);

async function followProgress(order: OrderState, desk: CaseDesk, part: PartState): Promise<void> {
  part.news = false;
  const legs = [...part.legs.values()];
  if (legs.some((leg) => leg.stage === 'rejected') && part.stage !== 'rejected') {
    become(order, part, 'rejected');
    await moveElsewhere(order, desk, part);
    return;
  }
  if (legs.some((leg) => leg.picked.length > 0) && part.stage === 'placed') {
    become(order, part, 'picked');
    const { storeHandoverMs, warehouseSendMs } = order.settings.promises;
    part.dueAt = Date.now() + (part.kind === 'store' ? storeHandoverMs : warehouseSendMs);
  }
  await returnStatus(order, desk, part);
  // What came in while the status was on its way has not been returned yet: look again before anything is settled.
  if (part.news) return;

  const missing = stillMissing(part);
  if (missing.length === 0) {
    if (await unsentShipment(order, desk, part)) return;
    become(order, part, countUnits(sentUnits(part)) > 0 ? 'sent' : 'cancelled');
    return;
  }
  if (mustStop(order, part)) return;
  if (legs.every((leg) => leg.final)) await askForTheRest(order, desk, part, missing);
}

/** A shipment that was captured for more than left is never passed over. True while the part must be looked at again. */
async function unsentShipment(order: OrderState, desk: CaseDesk, part: PartState): Promise<boolean> {
  const open = part.shipments.find((s) => !s.completed);
  if (!open || isCancelled(order)) return false;
  const answer = await desk.ask(
    [
      {
        code: 'shipment.incomplete',
        sentence: `Shipment ${open.id} of part ${part.part} holds ${countUnits(open.lines)} units; fewer have left ${part.location}.`,
        lines: open.lines.map((l) => l.line),
      },
    ],
    {
      part: part.part,
      location: part.location,
      overtaken: () => (part.news ? `${part.location} has acted after all.` : undefined),
    },
  );
  if (answer.answer === 'skip') open.completed = true;
  part.news = true;
  return true;
}

const stillMissing = (part: PartState): LineUnits[] =>
  subtractUnits(subtractUnits(part.lines, part.cancelledUnits), sentUnits(part));

/** The location says it is done and units are missing: either it cancelled all by itself, or it was short. */
async function askForTheRest(
  order: OrderState,
  desk: CaseDesk,
  part: PartState,
  missing: readonly LineUnits[],
): Promise<void> {
  // A back order may have been made that nobody has told of yet.
  await look(order, desk, part);
  if (part.news || mustStop(order, part) || ![...part.legs.values()].every((leg) => leg.final)) return;
  const nothingSent = countUnits(sentUnits(part)) === 0;
  const code =
    nothingSent && [...part.legs.values()].some((leg) => leg.stage === 'cancelled')
      ? 'warehouse.cancelled'
      : part.kind === 'store'
        ? 'store.short-pick'
        : 'warehouse.short-pick';
  const problem: Problem = {
    code,
    sentence:
      code === 'warehouse.cancelled'
        ? `${part.location} cancelled part ${part.part} by itself.`
        : `${part.location} sent ${countUnits(sentUnits(part))} of ${countUnits(part.lines)} units of part ${part.part}.`,
    lines: missing.map((l) => l.line),
  };
  const answer = await askAboutPart(order, desk, part, problem);
  if (code === 'warehouse.cancelled' && answer.answer === 'retry') {
    // What was cancelled there stays cancelled: the units are placed anew under a new part number.
    become(order, part, 'moved');
    addPart(order, { location: part.location, lines: missing, tried: part.tried });
    return;
  }
  await applyToPart(order, desk, part, answer, missing);
}

/** Nothing was heard within the promise: looks once, and asks a person only when there is really nothing. */
async function breakSilence(order: OrderState, desk: CaseDesk, part: PartState): Promise<void> {
  await look(order, desk, part);
  if (part.news || mustStop(order, part)) return;
  const waitedFor = part.stage === 'placed' ? 'picked' : 'handed over';
  const missing = stillMissing(part);
  const answer = await askAboutPart(order, desk, part, {
    code: part.kind === 'store' ? 'store.silent' : 'warehouse.silent',
    sentence: `${part.location} has not ${waitedFor} part ${part.part} within its promise.`,
    lines: part.lines.map((l) => l.line),
  });
  await applyToPart(order, desk, part, answer, missing);
}

/** Asks about units of a part. Progress or a cancellation on the way answers it too. */
async function askAboutPart(
  order: OrderState,
  desk: CaseDesk,
  part: PartState,
  problem: Problem,
): Promise<Resolution | Overtaken> {
  return desk.ask([problem], {
    part: part.part,
    location: part.location,
    ...(order.origin === 'sitoo' ? { without: ['cancel-line'] } : {}),
    overtaken: () =>
      mustStop(order, part)
        ? 'the part is taken back.'
        : part.news
          ? `${part.location} has acted after all.`
          : undefined,
  });
}

/** Carries out an answer that concerns units of one part. */
export async function applyToPart(
  order: OrderState,
  desk: CaseDesk,
  part: PartState,
  answer: Resolution | Overtaken,
  units: readonly LineUnits[],
): Promise<void> {
  switch (answer.answer) {
    case 'move':
      await movePart(order, desk, part, answer.data?.location ?? '', units);
      return;
    case 'cancel-line': {
      const chosen = units.filter((u) => answer.data?.lines?.includes(u.line) ?? true);
      await cancelPartUnits(order, desk, part, answer.caseId, chosen);
      return;
    }
    case 'cancel-order':
      await cancelOrder(order, desk);
      return;
    case 'correct':
      correct(order, answer);
      return;
    case 'retry':
    case 'skip': {
      const { storePickMs, storeHandoverMs, warehousePickMs, warehouseSendMs } = order.settings.promises;
      const pick = part.kind === 'store' ? storePickMs : warehousePickMs;
      const send = part.kind === 'store' ? storeHandoverMs : warehouseSendMs;
      part.dueAt = Date.now() + (part.stage === 'picked' ? send : pick);
      if (part.stage === 'placed' || part.stage === 'picked') await look(order, desk, part);
      return;
    }
    case 'overtaken':
      return;
  }
}

/** One look for ourselves. What came by signal while we looked may be newer than what we saw. */
async function look(order: OrderState, desk: CaseDesk, part: PartState): Promise<void> {
  const looked = await attempt(desk, 'system.unreachable', () => lookAtPart(identify(order, part)));
  for (const progress of looked.done ?? []) {
    if (!noteProgress(part, progress)) continue;
    if (progress.stage !== 'open' && progress.stage !== 'working') part.news = true;
  }
}

/** Cancels units that will not come: at the origin, as goods that turned out not to exist, and from this part. */
async function cancelPartUnits(
  order: OrderState,
  desk: CaseDesk,
  part: PartState,
  decision: string,
  units: readonly LineUnits[],
): Promise<void> {
  order.deciding += 1;
  try {
    await giveUpUnits(order, desk, part, decision, units);
  } finally {
    order.deciding -= 1;
  }
}

async function giveUpUnits(
  order: OrderState,
  desk: CaseDesk,
  part: PartState,
  decision: string,
  units: readonly LineUnits[],
): Promise<void> {
  // A part that somebody may still pick is taken back first; what remains of it is placed anew.
  if (![...part.legs.values()].every((leg) => leg.final) || part.legs.size === 0) {
    if (part.stage !== 'planned') {
      part.recalled = true;
      await withdraw(order, desk, part);
      if (!isSettled(part.stage)) return;
    }
  }
  // The follower may tell of our own cancellation before the call that made it has ended: no news to this part.
  part.givingUp = units;
  const result = await attempt(desk, 'cancel.refused', () =>
    cancelUnits({ decision, number: order.number, lines: units, removeFromStock: true }),
  );
  part.givingUp = [];
  if (!result.done) return;
  part.cancelledUnits = addUnits(part.cancelledUnits, units);
  tell(order, `${countUnits(units)} units of part ${part.part} were cancelled.`);
  part.news = true;
  await reread(order, desk);
}

export function become(order: OrderState, part: PartState, stage: PartStage): void {
  if (part.stage === stage || !mayBecome(part.stage, stage)) return;
  part.stage = stage;
  tell(order, `Part ${part.part} at ${part.location}: ${stage}.`);
}

export const identify = (order: OrderState, part: PartState) => ({
  origin: order.origin,
  number: order.number,
  part: part.part,
  location: part.location,
  kind: part.kind,
});
