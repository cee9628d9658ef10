import { proxyActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders/index.js';
import type { Problem, Resolution } from '../../domain/cases/case.js';
import { isSettled } from '../../domain/order/fulfilment.js';
import { addUnits, countUnits, type LineUnits } from '../../domain/order/split-order.js';
import type { CaseDesk, Overtaken } from '../cases/case-raiser.js';
import { attempt } from '../cases/run-or-raise-case.js';
import { counterpart } from '../options.js';
import { withdraw, withdrawUntouched } from './cancel.js';
import { look, mustStop, renewPromise } from './fulfilment-steps.js';
import { movePart } from './move.js';
import { cancelOrder, correct, reread } from './prepare.js';
import { type OrderState, type PartState, tell } from './state.js';

const { cancelUnits } = proxyActivities<OrderActivities>(counterpart);

/** Asks about units of a part. Progress or a cancellation on the way answers it too. */
export async function askAboutPart(
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
      await deciding(order, () => giveUpUnits(order, desk, part, answer.caseId, chosen(units, answer)));
      return;
    }
    case 'cancel-line-and-refund': {
      // Nobody has begun with it when this is asked; if somebody has by now, the goods were there after all.
      await deciding(order, async () => {
        if (await withdrawUntouched(order, desk, part))
          await giveUpUnits(order, desk, part, answer.caseId, chosen(units, answer));
      });
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
      renewPromise(order, part);
      if (part.stage === 'placed' || part.stage === 'picked') await look(order, desk, part);
      return;
    }
    case 'wait-for-intake':
      renewPromise(order, part);
      return;
    case 'overtaken':
      return;
  }
}

/** The units that a person chose by their lines; without a choice all of them. */
const chosen = (units: readonly LineUnits[], { data }: Resolution): LineUnits[] =>
  units.filter((u) => data?.lines?.includes(u.line) ?? true);

/** Carries out a decision about units; nothing is planned anew before that is done. */
async function deciding(order: OrderState, decision: () => Promise<void>): Promise<void> {
  order.deciding += 1;
  try {
    await decision();
  } finally {
    order.deciding -= 1;
  }
}

/** Cancels units that will not come: at the origin and from this part. */
async function giveUpUnits(
  order: OrderState,
  desk: CaseDesk,
  part: PartState,
  decision: string,
  units: readonly LineUnits[],
): Promise<void> {
  // A part that somebody may still pick is taken back first; what remains of it is placed anew.
  const mayBePicked = part.stage !== 'planned' && !isSettled(part.stage);
  if (mayBePicked && (part.legs.size === 0 || ![...part.legs.values()].every((leg) => leg.final))) {
    part.recalled = true;
    await withdraw(order, desk, part);
    if (!isSettled(part.stage)) return;
  }
  // The follower may tell of our own cancellation before the call that made it has ended: no news to this part.
  part.givingUp = units;
  // Released and not removed, also what a picker did not find: the master of the stock, Sitoo or the WMS, decides by its own
  // count whether the goods exist, and the web shop hears of that as stock. Removed here, they would be counted down twice.
  const result = await attempt(desk, 'cancel.refused', () =>
    cancelUnits({ decision, number: order.number, lines: units, removeFromStock: false }),
  );
  part.givingUp = [];
  if (!result.done) return;
  part.cancelledUnits = addUnits(part.cancelledUnits, units);
  tell(order, `${countUnits(units)} units of part ${part.part} were cancelled.`);
  part.news = true;
  await reread(order, desk);
}
