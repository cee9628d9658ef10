import type { Candidate } from '../../domain/stock/publish-order.js';
import type { Policy } from './policy.js';
import type { Call, UnpublishedStock } from './unpublished-stock.js';

/** At fixed intervals everything that waits, location after location, as far as the budget goes. */
export class Batches implements Policy {
  readonly reactsToChanges = false;
  readonly #waiting: UnpublishedStock;
  readonly #everyMs: number;
  readonly #linesPerCall: number;
  #nextRun: number;
  #places: Candidate[] = [];

  constructor(waiting: UnpublishedStock, options: { everyMs: number; linesPerCall: number; from: number }) {
    this.#waiting = waiting;
    this.#everyMs = options.everyMs;
    this.#linesPerCall = options.linesPerCall;
    this.#nextRun = options.from + options.everyMs;
  }

  learn(): void {}

  next(at: number): Call | { lookAt: number } {
    if (this.#places.length === 0 && at >= this.#nextRun) {
      this.#places = this.#waiting.candidates();
      while (this.#nextRun <= at) this.#nextRun += this.#everyMs;
    }
    for (let place = this.#places[0]; place !== undefined; place = this.#places[0]) {
      const call = this.#waiting.claim(place.location, place.direction, this.#linesPerCall);
      if (call.lines.length < this.#linesPerCall) this.#places.shift();
      if (call.lines.length > 0) return call;
    }
    return { lookAt: this.#nextRun };
  }

  get isDone(): boolean {
    return this.#waiting.isEmpty;
  }
}
