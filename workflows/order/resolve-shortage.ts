import { proxyActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders/index.js';
import { subtractUnits } from '../../domain/order/split-order.js';
import type { CaseDesk } from '../cases/case-raiser.js';
import { attempt } from '../cases/run-or-raise-case.js';
import { counterpart } from '../options.js';
import { applyToPart } from './fulfilment-questions.js';
import { mustStop, renewPromise } from './fulfilment-steps.js';
import { movePart } from './move.js';
import { isUntouched, shortProblems, shortUnits } from './shortages.js';
import { type OrderState, type PartState, type Shortage, tell } from './state.js';

const { findLocation } = proxyActivities<OrderActivities>(counterpart);

/**
 * The location holds less than it promised, and this part is the one that must give way, before anybody there looks for
 * goods in vain. Goods that are sent home come from the next location that has all of them. Where the customer wants to
 * collect them, or nobody else has them, a person decides.
 */
export async function giveWay(order: OrderState, desk: CaseDesk, part: PartState): Promise<void> {
  // These and no others: the location can be said to hold enough, and to be short anew, at any moment from now on.
  const asked = [...part.shortages.values()];
  stand(asked, 'dealt-with');
  const settled = () => whySettled(order, part, asked);

  const to = await anotherLocation(order, desk, part);
  if (settled()) return;
  if (to) {
    // When the location has begun with it after all, it is left there: then the goods were there.
    await movePart(order, desk, part, to, unitsOf(part));
    return;
  }
  await askWhatToDo(order, desk, part, asked, settled);
}

const unitsOf = (part: PartState) => subtractUnits(part.lines, part.cancelledUnits);

function stand(asked: readonly Shortage[], stands: Shortage['stands']): void {
  for (const shortage of asked) shortage.stands = stands;
}

const isCollected = (order: OrderState): boolean => order.facts.delivery === 'collect' && order.origin === 'centra';

async function anotherLocation(order: OrderState, desk: CaseDesk, part: PartState): Promise<string | undefined> {
  // Only the web shop says what is free where, and only of its own orders.
  if (isCollected(order) || order.origin === 'sitoo') return undefined;
  const found = await attempt(desk, 'system.unreachable', () =>
    findLocation({
      origin: order.origin,
      number: order.number,
      lines: unitsOf(part),
      exclude: [...part.tried, part.location],
      corrections: order.corrections,
    }),
  );
  return found.done?.location;
}

async function askWhatToDo(
  order: OrderState,
  desk: CaseDesk,
  part: PartState,
  asked: readonly Shortage[],
  settled: () => string | undefined,
): Promise<void> {
  const [first, ...others] = shortProblems(order, part);
  if (!first) return;
  const why = isCollected(order) ? 'The customer wants to collect it there.' : 'No other location has all of it.';
  const answer = await desk.ask([{ ...first, sentence: `${first.sentence} ${why}` }, ...others], {
    part: part.part,
    location: part.location,
    // The customer has paid at the till: what is not sent is refunded there, with the order.
    ...(order.origin === 'sitoo' ? { without: ['cancel-line-and-refund'] } : {}),
    overtaken: settled,
  });
  switch (answer.answer) {
    case 'overtaken':
      // The location could not pick what it did not have; its time begins now.
      renewPromise(order, part);
      return;
    case 'wait-for-intake':
      stand(asked, 'waits');
      await applyToPart(order, desk, part, answer, []);
      return;
    case 'cancel-line-and-refund': {
      const lines = answer.data?.lines;
      const units = shortUnits(order, part).filter((u) => lines?.includes(u.line) ?? true);
      if (units.length > 0) return applyToPart(order, desk, part, answer, units);
      tell(order, 'None of the lines that were named is short; nothing was cancelled.');
      stand(asked, 'heard');
      return;
    }
    default:
      await applyToPart(order, desk, part, answer, unitsOf(part));
  }
}

/** Says why nothing must be done any more about these shortages, as soon as that is so. */
function whySettled(order: OrderState, part: PartState, asked: readonly Shortage[]): string | undefined {
  if (mustStop(order, part)) return 'the part is taken back.';
  if (!isUntouched(part)) return `${part.location} has acted after all.`;
  const still = [...part.shortages.values()];
  if (!asked.some((shortage) => still.includes(shortage))) return `${part.location} holds enough again.`;
  return undefined;
}
