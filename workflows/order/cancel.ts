import {
  hasBegunToLeave,
  isClosedAtLocation,
  type Recall,
  remainingUnits,
} from '../../domain/order/fulfilment-state.js';
import { isHeld, isRecalled } from '../../domain/order/next-step.js';
import { countUnits, subtractUnits } from '../../domain/order/split-order.js';
import { cancelAtLocation } from './cancel-at-location.js';
import { dropUnwanted, stillWantedOf } from './fulfilments.js';
import { isCancelled } from './order-state.js';
import { readProgress } from './read-order.js';
import { type FulfilmentRun, markReplanned, mustBeCancelled, transition } from './run.js';

/**
 * Cancels a fulfilment at its store or warehouse. When picking has begun it is too late: then a person stops the parcel by
 * hand (retry) or lets it go (skip).
 */
export async function cancel(run: FulfilmentRun): Promise<void> {
  const { order, fulfilment, cases, timeline } = run;
  // Nothing of it exists at the location.
  if (fulfilment.stage === 'planned') return markReplanned(run);
  if (await fitsWithoutTheMissing(run)) return;
  if (await cancelledInTime(run)) return;
  if (isHeld(order.facts)) {
    timeline.add(
      `${fulfilment.location} had begun fulfilment ${fulfilment.fulfilment}; the hold came too late for it.`,
    );
    fulfilment.recall = accepted(run, isRecalled(fulfilment.recall) ? 'wanted' : 'none');
    return;
  }
  const orderIsCancelled = isCancelled(order);
  const whyMoot = (): string | undefined => {
    if (!mustBeCancelled(run)) return 'the fulfilment may go on as it is.';
    return isCancelled(order) === orderIsCancelled ? undefined : 'the order was changed again.';
  };
  const answer = await cases.raise(
    [
      {
        code: orderIsCancelled ? 'cancel.too-late' : 'order.edited-after-transfer',
        sentence: `${fulfilment.location} had begun fulfilment ${fulfilment.fulfilment} before it could be cancelled.`,
        lines: fulfilment.lines.map((l) => l.line),
      },
    ],
    { autoResolved: whyMoot },
  );
  // What was let go is not let go any more when the order has changed before the answer was noted.
  if (answer.answer !== 'skip' || whyMoot() !== undefined) return;
  fulfilment.recall = accepted(run, 'none');
  const all = remainingUnits(fulfilment);
  fulfilment.knownBeyond = subtractUnits(all, stillWantedOf(run, all));
  if (!orderIsCancelled) return;
  // The web shop takes no shipment of a cancelled order: the parcel comes back as a return or is written off there.
  timeline.add(
    `Fulfilment ${fulfilment.fulfilment} left although the order was cancelled; it is expected back as a return.`,
  );
  transition(run, 'cancelled');
}

const accepted = ({ order }: FulfilmentRun, afterwards: 'none' | 'wanted'): Recall => ({
  acceptedAtRevision: order.facts.revision,
  afterwards,
});

/** Cancels a fulfilment that its location has not begun with. False when it has: then it stays there, and no case is raised. */
export async function cancelUntouched(run: FulfilmentRun): Promise<boolean> {
  if (await cancelledInTime(run)) return true;
  const { fulfilment, timeline } = run;
  timeline.add(`${fulfilment.location} had begun fulfilment ${fulfilment.fulfilment}; it stays there.`);
  return false;
}

async function cancelledInTime(run: FulfilmentRun): Promise<boolean> {
  if (hasBegunToLeave(run.fulfilment)) return false;
  if ((await cancelAtLocation(run, 'cancel.too-late')) === 'too-late') return false;
  markReplanned(run);
  return true;
}

/**
 * The location has closed its order and did not send all, and what it did not send is what the order no longer holds: nothing
 * is to be cancelled there, and nobody has to be asked.
 */
async function fitsWithoutTheMissing(run: FulfilmentRun): Promise<boolean> {
  const { order, fulfilment } = run;
  const mayFit = (): boolean =>
    !isCancelled(order) && !isHeld(order.facts) && isClosedAtLocation(fulfilment) && hasBegunToLeave(fulfilment);
  if (!mayFit()) return false;
  // A back order may have been made that was not reported yet.
  await readProgress(run);
  if (!mayFit() || !dropUnwanted(run)) return false;
  const held = remainingUnits(fulfilment);
  if (countUnits(stillWantedOf(run, held)) < countUnits(held)) return false;
  fulfilment.recall = 'none';
  fulfilment.hasUnhandledProgress = true;
  return true;
}
