import type { CentraOrder } from '../../simulators/states.js';
import type { Action } from '../feed/lines.js';

/** The shop's state is long: it is read at most this often, of our time. */
const LOOK_EVERY_MS = 700;
/** A refused customer comes again after this long: the till may not know yet what a warehouse has sent. */
const AGAIN_MS = 500;
/** Longest that anybody comes again with goods that were sent, of our time. A worker may be away for a while. */
const PATIENCE_MS = 120_000;

/** Reads the orders of the web shop. */
type ReadOrders = () => Promise<readonly Pick<CentraOrder, 'number' | 'status'>[]>;

/**
 * Customers who bring web orders back. Nobody brings back what has not arrived, and whoever is sent away comes again: so
 * the outcome of a day does not depend on how fast the machine is.
 */
export class ReturningCustomers {
  readonly #readOrders: ReadOrders;
  readonly #nowMs: () => number;
  #status: ReadonlyMap<number, string> = new Map();
  #lookAgainAt = 0;
  /** When each was sent away first, and last. */
  readonly #refused = new Map<Action, { readonly first: number; readonly last: number }>();

  constructor(readOrders: ReadOrders, nowMs: () => number = Date.now) {
    this.#readOrders = readOrders;
    this.#nowMs = nowMs;
  }

  /** Looks which orders have been sent, unless that was done a moment ago. Call when a customer waits for one. */
  async refresh(): Promise<void> {
    if (this.#nowMs() < this.#lookAgainAt) return;
    const orders = await this.#readOrders();
    this.#status = new Map(orders.map(({ number, status }) => [number, status]));
    this.#lookAgainAt = this.#nowMs() + LOOK_EVERY_MS;
  }

  /** True when the whole order has been sent, or never will be. */
  isSent(order: number): boolean {
    const status = this.#status.get(order);
    return status === 'SHIPPED' || status === 'CANCELLED';
  }

  /** False for a while after a refusal. */
  mayCome(action: Action): boolean {
    const refused = this.#refused.get(action);
    return refused === undefined || this.#nowMs() >= refused.last + AGAIN_MS;
  }

  /** Notes that a customer was sent away. True when they come again. */
  comesAgain(action: Action, order: number): boolean {
    const now = this.#nowMs();
    const first = this.#refused.get(action)?.first ?? now;
    this.#refused.set(action, { first, last: now });
    return this.#status.get(order) !== 'CANCELLED' && now - first < PATIENCE_MS;
  }
}
