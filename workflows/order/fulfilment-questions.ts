import { proxyActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders/index.js';
import type { Problem, Resolution } from '../../domain/cases/case.js';
import { isSettled } from '../../domain/order/fulfilment.js';
import { addUnits, countUnits, type LineUnits } from '../../domain/order/split-order.js';
import type { AutoResolved, CaseRaiser } from '../cases/case-raiser.js';
import { runOrRaiseCase } from '../cases/run-or-raise-case.js';
import { counterpart } from '../options.js';
import { cancelFulfilmentAtLocation, cancelUntouched } from './cancel.js';
import { look, mustStop, renewPromise } from './fulfilment-steps.js';
import { moveFulfilment } from './move.js';
import { cancelOrder, correct, reread } from './prepare.js';
import { type FulfilmentState, type OrderState, tell } from './state.js';

const { cancelUnits } = proxyActivities<OrderActivities>(counterpart);

/** Asks about units of a fulfilment. Progress or a cancellation on the way answers it too. */
export async function askAboutFulfilment(
  order: OrderState,
  desk: CaseRaiser,
  fulfilment: FulfilmentState,
  problem: Problem,
): Promise<Resolution | AutoResolved> {
  return desk.ask([problem], {
    fulfilment: fulfilment.fulfilment,
    location: fulfilment.location,
    ...(order.origin === 'sitoo' ? { without: ['cancel-line'] } : {}),
    autoResolved: () =>
      mustStop(order, fulfilment)
        ? 'the fulfilment is taken back.'
        : fulfilment.news
          ? `${fulfilment.location} has acted after all.`
          : undefined,
  });
}

/** Carries out an answer that concerns units of one fulfilment. */
export async function applyToFulfilment(
  order: OrderState,
  desk: CaseRaiser,
  fulfilment: FulfilmentState,
  answer: Resolution | AutoResolved,
  units: readonly LineUnits[],
): Promise<void> {
  switch (answer.answer) {
    case 'move':
      await moveFulfilment(order, desk, fulfilment, answer.data?.location ?? '', units);
      return;
    case 'cancel-line': {
      await deciding(order, () => giveUpUnits(order, desk, fulfilment, answer.caseId, chosen(units, answer)));
      return;
    }
    case 'cancel-line-and-refund': {
      // Nobody has begun with it when this is asked; if somebody has by now, the goods were there after all.
      await deciding(order, async () => {
        if (await cancelUntouched(order, desk, fulfilment))
          await giveUpUnits(order, desk, fulfilment, answer.caseId, chosen(units, answer));
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
      renewPromise(order, fulfilment);
      if (fulfilment.stage === 'placed' || fulfilment.stage === 'picked') await look(order, desk, fulfilment);
      return;
    }
    case 'wait-for-intake':
      renewPromise(order, fulfilment);
      return;
    case 'auto-resolved':
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

/** Cancels units that will not come: at the origin and from this fulfilment. */
async function giveUpUnits(
  order: OrderState,
  desk: CaseRaiser,
  fulfilment: FulfilmentState,
  decision: string,
  units: readonly LineUnits[],
): Promise<void> {
  // A fulfilment that somebody may still pick is taken back first; what remains of it is placed anew.
  const mayBePicked = fulfilment.stage !== 'planned' && !isSettled(fulfilment.stage);
  if (mayBePicked && (fulfilment.legs.size === 0 || ![...fulfilment.legs.values()].every((leg) => leg.final))) {
    fulfilment.recalled = true;
    await cancelFulfilmentAtLocation(order, desk, fulfilment);
    if (!isSettled(fulfilment.stage)) return;
  }
  // The follower may tell of our own cancellation before the call that made it has ended: no news to this fulfilment.
  fulfilment.givingUp = units;
  // Released and not removed, also what a picker did not find: the master of the stock, Sitoo or the WMS, decides by its own
  // count whether the goods exist, and the web shop hears of that as stock. Removed here, they would be counted down twice.
  const result = await runOrRaiseCase(desk, 'cancel.refused', () =>
    cancelUnits({ decision, number: order.number, lines: units, removeFromStock: false }),
  );
  fulfilment.givingUp = [];
  if (!result.done) return;
  fulfilment.cancelledUnits = addUnits(fulfilment.cancelledUnits, units);
  tell(order, `${countUnits(units)} units of fulfilment ${fulfilment.fulfilment} were cancelled.`);
  fulfilment.news = true;
  await reread(order, desk);
}
