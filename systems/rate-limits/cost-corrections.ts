/** A caller that learns the real price says so in the same breath as it gets its answer. */
const SAME_BREATH_MS = 100;

/** What calls really cost beyond what was expected of them: charged with the next call. Cheaper ones are given back. */
export class PriceCorrections {
  #owed = 0;
  readonly #answered: { readonly expected: number; readonly at: number }[] = [];

  /** A call was answered of which this much was expected. If nobody tells its price, the expectation stands. */
  answered(expected: number): void {
    this.#forgetOld();
    this.#answered.push({ expected, at: performance.now() });
  }

  record(price: number): void {
    this.#forgetOld();
    this.#owed += price - (this.#answered.shift()?.expected ?? 0);
  }

  get owed(): number {
    return this.#owed;
  }

  settled(amount: number): void {
    this.#owed -= amount;
  }

  #forgetOld(): void {
    const oldest = performance.now() - SAME_BREATH_MS;
    while ((this.#answered[0]?.at ?? Infinity) < oldest) this.#answered.shift();
  }
}
