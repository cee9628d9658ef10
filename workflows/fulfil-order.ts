import { allHandlersFinished, condition, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type { OrderActivities } from '../activities/orders/index.js';
import { attempt } from './cases/run-or-raise-case.js';
import {
  type FulfilOrder,
  orderChanged,
  partsProgressed,
  productsArrived,
  release,
  stockCovers,
  stockShort,
  story,
} from './messages.js';
import { counterpart, records } from './options.js';
import { openCaseDesk } from './order/cases.js';
import { fulfilParts } from './order/fulfil-all.js';
import { makeReady, untilReleased } from './order/prepare.js';
import { noteCover, noteShortage } from './order/shortages.js';
import {
  enter,
  hear,
  hearOfPart,
  hearOfProducts,
  isCancelled,
  type OrderState,
  openState,
  tell,
} from './order/state.js';

const { recordOrderStage } = proxyActivities<OrderActivities>(records);
const { closeTillOrder } = proxyActivities<OrderActivities>(counterpart);

export interface Outcome {
  readonly outcome: 'fulfilled' | 'cancelled';
  readonly parts: number;
}

/**
 * The way of an order, from either origin: checked as a whole, split into parts by location, each part placed, picked
 * and sent, and its status returned to where it was placed. Whatever goes wrong waits in place for a person.
 */
export async function fulfilOrder(input: FulfilOrder): Promise<Outcome> {
  const order = openState(input);
  const desk = openCaseDesk(order);
  listen(order, desk);
  tell(order, 'The order was received.');

  await untilReleased(order);
  if (await makeReady(order, desk)) await fulfilParts(order, desk);

  const fulfilled = order.parts.some((p) => p.stage === 'sent');
  const stage = fulfilled || order.facts.state === 'done' ? 'done' : 'cancelled';
  if (order.origin === 'sitoo' && fulfilled && !order.closedAtTills)
    await attempt(desk, 'status.refused', () => closeTillOrder({ number: order.number }));
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
  enter(order, stage);
  await condition(allHandlersFinished);
  return { outcome: fulfilled ? 'fulfilled' : 'cancelled', parts: order.parts.length };
}

function listen(order: OrderState, desk: ReturnType<typeof openCaseDesk>): void {
  setHandler(orderChanged, (reading) => hear(order, reading));
  setHandler(release, () => {
    order.released = true;
  });
  setHandler(partsProgressed, (news) => {
    for (const progress of news) hearOfPart(order, progress);
  });
  setHandler(productsArrived, (arrival) => hearOfProducts(order, arrival?.skus));
  setHandler(stockShort, (short) => noteShortage(order, short));
  setHandler(stockCovers, (covers) => noteCover(order, covers));
  setHandler(story, () => ({
    stage: isCancelled(order) ? 'cancelled' : order.stage,
    timeline: order.timeline,
    parts: order.parts.map(({ part, location, stage, ref }) => ({ part, location, stage, ...(ref ? { ref } : {}) })),
    cases: desk.open(),
    next: order.next,
  }));
}
