import { workflowInfo } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders/index.js';
import type { OrderEnd } from '../../domain/order/order-end.js';
import type { OrderStage } from '../../domain/order/order-stage.js';
import { endless } from '../calls.js';
import { records } from '../options.js';
import { type OrderState, runNumber } from './order-state.js';

const { recordOrderStage } = endless<OrderActivities>(records);

/** Writes the stage of an order to the list of orders. Numbered, so that a write that lands late changes nothing. */
export async function recordStage(order: OrderState, stage: OrderStage, ended?: OrderEnd): Promise<void> {
  const { brand, origin, number } = order;
  order.stagesRecorded += 1;
  await recordOrderStage({
    brand,
    origin,
    number,
    stage,
    workflowId: workflowInfo().workflowId,
    run: runNumber(order),
    nthStage: order.stagesRecorded,
    ...(ended === undefined ? {} : { ended }),
  });
}
