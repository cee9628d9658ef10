import type { CaseCode } from '../cases/catalogue.js';
import type { FulfilmentStage } from './fulfilment.js';
import { isHeld } from './next-step.js';
import type { OrderFacts } from './order-facts.js';
import type { OrderStage } from './order-stage.js';
import type { OrderWait } from './settings.js';

/** The order as far as it waits. */
export interface WaitingOrder {
  readonly facts: Pick<OrderFacts, 'state'>;
  /** The pick-list batch has gone out, or it needs none. */
  readonly released: boolean;
  /** What its steps wait for. */
  readonly waitsFor: readonly OrderWait[];
}

/** All that an order waits for now, each with a promise of its own; empty while it can go on, or has nothing left to wait for. */
export function waitsOf({ facts, released, waitsFor }: WaitingOrder): ReadonlySet<OrderWait> {
  if (facts.state === 'cancelled') return new Set();
  if (isHeld(facts)) return new Set([facts.state, ...waitsFor]);
  return new Set([...waitsFor, ...(released ? [] : (['waiting-for-batch'] as const))]);
}

/** A state that waits: until when by its promise, and which case tells a person that the promise is over. */
export interface Promised {
  /** The key of the brand file, or what bounds it. */
  readonly within: string;
  readonly code: CaseCode;
}

/** States of an order at its origin and of our own; what never waits says why. */
type OrderState = OrderFacts['state'] | OrderStage | OrderWait;
type Waits<State extends string> = Readonly<Record<State, Promised | { readonly never: string }>>;

/** Every state of an order: it waits within a promise, or it does not wait. A new state needs its row. */
export const ORDER_WAITS = {
  'waiting-for-payment': { within: 'promises.payment', code: 'order.unpaid' },
  'on-hold': { within: 'promises.hold', code: 'order.held-long' },
  archived: { within: 'promises.hold', code: 'order.held-long' },
  'waiting-for-batch': { within: 'three times posOrders.every', code: 'order.batch-overdue' },
  'waiting-for-goods': { within: 'promises.preorder', code: 'order.preorder-overdue' },
  'waiting-for-confirmation': { within: 'promises.confirmation', code: 'order.unconfirmed' },
  locked: { within: 'promises.lock', code: 'order.locked' },
  open: { never: 'its fulfilments wait, each within its own promise' },
  fulfilling: { never: 'its fulfilments wait, each within its own promise' },
  'waiting-for-answer': { never: 'the case has an owner and a time to answer' },
  received: { never: 'the checks take as long as their calls, which have an hour' },
  done: { never: 'nothing more is expected' },
  cancelled: { never: 'nothing more is expected' },
} as const satisfies Waits<OrderState>;

/** Every stage of a fulfilment. */
export const FULFILMENT_WAITS = {
  placed: { within: 'promises.storePick or promises.warehousePick', code: 'store.silent' },
  picked: { within: 'promises.storeHandover or promises.warehouseSend', code: 'store.silent' },
  planned: { never: 'it is placed immediately, unless the order waits' },
  placing: { never: 'the call has an hour' },
  rejected: { never: 'another location is looked for immediately, else a person is asked' },
  sent: { never: 'nothing more is expected' },
  cancelled: { never: 'nothing more is expected' },
  moved: { never: 'nothing more is expected' },
} as const satisfies Waits<FulfilmentStage>;
