import { condition } from '@temporalio/workflow';
import { isCancelled } from './order-state.js';
import { recordStage } from './record-stage.js';
import type { OrderRun } from './run.js';

/** A till order waits for the pick-list batch where the brand sends them in batches. */
export async function untilReleased({ order, timeline }: OrderRun): Promise<void> {
  if (order.released) return;
  timeline.expect('Waits for the next pick-list batch.');
  timeline.setStage('waiting-for-batch');
  await recordStage(order, 'waiting-for-batch');
  await condition(() => order.released || isCancelled(order));
}
