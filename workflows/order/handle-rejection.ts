import { type MadeShipment, missingUnits, sentUnits, shownOrders } from '../../domain/order/fulfilment-state.js';
import { countUnits } from '../../domain/order/split-order.js';
import { resolve } from './apply-answer.js';
import { cancelAtLocation } from './cancel-at-location.js';
import { findAlternative } from './find-alternative.js';
import { dropUnwanted, unitsToDecide } from './fulfilments.js';
import { move } from './move.js';
import { isCollected } from './order-state.js';
import { actedAfterAll, type FulfilmentRun, transition, whyCancelled } from './run.js';
import { openShipmentOf, settleOpenShipment } from './settle-open-shipment.js';

/** The store cannot fulfil what it was given: the next location that has all of it takes over, without a person. */
export async function handleRejection(run: FulfilmentRun): Promise<void> {
  transition(run, 'rejected');
  // Closed where it was placed, so that the store does not pick it after all.
  if ((await cancelAtLocation(run)) === 'too-late') return reopen(run);
  // Asked about as long as the fulfilment is rejected.
  if (openShipmentOf(run)) return;
  if (endsUnwanted(run)) return;
  const units = missingUnits(run.fulfilment);
  const to = await findAlternative(run, units);
  if (hasSentAfterAll(run)) return reopen(run);
  if (to) await move(run, { to, units });
}

/** No other location has the goods, or the customer wants to collect them right there: a person decides. */
export async function resolveRejection(run: FulfilmentRun): Promise<void> {
  const { order, fulfilment } = run;
  const open = openShipmentOf(run);
  if (hasSentAfterAll(run)) return reopen(run);
  if (open) return rejectedAfterCapture(run, open);
  if (endsUnwanted(run)) return;
  const units = missingUnits(fulfilment);
  const why = isCollected(order) ? ', which the customer wants to collect there.' : ' and no other location has it.';
  await resolve(
    [
      {
        code: 'store.rejected',
        sentence: `${fulfilment.location} rejected fulfilment ${fulfilment.fulfilment}${why}`,
        lines: units.map((l) => l.line),
      },
    ],
    { run, units, isClosed: true },
    () => whyCancelled(run) ?? (hasSentAfterAll(run) ? actedAfterAll(run) : whyUnwanted(run)),
  );
}

/** Says why nothing is to be decided about what was rejected. */
const whyUnwanted = (run: FulfilmentRun): string | undefined =>
  hasSentNothing(run) && unitsToDecide(run).length === 0 ? 'the order no longer holds what was rejected.' : undefined;

/** Nothing of it has left, and the order no longer holds what was rejected: the fulfilment ends without a question. */
function endsUnwanted(run: FulfilmentRun): boolean {
  if (!hasSentNothing(run) || !dropUnwanted(run) || missingUnits(run.fulfilment).length > 0) return false;
  transition(run, 'cancelled');
  return true;
}

const hasSentNothing = ({ fulfilment }: FulfilmentRun): boolean => countUnits(sentUnits(fulfilment)) === 0;

/** Goods were handed over since the rejection: nothing is placed elsewhere for them. */
const hasSentAfterAll = ({ fulfilment }: FulfilmentRun): boolean =>
  shownOrders(fulfilment).some((o) => o.stage === 'sent' && o.parcels.length > 0);

/** The store gives up goods that it had picked: their shipment exists at the web shop, and their money is taken. */
async function rejectedAfterCapture(run: FulfilmentRun, open: MadeShipment): Promise<void> {
  const { fulfilment, timeline } = run;
  timeline.add(
    `${fulfilment.location} rejected goods of fulfilment ${fulfilment.fulfilment} after it had picked them.`,
  );
  await settleOpenShipment(run, {
    open,
    autoResolved: () => whyCancelled(run) ?? (hasSentAfterAll(run) ? actedAfterAll(run) : undefined),
  });
  if (open.status === 'skipped' && countUnits(missingUnits(fulfilment)) === 0) transition(run, 'cancelled');
}

/** The location rejected the fulfilment and then handed goods over all the same: what it shows now counts. */
function reopen(run: FulfilmentRun): void {
  const { fulfilment, timeline } = run;
  timeline.add(`${fulfilment.location} rejected fulfilment ${fulfilment.fulfilment} and has acted on it all the same.`);
  fulfilment.counterpartOrders.clear();
  transition(run, 'placed');
  fulfilment.dueAt = Date.now();
}
