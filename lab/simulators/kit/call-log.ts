/** Counts what a simulator was asked, by operation, and what it must never see. */
export class CallLog {
  readonly #byOperation = new Map<string, number>();
  #throttled = 0;
  #inFlight = 0;
  #mostInFlight = 0;
  readonly #refusals: string[] = [];

  /** Counts a call; the returned function says, once or more, that it has been answered. */
  enter(operation: string): () => void {
    this.#byOperation.set(operation, (this.#byOperation.get(operation) ?? 0) + 1);
    this.#inFlight += 1;
    this.#mostInFlight = Math.max(this.#mostInFlight, this.#inFlight);
    let answered = false;
    return () => {
      if (!answered) this.#inFlight -= 1;
      answered = true;
    };
  }

  /** Calls that have come and are not answered yet, the one being looked at included. */
  get inFlight(): number {
    return this.#inFlight;
  }

  throttle(): void {
    this.#throttled += 1;
  }

  /** A call that broke the contract: invalid GraphQL, unknown field, bad type. Kept so that a run can fail on it. */
  refuse(reason: string): void {
    if (this.#refusals.length < 100) this.#refusals.push(reason);
  }

  report(): CallReport {
    const byOperation = Object.fromEntries([...this.#byOperation].sort());
    return {
      total: [...this.#byOperation.values()].reduce((sum, n) => sum + n, 0),
      byOperation,
      throttled: this.#throttled,
      mostInFlight: this.#mostInFlight,
      refusals: [...this.#refusals],
    };
  }
}

export interface CallReport {
  readonly total: number;
  readonly byOperation: Readonly<Record<string, number>>;
  readonly throttled: number;
  readonly mostInFlight: number;
  readonly refusals: readonly string[];
}
