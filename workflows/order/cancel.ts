import { proxyActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders/index.js';
import { countUnits } from '../../domain/order/split-order.js';
import type { CaseDesk } from '../cases/case-raiser.js';
import { attempt } from '../cases/run-or-raise-case.js';
import { counterpart } from '../options.js';
import { sentUnits } from './capture-and-ship.js';
import { become, identify } from './fulfilment-steps.js';
import { isCancelled, isHeld, type OrderState, type PartState, tell } from './state.js';

const { withdrawPart } = proxyActivities<OrderActivities>(counterpart);

/**
 * Takes a part back from its store or warehouse. When picking has begun it is too late: then a person stops the parcel by
 * hand (retry) or lets it go (skip).
 */
export async function withdraw(order: OrderState, desk: CaseDesk, part: PartState): Promise<void> {
  const outcome = hasBegun(part) ? 'too-late' : await takeBack(order, desk, part);
  if (outcome !== 'too-late') {
    isBack(order, part);
    return;
  }
  if (isHeld(order) && !isCancelled(order)) {
    tell(order, `${part.location} had begun part ${part.part}; the hold came too late for it.`);
    part.letGoAt = order.facts.revision;
    return;
  }
  const cancelled = isCancelled(order);
  const answer = await desk.ask(
    [
      {
        code: cancelled ? 'cancel.too-late' : 'order.edited-after-transfer',
        sentence: `${part.location} had begun part ${part.part} before it could be taken back.`,
        lines: part.lines.map((l) => l.line),
      },
    ],
    { part: part.part, location: part.location },
  );
  if (answer.answer !== 'skip') return;
  part.recalled = false;
  part.letGoAt = order.facts.revision;
  if (!cancelled) return;
  // The web shop takes no shipment of a cancelled order: the parcel comes back as a return or is written off there.
  tell(order, `Part ${part.part} left although the order was cancelled; it is expected back as a return.`);
  become(order, part, 'cancelled');
}

/** Takes back a part that its location has not begun with. False when it has: then it is left as it is, and nobody is asked. */
export async function withdrawUntouched(order: OrderState, desk: CaseDesk, part: PartState): Promise<boolean> {
  const outcome = hasBegun(part) ? 'too-late' : await takeBack(order, desk, part);
  if (outcome !== 'too-late') isBack(order, part);
  else tell(order, `${part.location} had begun part ${part.part}; it stays there.`);
  return outcome !== 'too-late';
}

function isBack(order: OrderState, part: PartState): void {
  become(order, part, 'cancelled');
  part.recalled = false;
  // What the part held is planned anew, unless the whole order is cancelled.
  if (!isCancelled(order)) order.plannedFrom = undefined;
}

/** Something left, or was captured to leave: taking the order back would not bring that back. */
const hasBegun = (part: PartState): boolean =>
  countUnits(sentUnits(part)) > 0 || part.shipments.some((shipment) => !shipment.completed);

async function takeBack(
  order: OrderState,
  desk: CaseDesk,
  part: PartState,
): Promise<'cancelled' | 'too-late' | 'gone'> {
  const result = await attempt(desk, 'cancel.too-late', () => withdrawPart(identify(order, part)), {
    part: part.part,
    location: part.location,
  });
  return result.done ?? 'too-late';
}
