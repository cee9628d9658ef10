import type { Action } from '../feed/lines.js';
import type { DayScript, OrderScript } from './script.js';

/**
 * What is still to happen, in the order of its time, so that a look at the clock costs as much as what is due then and
 * not as much as the whole day: a long day has thousands of orders, and the clock is looked at many times a second.
 */
export class Agenda {
  readonly #orders: DayScript['orders'];
  /** The latest first, so that the next one is at the end. */
  readonly #upcoming: { readonly at: number; readonly script: OrderScript }[];
  readonly #withoutOrder: { readonly at: number; readonly action: Action }[];
  /** Orders that have begun and of which the feed still has something to say. */
  readonly #live = new Set<OrderScript>();
  #left: number;

  constructor({ orders, withoutOrder }: DayScript) {
    const latestFirst = (a: { readonly at: number }, b: { readonly at: number }) => b.at - a.at;
    this.#orders = orders;
    this.#withoutOrder = withoutOrder.map((action) => ({ at: timeOf(action), action })).reverse();
    this.#withoutOrder.sort(latestFirst);
    this.#upcoming = [...orders.values()].reverse().flatMap((script) => {
      const [first] = script.todo;
      return first === undefined ? [] : [{ at: timeOf(first), script }];
    });
    this.#upcoming.sort(latestFirst);
    this.#left = withoutOrder.length + [...orders.values()].reduce((sum, { todo }) => sum + todo.length, 0);
  }

  /** How many actions have not happened yet. */
  get left(): number {
    return this.#left;
  }

  /** The script of an order, by its key. */
  of(key: string): OrderScript | undefined {
    return this.#orders.get(key);
  }

  /** Takes what concerns no order and is due. */
  takeWithoutOrder(now: number): Action[] {
    const due: Action[] = [];
    for (let next = this.#withoutOrder.at(-1); next !== undefined && next.at <= now; next = this.#withoutOrder.at(-1)) {
      due.push(next.action);
      this.#withoutOrder.pop();
      this.#left -= 1;
    }
    return due;
  }

  /** Orders that have begun by now and are not at the end of what the feed says of them. */
  begun(now: number): ReadonlySet<OrderScript> {
    for (let next = this.#upcoming.at(-1); next !== undefined && next.at <= now; next = this.#upcoming.at(-1)) {
      this.#live.add(next.script);
      this.#upcoming.pop();
    }
    return this.#live;
  }

  /** Notes that an action of an order has happened. */
  done(script: OrderScript, action: Action): void {
    const nth = script.todo.indexOf(action);
    if (nth < 0) return;
    script.todo.splice(nth, 1);
    this.#left -= 1;
    if (script.todo.length === 0) this.#live.delete(script);
  }
}

/** When an action is to happen, epoch milliseconds of the day. */
export const timeOf = (action: Action): number => Date.parse(action.at);
