import { allHandlersFinished, condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { OrderActivities } from '../activities/orders/index.js';
import { tillOrderNumber } from '../domain/order/order-ref.js';
import { endless, steps } from './calls.js';
import {
  type FulfilOrder,
  fulfilmentsProgressed,
  orderChanged,
  productsArrived,
  release,
  type Story,
  stockCovers,
  stockShort,
  story,
} from './messages.js';
import { counterpart, records } from './options.js';
import { cancelOrder } from './order/cancel-order.js';
import { openOrderCases } from './order/cases.js';
import { fulfilAll } from './order/fulfil-all.js';
import { applyProductsArrived, applyProgress, applyReading } from './order/intake.js';
import { isCancelled, openOrder } from './order/order-state.js';
import { untilReleased } from './order/release.js';
import type { OrderRun } from './order/run.js';
import { applyCover, applyShortage } from './order/shortages.js';
import { openOrderTimeline } from './order/timeline.js';
import { untilValid } from './order/validate.js';

const { recordOrderStage } = endless<OrderActivities>(records);
const { closeTillOrder } = steps<OrderActivities>(counterpart);

export interface Outcome {
  readonly outcome: 'fulfilled' | 'cancelled';
  readonly fulfilments: number;
}

/**
 * Runs one order, from web or till: validates it as a whole, splits it by location, places, picks and ships each fulfilment,
 * and reports its status back to where it was placed. Whatever goes wrong waits in place for a person.
 */
export async function fulfilOrder(input: FulfilOrder): Promise<Outcome> {
  const order = openOrder(input);
  const timeline = openOrderTimeline(order);
  const run: OrderRun = { order, timeline, cases: openOrderCases(order, timeline, () => cancelOrder(run)) };
  listen(run);
  timeline.add('The order was received.');

  await untilReleased(run);
  if (await untilValid(run)) await fulfilAll(run);
  return end(run);
}

async function end({ order, cases, timeline }: OrderRun): Promise<Outcome> {
  const { brand, origin, number } = order;
  const fulfilled = order.fulfilments.some((f) => f.stage === 'sent');
  const stage = fulfilled || order.facts.state === 'done' ? 'done' : 'cancelled';
  if (origin === 'sitoo' && fulfilled && !order.closedAtTills)
    await cases.runOrRaise('status.refused', () => closeTillOrder({ number: tillOrderNumber(order) }));
  timeline.expect(fulfilled ? 'Nothing: the order is fulfilled.' : 'Nothing: the order is cancelled.');
  timeline.add(fulfilled ? 'The order is fulfilled.' : 'The order is cancelled.');
  await recordOrderStage({ brand, origin, number, stage, workflowId: workflowInfo().workflowId });
  // Together with the end itself: one write to the list of workflows instead of two.
  timeline.setStage(stage);
  await cases.end('the order has ended.');
  await condition(allHandlersFinished);
  return { outcome: fulfilled ? 'fulfilled' : 'cancelled', fulfilments: order.fulfilments.length };
}

function listen(run: OrderRun): void {
  const { order } = run;
  setHandler(orderChanged, (reading) => applyReading(run, reading));
  setHandler(release, () => {
    order.released = true;
  });
  setHandler(fulfilmentsProgressed, (reported) => {
    for (const progress of reported) applyProgress(order, progress);
  });
  setHandler(productsArrived, (arrival) => applyProductsArrived(run, arrival?.skus));
  setHandler(stockShort, (short) => applyShortage(run, short));
  setHandler(stockCovers, (cover) => applyCover(run, cover));
  setHandler(story, () => storyOf(run));
}

const storyOf = ({ order, cases, timeline }: OrderRun): Story => ({
  stage: isCancelled(order) ? 'cancelled' : timeline.stage,
  timeline: timeline.entries,
  fulfilments: order.fulfilments.map(({ fulfilment, location, stage, ref }) => ({
    fulfilment,
    location,
    stage,
    ...(ref ? { ref } : {}),
  })),
  cases: cases.open(),
  next: timeline.next,
});
