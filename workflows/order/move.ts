import type { OrderActivities } from '../../activities/orders/index.js';
import { isClosedAtLocation, sentUnits } from '../../domain/order/fulfilment-state.js';
import { addUnits, countUnits, type LineUnits, subtractUnits } from '../../domain/order/split-order.js';
import { unitsAtWebShop } from '../../domain/order/units-at-origin.js';
import { steps } from '../calls.js';
import { counterpart } from '../options.js';
import { cancelAtLocation } from './cancel-at-location.js';
import { addFulfilment, stillWantedOf } from './fulfilments.js';
import { type FulfilmentRun, transition, whyCancelled } from './run.js';

const { reallocate } = steps<OrderActivities>(counterpart);

export interface Move {
  readonly to: string;
  readonly units: readonly LineUnits[];
}

/**
 * Gives units of a fulfilment to another location: cancelled here, allocated there at the web shop, and planned as a new
 * fulfilment. Nothing is placed elsewhere for units that leave from here in the meantime, nor for those that the order does not
 * want any more.
 */
export async function move(run: FulfilmentRun, { to, units }: Move): Promise<void> {
  const { order, fulfilment, timeline } = run;
  const sentBefore = sentUnits(fulfilment);
  const mayBePicked = fulfilment.stage !== 'planned' && !isClosedAtLocation(fulfilment);
  if (mayBePicked && (await cancelAtLocation(run)) === 'too-late') {
    timeline.add(`${fulfilment.location} had begun fulfilment ${fulfilment.fulfilment}; it was not moved.`);
    return;
  }
  const wanted = stillWantedOf(run, units);
  if (wanted.length > 0 && !(await allocate(run, { from: fulfilment.location, to, units: wanted }))) return;
  const left = await keepWhatLeft(run, { to, units: wanted, sentBefore });
  const gone = subtractUnits(units, left);
  if (gone.length === 0) return;
  // The order can have been edited while the web shop was asked.
  const moved = subtractUnits(stillWantedOf(run, units), left);
  if (moved.length > 0) {
    const tried = [...fulfilment.tried, fulfilment.location];
    const next = addFulfilment(order, { location: to, lines: moved, tried });
    timeline.add(
      `${countUnits(moved)} units of fulfilment ${fulfilment.fulfilment} go to ${to} as fulfilment ${next.fulfilment}.`,
    );
  }
  leaveHere(run, gone, moved.length > 0 ? 'moved' : 'cancelled');
}

/** These units are no longer expected of their location. */
function leaveHere(run: FulfilmentRun, units: readonly LineUnits[], stage: 'moved' | 'cancelled'): void {
  const { fulfilment, timeline } = run;
  if (countUnits(sentUnits(fulfilment)) === 0) transition(run, stage);
  else {
    fulfilment.cancelledUnits = addUnits(fulfilment.cancelledUnits, units);
    // What left in the meantime was not reported yet.
    if (!fulfilment.hasUnhandledProgress) transition(run, 'sent');
  }
  timeline.setStage(timeline.stage);
}

/** Goods left while the web shop moved their allocation: it is moved back to where they left. @returns the units that left */
async function keepWhatLeft(
  run: FulfilmentRun,
  { to, units, sentBefore }: Move & { readonly sentBefore: readonly LineUnits[] },
): Promise<LineUnits[]> {
  const { fulfilment, timeline } = run;
  const unitsThatLeft = (): LineUnits[] =>
    subtractUnits(units, subtractUnits(units, subtractUnits(sentUnits(fulfilment), sentBefore)));
  const left = unitsThatLeft();
  if (countUnits(left) === 0) return left;
  timeline.add(
    `${fulfilment.location} sent ${countUnits(left)} units of fulfilment ${fulfilment.fulfilment} while they were moved to ${to}; they count as sent from there.`,
  );
  await allocate(run, { from: to, to: fulfilment.location, units: left });
  return unitsThatLeft();
}

/** Moves the web shop's allocation. False when the fulfilment is being cancelled in the meantime. */
async function allocate(run: FulfilmentRun, { from, to, units }: Move & { readonly from: string }): Promise<boolean> {
  const { order, fulfilment, cases } = run;
  if (order.origin !== 'centra') return true;
  const moved = await cases.runOrRaise(
    'shipment.refused',
    () =>
      reallocate({
        ...unitsAtWebShop(order, units),
        decision: fulfilment.fulfilment,
        from,
        to,
      }),
    { autoResolved: () => whyCancelled(run) },
  );
  return moved.answer?.answer !== 'auto-resolved';
}
