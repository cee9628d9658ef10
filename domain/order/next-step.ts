import { type FulfilmentStage, isSettled } from './fulfilment.js';
import type { Recall } from './fulfilment-state.js';
import type { OrderFacts } from './order-facts.js';

/** What happens next to one fulfilment. */
export type FulfilmentStep =
  | 'place'
  | 'cancel'
  | 'report-progress'
  | 'resolve-rejection'
  | 'release-allocation'
  | 'ask-overdue'
  | 'wait'
  | 'end';

/** All that decides it. */
export interface FulfilmentFacts {
  readonly stage: FulfilmentStage;
  readonly recall: Recall;
  readonly hasUnhandledProgress: boolean;
  /** Its location holds less than it promised, and nobody has begun with it. */
  readonly isShort: boolean;
  /** Epoch ms by which its location promises the next step. */
  readonly dueAt: number | undefined;
}

/** The order as far as a fulfilment depends on it. */
export type OrderCondition = Pick<OrderFacts, 'state' | 'revision'>;

/** The next step of a fulfilment. The first rule that applies counts. */
export function nextStep(fulfilment: FulfilmentFacts, order: OrderCondition, nowMs: number): FulfilmentStep {
  const { stage, dueAt } = fulfilment;
  if (isSettled(stage)) return 'end';
  if (mustCancel(fulfilment, order)) return 'cancel';
  if (stage === 'planned' || stage === 'placing') return 'place';
  if (stage === 'rejected') return 'resolve-rejection';
  if (fulfilment.hasUnhandledProgress) return 'report-progress';
  if (stage === 'placed' && fulfilment.isShort) return 'release-allocation';
  if (dueAt !== undefined && nowMs >= dueAt) return 'ask-overdue';
  return 'wait';
}

/**
 * True while the fulfilment must not go on as it is: the order is cancelled, held, or was changed under it. What was accepted
 * as it is stays accepted as long as the order does not change again.
 */
export function mustCancel(
  { stage, recall }: Pick<FulfilmentFacts, 'stage' | 'recall'>,
  order: OrderCondition,
): boolean {
  if (isSettled(stage) || isAcceptedAsIs(recall, order)) return false;
  return isRecalled(recall) || order.state === 'cancelled' || isHeld(order);
}

/** The order was changed so that the fulfilment must be cancelled, accepted for the time being or not. */
export const isRecalled = (recall: Recall): boolean =>
  (typeof recall === 'object' ? recall.afterwards : recall) === 'wanted';

export const isAcceptedAsIs = (recall: Recall, { revision }: Pick<OrderCondition, 'revision'>): boolean =>
  typeof recall === 'object' && recall.acceptedAtRevision === revision;

/** States of an order in which it holds units that nobody may send now. */
export type HeldState = Extract<OrderFacts['state'], 'on-hold' | 'waiting-for-payment' | 'archived'>;

/** Nothing is placed while the shop holds the order, has archived it, or waits for the customer's payment. */
export const isHeld = <Order extends Pick<OrderCondition, 'state'>>(
  order: Order,
): order is Order & { readonly state: HeldState } =>
  order.state === 'on-hold' || order.state === 'waiting-for-payment' || order.state === 'archived';

/** What happens next to the order as a whole, beside its fulfilments. */
export type OrderStep = 'plan' | 'wait' | 'end';

export interface OrderProgress {
  readonly state: OrderFacts['state'];
  /** Units wait for a fulfilment, or the order changed since its fulfilments were planned. */
  readonly mustPlan: boolean;
  /** A decision about units is being carried out: planned before it is, its units would be asked for again. */
  readonly isDeciding: boolean;
  /** Nothing more is expected of any fulfilment. */
  readonly allSettled: boolean;
  /** A fulfilment or a person's word stands for every unit that the order holds. */
  readonly holdsNothingOpen: boolean;
}

/**
 * The next step of an order. During a hold the order waits for its end, whatever its fulfilments do. One that was archived ends all
 * the same when nothing is left to send: nobody takes it out again only for that.
 */
export function nextOrderStep({ state, mustPlan, isDeciding, allSettled, holdsNothingOpen }: OrderProgress): OrderStep {
  const isPutAway = state === 'archived' && holdsNothingOpen;
  if (isHeld({ state }) && !isPutAway) return 'wait';
  if (state !== 'cancelled' && !isPutAway && mustPlan) return isDeciding ? 'wait' : 'plan';
  return allSettled && !isDeciding ? 'end' : 'wait';
}
