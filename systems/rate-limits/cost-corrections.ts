/** A caller that learns the real cost of a call reports it right after it gets the answer. */
const REPORTED_WITHIN_MS = 100;

/** What calls really cost beyond what was expected of them: it is charged with the next call. What was too much is given back. */
export class CostCorrections {
  #owed = 0;
  readonly #answered: { readonly expected: number; readonly at: number }[] = [];

  /** A call was answered of which this much was expected. If nobody reports its cost, the expectation stays. */
  answered(expected: number): void {
    this.#forgetOld();
    this.#answered.push({ expected, at: performance.now() });
  }

  record(cost: number): void {
    this.#forgetOld();
    this.#owed += cost - (this.#answered.shift()?.expected ?? 0);
  }

  get owed(): number {
    return this.#owed;
  }

  settled(amount: number): void {
    this.#owed -= amount;
  }

  #forgetOld(): void {
    const oldest = performance.now() - REPORTED_WITHIN_MS;
    while ((this.#answered[0]?.at ?? Infinity) < oldest) this.#answered.shift();
  }
}
