import { allHandlersFinished, condition, setHandler } from '@temporalio/workflow';
import type { OrderActivities } from '../activities/orders/index.js';
import { tillOrderNumber } from '../domain/order/order-ref.js';
import { steps } from './calls.js';
import {
  type FulfilOrder,
  fulfilmentsProgressed,
  orderChanged,
  productsArrived,
  release,
  type Story,
  stockShort,
  story,
} from './messages.js';
import { counterpart } from './options.js';
import { beside } from './order/beside.js';
import { cancelOrder } from './order/cancel-order.js';
import { openOrderCases } from './order/cases.js';
import { fulfilAll, isFinished, untilNothingRunsBeside } from './order/fulfil-all.js';
import { applyProductsArrived, applyProgress, applyReadings, newestProgress } from './order/intake.js';
import { endOf, isCancelled, type OrderState, openOrder } from './order/order-state.js';
import { recordStage } from './order/record-stage.js';
import { untilReleased } from './order/release.js';
import { askAboutMoneyLeft } from './order/release-reserve.js';
import type { OrderRun } from './order/run.js';
import { shipServices } from './order/ship-services.js';
import { applyShortages } from './order/shortages.js';
import { askAboutStrayParcels } from './order/stray-parcels.js';
import { askAboutTakenBack } from './order/taken-back.js';
import { openOrderTimeline } from './order/timeline.js';
import { untilValid } from './order/validate.js';
import { watchWaits } from './order/watch-waits.js';

/** Why a case of an order that ends needs no answer. */
const THE_END = 'the order has ended.';

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
  const run: OrderRun = {
    order,
    timeline,
    cases: openOrderCases(order, timeline, () => beside(order, () => cancelOrder(run))),
  };
  listen(run);
  timeline.add('The order was received.');
  watchWaits(run);

  await untilReleased(run);
  for (;;) {
    if (await untilValid(run)) {
      await fulfilAll(run);
      shipServices(run);
    } else order.plannedRevision = order.facts.revision;
    askAboutMoneyLeft(run);
    await untilNothingRunsBeside(order);
    const stage = await recordEnd(run);
    if (await hasNothingLeft(run)) return end(run, stage);
    run.cases.goOn();
    timeline.add('The order changed while it ended; it goes on.');
    await recordStage(order, 'fulfilling');
  }
}

/** Closes the questions that nobody has to answer any more. False when the order has something to do by now, or to ask. */
async function hasNothingLeft({ order, cases }: OrderRun): Promise<boolean> {
  // What was asked while the end was recorded, or while a question was closed, is not closed with the order.
  if (!isFinished(order)) return false;
  await cases.closeQuestion(THE_END);
  if (!isFinished(order)) return false;
  await cases.end(THE_END);
  await condition(allHandlersFinished);
  // From here to the end no message is awaited: one that is not seen by this check begins a task of its own.
  return isFinished(order);
}

/** Closes a till order and writes down what the order leaves behind. @returns its last stage */
async function recordEnd({ order, cases }: OrderRun): Promise<'done' | 'cancelled'> {
  if (order.origin === 'sitoo' && isFulfilled(order) && !order.closedAtTills)
    await cases.runOrRaise('status.refused', () => closeTillOrder({ number: tillOrderNumber(order) }));
  const stage = isFulfilled(order) || isDoneElsewhere(order) ? 'done' : 'cancelled';
  await recordStage(order, stage, endOf(order));
  return stage;
}

function end({ order, timeline }: OrderRun, stage: 'done' | 'cancelled'): Outcome {
  const fulfilled = isFulfilled(order);
  timeline.expect(fulfilled ? 'Nothing: the order is fulfilled.' : 'Nothing: the order is cancelled.');
  timeline.add(fulfilled ? 'The order is fulfilled.' : 'The order is cancelled.');
  // Together with the end itself: one write to the list of workflows instead of two.
  timeline.setStage(stage);
  return { outcome: fulfilled ? 'fulfilled' : 'cancelled', fulfilments: order.fulfilments.length };
}

/** Fulfilled by earlier runs, or not by us. */
const isDoneElsewhere = ({ facts, earlier }: OrderState): boolean =>
  facts.state === 'done' || (facts.state !== 'cancelled' && earlier.covered.length > 0);

const isFulfilled = ({ facts, fulfilments, servicesAlone }: OrderState): boolean =>
  (servicesAlone !== undefined && facts.state !== 'cancelled') || fulfilments.some((f) => f.stage === 'sent');

function listen(run: OrderRun): void {
  const { order } = run;
  setHandler(orderChanged, (...readings) => applyReadings(run, readings));
  setHandler(release, () => {
    order.released = true;
  });
  setHandler(fulfilmentsProgressed, (...reports) => {
    for (const progress of newestProgress(reports)) {
      askAboutStrayParcels(run, progress);
      askAboutTakenBack(run, progress);
      applyProgress(order, progress);
    }
  });
  setHandler(productsArrived, (...arrivals) => applyProductsArrived(run, arrivals));
  setHandler(stockShort, (...news) => applyShortages(run, news.flat()));
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
