import { proxyActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders/index.js';
import { countUnits } from '../../domain/order/split-order.js';
import type { CaseRaiser } from '../cases/case-raiser.js';
import { runOrRaiseCase } from '../cases/run-or-raise-case.js';
import { counterpart } from '../options.js';
import { sentUnits } from './capture-and-ship.js';
import { identify, transition } from './fulfilment-steps.js';
import { type FulfilmentState, isCancelled, isHeld, type OrderState, tell } from './state.js';

const { cancelFulfilment } = proxyActivities<OrderActivities>(counterpart);

/**
 * Takes a fulfilment back from its store or warehouse. When picking has begun it is too late: then a person stops the parcel by
 * hand (retry) or lets it go (skip).
 */
export async function cancelFulfilmentAtLocation(
  order: OrderState,
  desk: CaseRaiser,
  fulfilment: FulfilmentState,
): Promise<void> {
  const outcome = hasBegun(fulfilment) ? 'too-late' : await takeBack(order, desk, fulfilment);
  if (outcome !== 'too-late') {
    isBack(order, fulfilment);
    return;
  }
  if (isHeld(order) && !isCancelled(order)) {
    tell(order, `${fulfilment.location} had begun fulfilment ${fulfilment.fulfilment}; the hold came too late for it.`);
    fulfilment.acceptedAtRevision = order.facts.revision;
    return;
  }
  const cancelled = isCancelled(order);
  const answer = await desk.ask(
    [
      {
        code: cancelled ? 'cancel.too-late' : 'order.edited-after-transfer',
        sentence: `${fulfilment.location} had begun fulfilment ${fulfilment.fulfilment} before it could be taken back.`,
        lines: fulfilment.lines.map((l) => l.line),
      },
    ],
    { fulfilment: fulfilment.fulfilment, location: fulfilment.location },
  );
  if (answer.answer !== 'skip') return;
  fulfilment.recalled = false;
  fulfilment.acceptedAtRevision = order.facts.revision;
  if (!cancelled) return;
  // The web shop takes no shipment of a cancelled order: the parcel comes back as a return or is written off there.
  tell(
    order,
    `Fulfilment ${fulfilment.fulfilment} left although the order was cancelled; it is expected back as a return.`,
  );
  transition(order, fulfilment, 'cancelled');
}

/** Takes back a fulfilment that its location has not begun with. False when it has: then it is left as it is, and nobody is asked. */
export async function cancelUntouched(
  order: OrderState,
  desk: CaseRaiser,
  fulfilment: FulfilmentState,
): Promise<boolean> {
  const outcome = hasBegun(fulfilment) ? 'too-late' : await takeBack(order, desk, fulfilment);
  if (outcome !== 'too-late') isBack(order, fulfilment);
  else tell(order, `${fulfilment.location} had begun fulfilment ${fulfilment.fulfilment}; it stays there.`);
  return outcome !== 'too-late';
}

function isBack(order: OrderState, fulfilment: FulfilmentState): void {
  transition(order, fulfilment, 'cancelled');
  fulfilment.recalled = false;
  // What the fulfilment held is planned anew, unless the whole order is cancelled.
  if (!isCancelled(order)) order.plannedFrom = undefined;
}

/** Something left, or was captured to leave: taking the order back would not bring that back. */
const hasBegun = (fulfilment: FulfilmentState): boolean =>
  countUnits(sentUnits(fulfilment)) > 0 || fulfilment.shipments.some((shipment) => !shipment.completed);

async function takeBack(
  order: OrderState,
  desk: CaseRaiser,
  fulfilment: FulfilmentState,
): Promise<'cancelled' | 'too-late' | 'gone'> {
  const result = await runOrRaiseCase(desk, 'cancel.too-late', () => cancelFulfilment(identify(order, fulfilment)), {
    fulfilment: fulfilment.fulfilment,
    location: fulfilment.location,
  });
  return result.done ?? 'too-late';
}
