import type { Action, ActionOf, OrderRef } from '../feed/lines.js';
import { tillKey, webKey } from './work-list.js';

/** What the feed still has in store for one order, in its order: each step waits until the one before has happened. */
export interface OrderScript {
  readonly key: string;
  readonly todo: Action[];
  /** Units cancelled by edits that have been played. */
  edited: number;
  ordered: number;
  /** The customer cancels, now or later: staff keep their hands off. */
  readonly cancels: boolean;
  /** Nobody at the store acts until a case about the order has been answered. */
  silent: boolean;
}

/** The whole day, by order; what concerns no order is apart. */
export interface DayScript {
  readonly orders: ReadonlyMap<string, OrderScript>;
  readonly withoutOrder: Action[];
}

/** Sorts a day's actions by the order they concern. */
export function scriptOf(actions: readonly Action[], numberOf: (ref: OrderRef) => number): DayScript {
  const orders = new Map<string, OrderScript>();
  const withoutOrder: Action[] = [];
  const byKey = new Map<string, Action[]>();
  for (const action of actions) {
    const key = keyOf(action, numberOf);
    if (key === undefined) withoutOrder.push(action);
    else byKey.set(key, [...(byKey.get(key) ?? []), action]);
  }
  for (const [key, todo] of byKey) {
    const placed = todo.find((a) => a.type === 'web.order');
    orders.set(key, {
      key,
      // Nothing can happen to an order before it is placed, whatever the clock of the feed says.
      todo: todo.toSorted((a, b) => Number(begins(b)) - Number(begins(a))),
      edited: 0,
      ordered: placed?.lines.reduce((sum, line) => sum + line.quantity, 0) ?? 0,
      cancels: todo.some((a) => a.type === 'web.cancel'),
      silent: false,
    });
  }
  return { orders, withoutOrder };
}

const begins = (action: Action): boolean => action.type === 'web.order' || action.type === 'pos.sale';

function keyOf(action: Action, numberOf: (ref: OrderRef) => number): string | undefined {
  if ('order' in action && action.order !== undefined) return webKey(numberOf(action.order));
  if ('receipt' in action && action.receipt !== undefined) return tillKey(action.receipt);
  return undefined;
}

/** Goods that come back, over the counter or by post. */
export const isReturn = (action: Action): action is ActionOf<'pos.refund' | 'web.return'> =>
  action.type === 'pos.refund' || action.type === 'web.return';

/** What comes back is the customer's business: staff do not wait for it. */
export const blocksStaff = (script: OrderScript): boolean => script.todo.some((a) => !isReturn(a));

/** An edit must have reached the location before anybody picks: the work lists may not hold more than is wanted. */
export function awaitsEdit(script: OrderScript, unitsInWork: number): boolean {
  return script.edited > 0 && unitsInWork > script.ordered - script.edited;
}
