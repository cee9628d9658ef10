import { condition } from '@temporalio/workflow';
import type { Problem } from '../../domain/cases/case.js';
import { isSettled } from '../../domain/order/fulfilment.js';
import { countUnits, type LineUnits, subtractUnits } from '../../domain/order/split-order.js';
import type { CaseRaiser } from '../cases/case-raiser.js';
import { cancelFulfilmentAtLocation } from './cancel.js';
import { returnStatus, sentUnits } from './capture-and-ship.js';
import { applyToFulfilment, askAboutFulfilment } from './fulfilment-questions.js';
import { look, mustStop, transition } from './fulfilment-steps.js';
import { moveElsewhere } from './move.js';
import { placeFulfilment } from './place.js';
import { releaseAllocation } from './resolve-shortage.js';
import { mustReleaseAllocation, stopWaitingForIntake } from './shortages.js';
import { addFulfilment, type FulfilmentState, isCancelled, type OrderState } from './state.js';

/** One fulfilment from placing to its end: sent, moved or cancelled. */
export async function fulfilFulfilment(
  order: OrderState,
  desk: CaseRaiser,
  fulfilment: FulfilmentState,
): Promise<void> {
  await placeFulfilment(order, desk, fulfilment);
  while (!isSettled(fulfilment.stage)) {
    const somethingToDo = () => fulfilment.news || mustStop(order, fulfilment) || mustReleaseAllocation(fulfilment);
    await condition(somethingToDo, Math.max(1, fulfilment.dueAt - Date.now()));
    // The state decides, not the timer's answer: a signal and the timer can land in the same task.
    if (mustStop(order, fulfilment)) await cancelFulfilmentAtLocation(order, desk, fulfilment);
    else if (fulfilment.news) await followProgress(order, desk, fulfilment);
    else if (mustReleaseAllocation(fulfilment)) await releaseAllocation(order, desk, fulfilment);
    else if (Date.now() >= fulfilment.dueAt) await breakSilence(order, desk, fulfilment);
  }
}

async function followProgress(order: OrderState, desk: CaseRaiser, fulfilment: FulfilmentState): Promise<void> {
  fulfilment.news = false;
  const legs = [...fulfilment.legs.values()];
  if (legs.some((leg) => leg.stage === 'rejected') && fulfilment.stage !== 'rejected') {
    transition(order, fulfilment, 'rejected');
    await moveElsewhere(order, desk, fulfilment);
    return;
  }
  if (legs.some((leg) => leg.picked.length > 0) && fulfilment.stage === 'placed') {
    transition(order, fulfilment, 'picked');
    const { storeHandoverMs, warehouseSendMs } = order.settings.promises;
    fulfilment.dueAt = Date.now() + (fulfilment.kind === 'store' ? storeHandoverMs : warehouseSendMs);
  }
  await returnStatus(order, desk, fulfilment);
  // What came in while the status was on its way has not been returned yet: look again before anything is settled.
  if (fulfilment.news) return;

  const missing = stillMissing(fulfilment);
  if (missing.length === 0) {
    if (await unsentShipment(order, desk, fulfilment)) return;
    transition(order, fulfilment, countUnits(sentUnits(fulfilment)) > 0 ? 'sent' : 'cancelled');
    return;
  }
  if (mustStop(order, fulfilment)) return;
  if (legs.every((leg) => leg.final)) await askForTheRest(order, desk, fulfilment, missing);
}

/** A shipment that was captured for more than left is never passed over. True while the fulfilment must be looked at again. */
async function unsentShipment(order: OrderState, desk: CaseRaiser, fulfilment: FulfilmentState): Promise<boolean> {
  const open = fulfilment.shipments.find((s) => !s.completed);
  if (!open || isCancelled(order)) return false;
  const answer = await desk.ask(
    [
      {
        code: 'shipment.incomplete',
        sentence: `Shipment ${open.id} of fulfilment ${fulfilment.fulfilment} holds ${countUnits(open.lines)} units; fewer have left ${fulfilment.location}.`,
        lines: open.lines.map((l) => l.line),
      },
    ],
    {
      fulfilment: fulfilment.fulfilment,
      location: fulfilment.location,
      autoResolved: () => (fulfilment.news ? `${fulfilment.location} has acted after all.` : undefined),
    },
  );
  if (answer.answer === 'skip') open.completed = true;
  fulfilment.news = true;
  return true;
}

const stillMissing = (fulfilment: FulfilmentState): LineUnits[] =>
  subtractUnits(subtractUnits(fulfilment.lines, fulfilment.cancelledUnits), sentUnits(fulfilment));

/** The location says it is done and units are missing: either it cancelled all by itself, or it was short. */
async function askForTheRest(
  order: OrderState,
  desk: CaseRaiser,
  fulfilment: FulfilmentState,
  missing: readonly LineUnits[],
): Promise<void> {
  // A back order may have been made that nobody has told of yet.
  await look(order, desk, fulfilment);
  if (fulfilment.news || mustStop(order, fulfilment) || ![...fulfilment.legs.values()].every((leg) => leg.final))
    return;
  const nothingSent = countUnits(sentUnits(fulfilment)) === 0;
  const code =
    nothingSent && [...fulfilment.legs.values()].some((leg) => leg.stage === 'cancelled')
      ? 'warehouse.cancelled'
      : fulfilment.kind === 'store'
        ? 'store.short-pick'
        : 'warehouse.short-pick';
  const problem: Problem = {
    code,
    sentence:
      code === 'warehouse.cancelled'
        ? `${fulfilment.location} cancelled fulfilment ${fulfilment.fulfilment} by itself.`
        : `${fulfilment.location} sent ${countUnits(sentUnits(fulfilment))} of ${countUnits(fulfilment.lines)} units of fulfilment ${fulfilment.fulfilment}.`,
    lines: missing.map((l) => l.line),
  };
  const answer = await askAboutFulfilment(order, desk, fulfilment, problem);
  if (code === 'warehouse.cancelled' && answer.answer === 'retry') {
    // What was cancelled there stays cancelled: the units are placed anew under a new fulfilment number.
    transition(order, fulfilment, 'moved');
    addFulfilment(order, { location: fulfilment.location, lines: missing, tried: fulfilment.tried });
    return;
  }
  await applyToFulfilment(order, desk, fulfilment, answer, missing);
}

/** Nothing was heard within the promise: looks once, and asks a person only when there is really nothing. */
async function breakSilence(order: OrderState, desk: CaseRaiser, fulfilment: FulfilmentState): Promise<void> {
  await look(order, desk, fulfilment);
  if (fulfilment.news || mustStop(order, fulfilment)) return;
  // The goods that a person expected have not come: the location is not silent, it has nothing to pick.
  if (stopWaitingForIntake(fulfilment)) return;
  const waitedFor = fulfilment.stage === 'placed' ? 'picked' : 'handed over';
  const missing = stillMissing(fulfilment);
  const answer = await askAboutFulfilment(order, desk, fulfilment, {
    code: fulfilment.kind === 'store' ? 'store.silent' : 'warehouse.silent',
    sentence: `${fulfilment.location} has not ${waitedFor} fulfilment ${fulfilment.fulfilment} within its promise.`,
    lines: fulfilment.lines.map((l) => l.line),
  });
  await applyToFulfilment(order, desk, fulfilment, answer, missing);
}
