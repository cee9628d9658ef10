import { allHandlersFinished, condition, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type { OrderActivities } from '../activities/orders/index.js';
import { runOrRaiseCase } from './cases/run-or-raise-case.js';
import {
  type FulfilOrder,
  fulfilmentsProgressed,
  orderChanged,
  productsArrived,
  release,
  stockCovers,
  stockShort,
  story,
} from './messages.js';
import { counterpart, records } from './options.js';
import { openCases } from './order/cases.js';
import { fulfilFulfilments } from './order/fulfil-all.js';
import { makeReady, untilReleased } from './order/prepare.js';
import { noteCover, noteShortage } from './order/shortages.js';
import {
  applyProductsArrived,
  applyProgress,
  applyReading,
  isCancelled,
  type OrderState,
  openState,
  setStage,
  tell,
} from './order/state.js';

const { recordOrderStage } = proxyActivities<OrderActivities>(records);
const { closeTillOrder } = proxyActivities<OrderActivities>(counterpart);

export interface Outcome {
  readonly outcome: 'fulfilled' | 'cancelled';
  readonly fulfilments: number;
}

/**
 * The way of an order, from either origin: checked as a whole, split into fulfilments by location, each fulfilment placed, picked
 * and sent, and its status returned to where it was placed. Whatever goes wrong waits in place for a person.
 */
export async function fulfilOrder(input: FulfilOrder): Promise<Outcome> {
  const order = openState(input);
  const desk = openCases(order);
  listen(order, desk);
  tell(order, 'The order was received.');

  await untilReleased(order);
  if (await makeReady(order, desk)) await fulfilFulfilments(order, desk);

  const fulfilled = order.fulfilments.some((p) => p.stage === 'sent');
  const stage = fulfilled || order.facts.state === 'done' ? 'done' : 'cancelled';
  if (order.origin === 'sitoo' && fulfilled && !order.closedAtTills)
    await runOrRaiseCase(desk, 'status.refused', () => closeTillOrder({ number: order.number }));
  order.next = fulfilled ? 'Nothing: the order is fulfilled.' : 'Nothing: the order is cancelled.';
  tell(order, fulfilled ? 'The order is fulfilled.' : 'The order is cancelled.');
  await recordOrderStage({
    brand: order.brand,
    origin: order.origin,
    number: order.number,
    stage,
    workflowId: workflowInfo().workflowId,
  });
  // Together with the end itself: one write to the list of workflows instead of two.
  setStage(order, stage);
  await condition(allHandlersFinished);
  return { outcome: fulfilled ? 'fulfilled' : 'cancelled', fulfilments: order.fulfilments.length };
}

function listen(order: OrderState, desk: ReturnType<typeof openCases>): void {
  setHandler(orderChanged, (reading) => applyReading(order, reading));
  setHandler(release, () => {
    order.released = true;
  });
  setHandler(fulfilmentsProgressed, (news) => {
    for (const progress of news) applyProgress(order, progress);
  });
  setHandler(productsArrived, (arrival) => applyProductsArrived(order, arrival?.skus));
  setHandler(stockShort, (short) => noteShortage(order, short));
  setHandler(stockCovers, (covers) => noteCover(order, covers));
  setHandler(story, () => ({
    stage: isCancelled(order) ? 'cancelled' : order.stage,
    timeline: order.timeline,
    fulfilments: order.fulfilments.map(({ fulfilment, location, stage, ref }) => ({
      fulfilment,
      location,
      stage,
      ...(ref ? { ref } : {}),
    })),
    cases: desk.open(),
    next: order.next,
  }));
}
