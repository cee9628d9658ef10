import type { OrderActivities } from '../../activities/orders/index.js';
import { isSettled } from '../../domain/order/fulfilment.js';
import { isClosedAtLocation } from '../../domain/order/fulfilment-state.js';
import { addUnits, countUnits, type LineUnits, uncoveredLines } from '../../domain/order/split-order.js';
import { unitsAtWebShop } from '../../domain/order/units-at-origin.js';
import { steps } from '../calls.js';
import { counterpart } from '../options.js';
import { cancel, cancelUntouched } from './cancel.js';
import { stillWantedOf } from './fulfilments.js';
import { coveredUnits } from './order-state.js';
import { rereadOrder } from './read-order.js';
import { askAboutReserve, askAboutReserveGone, releaseBeforeCancelling, releaseExcess } from './release-reserve.js';
import { type FulfilmentRun, type OrderRun, transition } from './run.js';
import { onceUnlocked } from './wait-for.js';

const activities = steps<OrderActivities>(counterpart);

/** Units to cancel, and the decision behind it: two decisions over equal units are two, a repeat of one is one. */
export interface CancelUnits {
  readonly decision: string;
  readonly units: readonly LineUnits[];
}

/** Cancels units that will not come: at the origin and from this fulfilment. Nothing is planned before that is done. */
export async function cancelUnits(run: FulfilmentRun, cancellation: CancelUnits): Promise<void> {
  await deciding(run, async () => {
    if (await isOutOfTheWay(run)) await cancelUnitsOf(run, cancellation);
  });
}

/** The same for units that the location has not begun with. When it has by now, the goods were there after all. */
export async function cancelUntouchedUnits(run: FulfilmentRun, cancellation: CancelUnits): Promise<void> {
  await deciding(run, async () => {
    if (await cancelUntouched(run)) await cancelUnitsOf(run, cancellation);
  });
}

/** Cancels all units of these lines that no fulfilment covers; the others are decided with their fulfilment. */
export async function cancelUncoveredUnits(run: OrderRun, decision: string, lines: readonly string[]): Promise<void> {
  const { order } = run;
  const units = uncoveredLines(order.facts, coveredUnits(order))
    .filter((l) => lines.includes(l.line) && l.quantity > 0)
    .map(({ line, quantity }) => ({ line, quantity }));
  if (units.length === 0) return;
  await cancelAtWebShop(run, { decision, units });
}

async function deciding({ fulfilment }: FulfilmentRun, decision: () => Promise<void>): Promise<void> {
  fulfilment.isCancellingUnits = true;
  try {
    await decision();
  } finally {
    fulfilment.isCancellingUnits = false;
  }
}

/** A fulfilment that may still be picked is cancelled first; what remains of it is placed again. */
async function isOutOfTheWay(run: FulfilmentRun): Promise<boolean> {
  const { fulfilment } = run;
  if (fulfilment.stage === 'planned' || isSettled(fulfilment.stage) || isClosedAtLocation(fulfilment)) return true;
  fulfilment.recall = 'wanted';
  await cancel(run);
  return isSettled(fulfilment.stage);
}

/**
 * Cancels units where they were ordered, and gives up what is reserved for them; of a locked order once it is unlocked. False
 * when a person skipped it. The reserve goes first only where the web shop would take that no more after the cancellation.
 */
async function cancelAtWebShop(run: OrderRun, { decision, units }: CancelUnits): Promise<boolean> {
  let isReleased = false;
  const cancelled = await onceUnlocked(run, async () => {
    // A lock may delay the cancellation, and nothing is left to release when it is tried again.
    isReleased ||= await releaseBeforeCancelling(run, units);
    const lines = unitsAtWebShop(run.order, units);
    return (await run.cases.runOrRaise('cancel.refused', () => activities.cancelUnits({ decision, ...lines }))).done;
  });
  if (cancelled?.stillReserved) askAboutReserve(run, cancelled.stillReserved);
  if (cancelled === undefined && isReleased) askAboutReserveGone(run);
  return cancelled !== undefined;
}

async function cancelUnitsOf(run: FulfilmentRun, { decision, units }: CancelUnits): Promise<void> {
  const { fulfilment, timeline } = run;
  // Units that were taken off in the meantime are cancelled already.
  const wanted = stillWantedOf(run, units);
  if (wanted.length > 0 && !(await cancelAtWebShop(run, { decision, units: wanted }))) return;
  fulfilment.cancelledUnits = addUnits(fulfilment.cancelledUnits, units);
  timeline.add(`${countUnits(units)} units of fulfilment ${fulfilment.fulfilment} were cancelled.`);
  fulfilment.hasUnhandledProgress = true;
  await rereadOrder(run);
  // A shipment that was under way when the units were cancelled is captured by now, and not completed.
  if (run.order.origin === 'centra') await releaseExcess(run);
  // Its location has nothing more to do with it; what remains is planned again.
  if (fulfilment.stage === 'rejected') transition(run, 'cancelled');
}
