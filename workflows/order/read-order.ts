import type { OrderActivities } from '../../activities/orders/index.js';
import { type FulfilmentProgress, resolveLines } from '../../domain/order/fulfilment.js';
import { fulfillingSystemsOf } from '../../domain/order/settings.js';
import { steps } from '../calls.js';
import { counterpart } from '../options.js';
import { applyOwnReading, noteProgress } from './intake.js';
import { type FulfilmentRun, identityOf, type OrderRun } from './run.js';

const { readOrder, readFulfilment } = steps<OrderActivities>(counterpart);

/** Reads the order again where it was placed, with what people corrected. */
export async function rereadOrder({ order, cases }: OrderRun): Promise<void> {
  const { origin, number, corrections, settings } = order;
  const pickers = fulfillingSystemsOf(settings);
  const read = await cases.runOrRaise('system.unreachable', () => readOrder({ origin, number, corrections, pickers }));
  if (read.done) applyOwnReading(order, read.done);
}

/** Reads once what the location shows of a fulfilment. What came by signal in the meantime may be newer than what was read. */
export async function readProgress(run: FulfilmentRun): Promise<void> {
  for (const progress of await readShown(run)) {
    if (!noteProgress(run.fulfilment, progress)) continue;
    if (progress.stage !== 'open' && progress.stage !== 'working') run.fulfilment.hasUnhandledProgress = true;
  }
}

/** What the location shows of a fulfilment now; nothing when a person let it be. */
export async function readShown(run: FulfilmentRun): Promise<FulfilmentProgress[]> {
  const read = await run.cases.runOrRaise('system.unreachable', () => readFulfilment(identityOf(run)));
  return (read.done ?? []).map((reported) => resolveLines(reported, run.fulfilment.lines));
}
