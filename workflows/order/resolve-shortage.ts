import { isUntouched, remainingUnits, type Shortage } from '../../domain/order/fulfilment-state.js';
import { shortageProblems } from '../../domain/order/shortage.js';
import { resolve } from './apply-answer.js';
import { findAlternative } from './find-alternative.js';
import { move } from './move.js';
import { isCollected } from './order-state.js';
import { actedAfterAll, type FulfilmentRun, whyCancelled } from './run.js';

/**
 * The location holds less than it promised, and this fulfilment is the one that must release its allocation, before staff there search for
 * goods in vain. Goods that are sent home come from the next location that has all of them. When the customer wants to
 * collect them, or no other location has them, a person decides.
 */
export async function resolveShortage(run: FulfilmentRun): Promise<void> {
  // These and no others: the location can hold enough again, and be short again, at any moment from now on.
  const shortages = [...run.fulfilment.shortages.values()];
  for (const shortage of shortages) shortage.status = 'handled';
  const autoResolved = () => whyResolved(run, shortages);

  const units = remainingUnits(run.fulfilment);
  const to = await findAlternative(run, units);
  if (autoResolved()) return;
  // When the location has begun with it after all, it is left there: then the goods were there.
  if (to) return move(run, { to, units: remainingUnits(run.fulfilment) });

  const [first, ...others] = shortageProblems(run.order, run.fulfilment);
  if (!first) return;
  const why = isCollected(run.order) ? 'The customer wants to collect it there.' : 'No other location has all of it.';
  await resolve(
    [{ ...first, sentence: `${first.sentence} ${why}` }, ...others],
    { run, units: remainingUnits(run.fulfilment), shortages },
    autoResolved,
  );
}

/** Says why nothing must be done about these shortages any more, as soon as that is so. */
function whyResolved(run: FulfilmentRun, shortages: readonly Shortage[]): string | undefined {
  const { fulfilment } = run;
  const cancelled = whyCancelled(run);
  if (cancelled) return cancelled;
  if (!isUntouched(fulfilment)) return actedAfterAll(run);
  const still = [...fulfilment.shortages.values()];
  return shortages.some((shortage) => still.includes(shortage))
    ? undefined
    : `${fulfilment.location} holds enough again.`;
}
