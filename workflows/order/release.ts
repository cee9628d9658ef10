import { condition, workflowInfo } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders/index.js';
import { endless } from '../calls.js';
import { records } from '../options.js';
import { isCancelled } from './order-state.js';
import type { OrderRun } from './run.js';

const { recordOrderStage } = endless<OrderActivities>(records);

/** A till order waits for the pick-list batch where the brand sends them in batches. */
export async function untilReleased({ order, timeline }: OrderRun): Promise<void> {
  if (order.released) return;
  timeline.expect('Waits for the next pick-list batch.');
  timeline.setStage('waiting-for-batch');
  const { brand, origin, number } = order;
  const { workflowId } = workflowInfo();
  await recordOrderStage({ brand, origin, number, stage: timeline.stage, workflowId });
  await condition(() => order.released || isCancelled(order));
}
