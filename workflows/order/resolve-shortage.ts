import { proxyActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders/index.js';
import { subtractUnits } from '../../domain/order/split-order.js';
import type { CaseRaiser } from '../cases/case-raiser.js';
import { runOrRaiseCase } from '../cases/run-or-raise-case.js';
import { counterpart } from '../options.js';
import { applyToFulfilment } from './fulfilment-questions.js';
import { mustStop, renewPromise } from './fulfilment-steps.js';
import { moveFulfilment } from './move.js';
import { isUntouched, shortProblems, shortUnits } from './shortages.js';
import { type FulfilmentState, type OrderState, type Shortage, tell } from './state.js';

const { findLocation } = proxyActivities<OrderActivities>(counterpart);

/**
 * The location holds less than it promised, and this fulfilment is the one that must give way, before anybody there looks for
 * goods in vain. Goods that are sent home come from the next location that has all of them. Where the customer wants to
 * collect them, or nobody else has them, a person decides.
 */
export async function releaseAllocation(
  order: OrderState,
  desk: CaseRaiser,
  fulfilment: FulfilmentState,
): Promise<void> {
  // These and no others: the location can be said to hold enough, and to be short anew, at any moment from now on.
  const asked = [...fulfilment.shortages.values()];
  stand(asked, 'dealt-with');
  const settled = () => whySettled(order, fulfilment, asked);

  const to = await anotherLocation(order, desk, fulfilment);
  if (settled()) return;
  if (to) {
    // When the location has begun with it after all, it is left there: then the goods were there.
    await moveFulfilment(order, desk, fulfilment, to, unitsOf(fulfilment));
    return;
  }
  await askWhatToDo(order, desk, fulfilment, asked, settled);
}

const unitsOf = (fulfilment: FulfilmentState) => subtractUnits(fulfilment.lines, fulfilment.cancelledUnits);

function stand(asked: readonly Shortage[], status: Shortage['status']): void {
  for (const shortage of asked) shortage.status = status;
}

const isCollected = (order: OrderState): boolean => order.facts.delivery === 'collect' && order.origin === 'centra';

async function anotherLocation(
  order: OrderState,
  desk: CaseRaiser,
  fulfilment: FulfilmentState,
): Promise<string | undefined> {
  // Only the web shop says what is free where, and only of its own orders.
  if (isCollected(order) || order.origin === 'sitoo') return undefined;
  const found = await runOrRaiseCase(desk, 'system.unreachable', () =>
    findLocation({
      origin: order.origin,
      number: order.number,
      lines: unitsOf(fulfilment),
      exclude: [...fulfilment.tried, fulfilment.location],
      corrections: order.corrections,
    }),
  );
  return found.done?.location;
}

async function askWhatToDo(
  order: OrderState,
  desk: CaseRaiser,
  fulfilment: FulfilmentState,
  asked: readonly Shortage[],
  settled: () => string | undefined,
): Promise<void> {
  const [first, ...others] = shortProblems(order, fulfilment);
  if (!first) return;
  const why = isCollected(order) ? 'The customer wants to collect it there.' : 'No other location has all of it.';
  const answer = await desk.ask([{ ...first, sentence: `${first.sentence} ${why}` }, ...others], {
    fulfilment: fulfilment.fulfilment,
    location: fulfilment.location,
    // The customer has paid at the till: what is not sent is refunded there, with the order.
    ...(order.origin === 'sitoo' ? { without: ['cancel-line-and-refund'] } : {}),
    autoResolved: settled,
  });
  switch (answer.answer) {
    case 'auto-resolved':
      // The location could not pick what it did not have; its time begins now.
      renewPromise(order, fulfilment);
      return;
    case 'wait-for-intake':
      stand(asked, 'waits');
      await applyToFulfilment(order, desk, fulfilment, answer, []);
      return;
    case 'cancel-line-and-refund': {
      const lines = answer.data?.lines;
      const units = shortUnits(order, fulfilment).filter((u) => lines?.includes(u.line) ?? true);
      if (units.length > 0) return applyToFulfilment(order, desk, fulfilment, answer, units);
      tell(order, 'None of the lines that were named is short; nothing was cancelled.');
      stand(asked, 'heard');
      return;
    }
    default:
      await applyToFulfilment(order, desk, fulfilment, answer, unitsOf(fulfilment));
  }
}

/** Says why nothing must be done any more about these shortages, as soon as that is so. */
function whySettled(order: OrderState, fulfilment: FulfilmentState, asked: readonly Shortage[]): string | undefined {
  if (mustStop(order, fulfilment)) return 'the fulfilment is taken back.';
  if (!isUntouched(fulfilment)) return `${fulfilment.location} has acted after all.`;
  const still = [...fulfilment.shortages.values()];
  if (!asked.some((shortage) => still.includes(shortage))) return `${fulfilment.location} holds enough again.`;
  return undefined;
}
