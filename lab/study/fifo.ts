import type { Policy } from './policy.js';
import type { Movement } from './shop.js';
import type { Call } from './unpublished-stock.js';

/** One call per change, first in first out, as soon as the budget allows it. */
export class Fifo implements Policy {
  readonly reactsToChanges = true;
  readonly #queue: Call[] = [];
  #sent = 0;

  learn(movements: readonly Movement[], happenedAt: number): void {
    // Taking away and adding are two calls.
    for (const sign of [-1, 1]) {
      const lines = movements.filter(({ units }) => Math.sign(units) === sign);
      const location = lines[0]?.location;
      if (location !== undefined) this.#queue.push({ location, lines, changes: lines.map(() => happenedAt) });
    }
  }

  next(): Call | { lookAt: number } {
    const call = this.#queue[this.#sent];
    if (call === undefined) return { lookAt: Number.POSITIVE_INFINITY };
    this.#sent += 1;
    return call;
  }

  get isDone(): boolean {
    return this.#sent === this.#queue.length;
  }
}
