import { chooseNext } from '../../domain/stock/publish-order.js';
import type { CallBudget } from './call-budget.js';
import type { Policy } from './policy.js';
import type { Call, UnpublishedStock } from './unpublished-stock.js';

/** The rules by which Onepool publishes, as they are. */
export class Onepool implements Policy {
  readonly reactsToChanges = true;
  readonly #waiting: UnpublishedStock;
  readonly #budget: CallBudget;
  readonly #maxStalenessMs: number;
  readonly #linesPerCall: number;

  constructor(
    waiting: UnpublishedStock,
    options: { readonly budget: CallBudget; readonly maxStalenessMs: number; readonly linesPerCall: number },
  ) {
    this.#waiting = waiting;
    this.#budget = options.budget;
    this.#maxStalenessMs = options.maxStalenessMs;
    this.#linesPerCall = options.linesPerCall;
  }

  learn(): void {}

  next(at: number): Call | { lookAt: number } {
    const choice = chooseNext(this.#waiting.candidates(), {
      atMs: at,
      maxStalenessMs: () => this.#maxStalenessMs,
      allowances: this.#budget.allowances(at),
      lastCallAt: this.#budget.lastCallAt,
    });
    if ('waitMs' in choice) return { lookAt: at + choice.waitMs };
    return this.#waiting.claim(choice.publish.location, choice.publish.direction, this.#linesPerCall);
  }

  get isDone(): boolean {
    return this.#waiting.isEmpty;
  }
}
