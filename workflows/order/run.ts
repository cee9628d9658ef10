import type { OrderActivities } from '../../activities/orders/index.js';
import { type FulfilmentStage, mayBecome } from '../../domain/order/fulfilment.js';
import type { FulfilmentIdentity } from '../../domain/order/fulfilment-identity.js';
import type { FulfilmentState } from '../../domain/order/fulfilment-state.js';
import { type FulfilmentStep, mustCancel, nextStep } from '../../domain/order/next-step.js';
import type { OrderStage } from '../../domain/order/order-stage.js';
import { dueAt } from '../../domain/order/promised-times.js';
import { isShort } from '../../domain/order/shortage.js';
import { endless } from '../calls.js';
import type { Cases } from '../cases/raise.js';
import { records } from '../options.js';
import type { Timeline } from '../timeline.js';
import type { OrderState } from './order-state.js';

const { renewPromise } = endless<OrderActivities>(records);

/** One order on its way: what every step of it needs. */
export interface OrderRun {
  readonly order: OrderState;
  readonly cases: Cases;
  readonly timeline: Timeline<OrderStage>;
}

/** One fulfilment of an order on its way. Its cases name it and its location. */
export interface FulfilmentRun extends OrderRun {
  readonly fulfilment: FulfilmentState;
}

export const runOf = ({ order, cases, timeline }: OrderRun, fulfilment: FulfilmentState): FulfilmentRun => ({
  order,
  timeline,
  cases: cases.with({ fulfilment: fulfilment.fulfilment, location: fulfilment.location }),
  fulfilment,
});

export const stepOf = ({ order, fulfilment }: FulfilmentRun): FulfilmentStep =>
  nextStep({ ...fulfilment, isShort: isShort(fulfilment) }, order.facts, Date.now());

export const mustBeCancelled = ({ order, fulfilment }: FulfilmentRun): boolean => mustCancel(fulfilment, order.facts);

/** Says why a question about a fulfilment has resolved itself: it is being cancelled. */
export const whyCancelled = (run: FulfilmentRun): string | undefined =>
  mustBeCancelled(run) ? 'the fulfilment is being cancelled.' : undefined;

/** Says why a question about a fulfilment has resolved itself: it is being cancelled, or its location has acted. */
export const whyMovedOn = (run: FulfilmentRun): string | undefined =>
  whyCancelled(run) ?? (run.fulfilment.hasUnhandledProgress ? actedAfterAll(run) : undefined);

export const actedAfterAll = ({ fulfilment }: FulfilmentRun): string => `${fulfilment.location} has acted after all.`;

/** Moves a fulfilment on, when the table of stages allows it. */
export function transition({ fulfilment, timeline }: FulfilmentRun, stage: FulfilmentStage): void {
  if (fulfilment.stage === stage || !mayBecome(fulfilment.stage, stage)) return;
  fulfilment.stage = stage;
  timeline.add(`Fulfilment ${fulfilment.fulfilment} at ${fulfilment.location}: ${stage}.`);
}

/** The fulfilment ends and its units are planned again, unless the whole order is cancelled. */
export function markReplanned(run: FulfilmentRun): void {
  transition(run, 'cancelled');
  run.fulfilment.recall = 'none';
  if (run.order.facts.state !== 'cancelled') run.order.plannedRevision = undefined;
}

/** What names a fulfilment to the activities. */
export const identityOf = ({ order, fulfilment }: FulfilmentRun): FulfilmentIdentity => ({
  origin: order.origin,
  number: order.number,
  fulfilment: fulfilment.fulfilment,
  location: fulfilment.location,
  kind: fulfilment.kind,
});

/** The location gets the time again that it has for its next step. Only open hours need a machine that knows time zones. */
export async function givePromiseAgain({ order, fulfilment }: FulfilmentRun): Promise<void> {
  const { kind, location } = fulfilment;
  const startMs = Date.now();
  if (fulfilment.stage === 'picked') promiseHandover({ order, fulfilment });
  else fulfilment.dueAt = (await renewPromise({ kind, location, step: 'pick', startMs })).dueAt;
}

/** What is picked waits for the carrier or the customer: from now on that is what the location promises. */
export function promiseHandover({ order, fulfilment }: Pick<FulfilmentRun, 'order' | 'fulfilment'>): void {
  fulfilment.dueAt = dueAt('handover', order.settings.promises[fulfilment.kind], Date.now());
}
