import type { CaseCode } from '../../domain/cases/catalogue.js';
import {
  isClosedAtLocation,
  missingUnits,
  sentUnits,
  shownOrders,
  unitsIn,
} from '../../domain/order/fulfilment-state.js';
import { countUnits, type LineUnits, subtractUnits } from '../../domain/order/split-order.js';
import { resolve } from './apply-answer.js';
import { captureAndShip } from './capture-and-ship.js';
import { dropUnwanted } from './fulfilments.js';
import { handleRejection } from './handle-rejection.js';
import { isCancelled } from './order-state.js';
import { readProgress } from './read-order.js';
import { reportToTill } from './report-to-till.js';
import { actedAfterAll, type FulfilmentRun, mustBeCancelled, promiseHandover, transition } from './run.js';
import { openShipmentOf, settleOpenShipment } from './settle-open-shipment.js';

/** The location has acted: its status is reported where the order was placed, and what is missing in the end is asked about. */
export async function followProgress(run: FulfilmentRun): Promise<void> {
  const { fulfilment } = run;
  fulfilment.hasUnhandledProgress = false;
  const shown = shownOrders(fulfilment);
  if (shown.some((o) => o.stage === 'rejected')) return handleRejection(run);
  if (shown.some((o) => o.picked.length > 0) && fulfilment.stage === 'placed') {
    transition(run, 'picked');
    promiseHandover(run);
  }
  await reportStatus(run);
  // What came in while the status was on its way was not reported yet: it comes before anything is settled.
  if (fulfilment.hasUnhandledProgress) return;

  const missing = missingUnits(fulfilment);
  if (missing.length === 0) return endOfFulfilment(run);
  if (mustBeCancelled(run)) return;
  if (isClosedAtLocation(fulfilment)) return askForTheRest(run);
  if (shown.some((o) => o.stage === 'error')) return askAboutError(run, missing);
}

/** The warehouse system cannot go on with its order: that is known now, not when the promise is over. */
async function askAboutError(run: FulfilmentRun, units: readonly LineUnits[]): Promise<void> {
  const { location, fulfilment } = run.fulfilment;
  await resolve(
    [
      {
        code: 'warehouse.error',
        sentence: `${location} shows fulfilment ${fulfilment} in an error state and cannot go on with it.`,
        lines: units.map((l) => l.line),
      },
    ],
    { run, units },
  );
}

async function reportStatus(run: FulfilmentRun): Promise<void> {
  if (run.order.origin === 'sitoo') await reportToTill(run);
  else if (!isCancelled(run.order)) await captureAndShip(run);
}

/** Nothing more is expected of the location. A shipment that was captured for more than left is never passed over. */
async function endOfFulfilment(run: FulfilmentRun): Promise<void> {
  const { order, fulfilment } = run;
  const open = openShipmentOf(run);
  if (isCancelled(order)) await askAboutGoodsThatLeft(run);
  if (!open || isCancelled(order)) return transition(run, countUnits(sentUnits(fulfilment)) > 0 ? 'sent' : 'cancelled');
  await settleOpenShipment(run, {
    open,
    autoResolved: () => (fulfilment.hasUnhandledProgress ? actedAfterAll(run) : undefined),
  });
  fulfilment.hasUnhandledProgress = true;
}

/** Goods and a cancellation have crossed: the web shop takes no shipment of a cancelled order, so nobody else would know. */
async function askAboutGoodsThatLeft({ order, fulfilment, cases }: FulfilmentRun): Promise<void> {
  if (order.origin !== 'centra') return;
  const shown = unitsIn(fulfilment.shipments.filter((s) => s.status === 'completed'));
  const unknown = subtractUnits(sentUnits(fulfilment), shown);
  if (countUnits(unknown) === 0) return;
  await cases.raise([
    {
      code: 'order.changed-after-end',
      sentence: `${fulfilment.location} had sent ${countUnits(unknown)} units of fulfilment ${fulfilment.fulfilment} when the order was cancelled.`,
      lines: unknown.map((l) => l.line),
    },
  ]);
}

/** The location has closed its order and units are missing: either it cancelled all of it on its own, or it was short. */
async function askForTheRest(run: FulfilmentRun): Promise<void> {
  const { fulfilment } = run;
  // A back order may have been made that was not reported yet.
  await readProgress(run);
  if (fulfilment.hasUnhandledProgress || mustBeCancelled(run) || !isClosedAtLocation(fulfilment)) return;
  if (openShipmentOf(run)) return endOfFulfilment(run);
  dropUnwanted(run);
  const units = missingUnits(fulfilment);
  if (units.length === 0) return endOfFulfilment(run);
  const sent = countUnits(sentUnits(fulfilment));
  const wasCancelled = sent === 0 && shownOrders(fulfilment).some((order) => order.stage === 'cancelled');
  const why = shownOrders(fulfilment).find((order) => order.why !== undefined)?.why;
  const shortPick: CaseCode = fulfilment.kind === 'store' ? 'store.short-pick' : 'warehouse.short-pick';
  await resolve(
    [
      {
        code: wasCancelled ? 'warehouse.cancelled' : shortPick,
        sentence: wasCancelled
          ? `${fulfilment.location} cancelled fulfilment ${fulfilment.fulfilment} on its own${why === undefined ? '.' : `: ${why}`}`
          : `${fulfilment.location} sent ${sent} of ${countUnits(fulfilment.lines)} units of fulfilment ${fulfilment.fulfilment}.`,
        lines: units.map((l) => l.line),
      },
    ],
    { run, units, isClosed: wasCancelled },
  );
}
