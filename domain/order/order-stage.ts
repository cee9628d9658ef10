import type { OrderFacts } from './order-facts.js';
import type { OrderSettings } from './settings.js';
import { planFulfilments } from './split-order.js';

/** Stage of an order, as people search for it. */
export type OrderStage =
  | 'received'
  | 'waiting-for-batch'
  | 'on-hold'
  | 'waiting-for-goods'
  | 'waiting-for-confirmation'
  | 'waiting-for-answer'
  | 'fulfilling'
  | 'done'
  | 'cancelled';

/** Whether an order that is new to us has something to come: also one that waits, so that a person is told when it waits too long. */
export const canStart = ({ state }: Pick<OrderFacts, 'state'>): boolean => !IS_OVER.has(state);

/** An order that was put away before we knew it is none that anybody waits for. */
const IS_OVER: ReadonlySet<OrderFacts['state']> = new Set(['cancelled', 'done', 'archived']);

/**
 * Stage and locations of an order when its workflow starts. Attributes given at the start are free, every later change
 * costs an event and a write to the list of workflows, so an order that can go immediately starts with the stage it will have.
 */
export function stateAtStart(facts: OrderFacts, settings: OrderSettings): { stage: OrderStage; locations: string[] } {
  const atOnce = facts.origin === 'centra' || !settings.posOrdersInBatches;
  if (facts.state !== 'open' || facts.unreadable !== undefined || !atOnce) return { stage: 'received', locations: [] };
  return {
    stage: 'fulfilling',
    locations: [...new Set(planFulfilments(facts).map((fulfilment) => fulfilment.location))],
  };
}
