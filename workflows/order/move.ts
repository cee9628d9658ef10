import type { OrderActivities } from '../../activities/orders/index.js';
import { isClosedAtLocation, sentUnits } from '../../domain/order/fulfilment-state.js';
import { addUnits, countUnits, type LineUnits } from '../../domain/order/split-order.js';
import { unitsAtWebShop } from '../../domain/order/units-at-origin.js';
import { steps } from '../calls.js';
import { counterpart } from '../options.js';
import { cancelAtLocation } from './cancel-at-location.js';
import { addFulfilment } from './fulfilments.js';
import { type FulfilmentRun, transition, whyCancelled } from './run.js';

const { reallocate } = steps<OrderActivities>(counterpart);

export interface Move {
  readonly to: string;
  readonly units: readonly LineUnits[];
}

/** Gives units of a fulfilment to another location: cancelled here, allocated there at the web shop, and planned as a new fulfilment. */
export async function move(run: FulfilmentRun, { to, units }: Move): Promise<void> {
  const { order, fulfilment, timeline } = run;
  const mayBePicked = fulfilment.stage !== 'planned' && !isClosedAtLocation(fulfilment);
  if (mayBePicked && (await cancelAtLocation(run)) === 'too-late') {
    timeline.add(`${fulfilment.location} had begun fulfilment ${fulfilment.fulfilment}; it was not moved.`);
    return;
  }
  const sentBefore = countUnits(sentUnits(fulfilment));
  if (!(await allocate(run, { to, units }))) return;
  if (countUnits(sentUnits(fulfilment)) > sentBefore) askAboutGoodsSentMeanwhile(run, to);
  const next = addFulfilment(order, { location: to, lines: units, tried: [...fulfilment.tried, fulfilment.location] });
  timeline.add(
    `${countUnits(units)} units of fulfilment ${fulfilment.fulfilment} go to ${to} as fulfilment ${next.fulfilment}.`,
  );
  if (countUnits(sentUnits(fulfilment)) > 0) {
    // Some of it left from here: the rest is no longer expected of this location.
    fulfilment.cancelledUnits = addUnits(fulfilment.cancelledUnits, units);
    transition(run, 'sent');
  } else {
    transition(run, 'moved');
  }
  timeline.setStage(timeline.stage);
}

/** The web shop has moved the units already, so a person decides which of the two parcels counts. */
function askAboutGoodsSentMeanwhile({ order, fulfilment, cases }: FulfilmentRun, to: string): void {
  order.openQuestions += 1;
  const sentence = `${fulfilment.location} sent goods of fulfilment ${fulfilment.fulfilment} while its units were moved to ${to}.`;
  void cases.raise([{ code: 'order.changed-after-end', sentence }]).finally(() => {
    order.openQuestions -= 1;
  });
}

/** Moves the web shop's allocation. False when the fulfilment is being cancelled in the meantime. */
async function allocate(run: FulfilmentRun, { to, units }: Move): Promise<boolean> {
  const { order, fulfilment, cases } = run;
  if (order.origin !== 'centra') return true;
  const moved = await cases.runOrRaise(
    'shipment.refused',
    () =>
      reallocate({
        ...unitsAtWebShop(order, units),
        fulfilment: fulfilment.fulfilment,
        from: fulfilment.location,
        to,
      }),
    { autoResolved: () => whyCancelled(run) },
  );
  return moved.answer?.answer !== 'auto-resolved';
}
