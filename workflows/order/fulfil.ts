import { condition } from '@temporalio/workflow';
import type { Problem } from '../../domain/cases/case.js';
import { isSettled } from '../../domain/order/fulfilment.js';
import { countUnits, type LineUnits, subtractUnits } from '../../domain/order/split-order.js';
import type { CaseDesk } from '../cases/case-raiser.js';
import { withdraw } from './cancel.js';
import { returnStatus, sentUnits } from './capture-and-ship.js';
import { applyToPart, askAboutPart } from './fulfilment-questions.js';
import { become, look, mustStop } from './fulfilment-steps.js';
import { moveElsewhere } from './move.js';
import { placePart } from './place.js';
import { giveWay } from './resolve-shortage.js';
import { mustGiveWay, stopWaitingForIntake } from './shortages.js';
import { addPart, isCancelled, type OrderState, type PartState } from './state.js';

/** One part from placing to its end: sent, moved or cancelled. */
export async function fulfilPart(order: OrderState, desk: CaseDesk, part: PartState): Promise<void> {
  await placePart(order, desk, part);
  while (!isSettled(part.stage)) {
    const somethingToDo = () => part.news || mustStop(order, part) || mustGiveWay(part);
    await condition(somethingToDo, Math.max(1, part.dueAt - Date.now()));
    // The state decides, not the timer's answer: a signal and the timer can land in the same task.
    if (mustStop(order, part)) await withdraw(order, desk, part);
    else if (part.news) await followProgress(order, desk, part);
    else if (mustGiveWay(part)) await giveWay(order, desk, part);
    else if (Date.now() >= part.dueAt) await breakSilence(order, desk, part);
  }
}

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
  // The goods that a person expected have not come: the location is not silent, it has nothing to pick.
  if (stopWaitingForIntake(part)) return;
  const waitedFor = part.stage === 'placed' ? 'picked' : 'handed over';
  const missing = stillMissing(part);
  const answer = await askAboutPart(order, desk, part, {
    code: part.kind === 'store' ? 'store.silent' : 'warehouse.silent',
    sentence: `${part.location} has not ${waitedFor} part ${part.part} within its promise.`,
    lines: part.lines.map((l) => l.line),
  });
  await applyToPart(order, desk, part, answer, missing);
}
