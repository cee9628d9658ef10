import type { ReportedProgress } from '../../domain/order/fulfilment.js';
import { type FulfilmentState, reportedUnits, takenBackUnits } from '../../domain/order/fulfilment-state.js';
import { countUnits } from '../../domain/order/split-order.js';
import { beside } from './beside.js';
import { readShown } from './read-order.js';
import { actedAfterAll, type FulfilmentRun, givePromiseAgain, type OrderRun, runOf } from './run.js';

/**
 * What has left has left: a reading with fewer parcels mostly is an older one. It can be a correction as well, so the location
 * is read once more, beside everything else that the order does. What it then still does not show as sent is taken back: the
 * fulfilment waits for it again, or a person is asked where that was reported as sent already. Call before the progress is applied.
 */
export function askAboutTakenBack(run: OrderRun, progress: ReportedProgress): void {
  const { order } = run;
  const fulfilment = order.fulfilments.find((one) => one.fulfilment === progress.fulfilment);
  if (!fulfilment) return;
  const key = `${progress.fulfilment}/${progress.ref}`;
  const isLess = countUnits(takenBackUnits(fulfilment, progress)) > 0;
  const isKnown = order.takenBack.has(key);
  if (!isLess) order.takenBack.delete(key);
  if (!isLess || isKnown) return;
  order.takenBack.add(key);
  void beside(order, () => lookAgain(runOf(run, fulfilment), progress.ref, key));
}

async function lookAgain(run: FulfilmentRun, ref: string, key: string): Promise<void> {
  const { order, fulfilment, cases, timeline } = run;
  const now = (await readShown(run)).find((shown) => shown.ref === ref);
  const takenBack = now === undefined ? [] : takenBackUnits(fulfilment, now);
  // It was an older reading, or the order of the location is gone altogether, which says nothing of its goods.
  if (now === undefined || countUnits(takenBack) === 0) return void order.takenBack.delete(key);
  if (isUnreported(fulfilment, ref)) {
    order.takenBack.delete(key);
    fulfilment.counterpartOrders.set(ref, now);
    timeline.add(`${fulfilment.location} has taken back that goods of fulfilment ${fulfilment.fulfilment} had left.`);
    await givePromiseAgain(run);
    return;
  }
  await cases.raise(
    [
      {
        code: 'shipment.taken-back',
        sentence: `${fulfilment.location} showed ${countUnits(takenBack)} units of fulfilment ${fulfilment.fulfilment} as sent, and shows them as sent no more.`,
        lines: takenBack.map(({ line }) => line),
      },
    ],
    { autoResolved: () => (order.takenBack.has(key) ? undefined : actedAfterAll(run)) },
  );
}

/** Nothing of it was reported as sent yet, and the fulfilment still goes on. */
const isUnreported = (fulfilment: FulfilmentState, ref: string): boolean =>
  fulfilment.stage !== 'sent' && countUnits(reportedUnits(fulfilment, ref)) === 0;
