import type { Answer } from '../kit/answer.js';

/** The real number is not published. Ours allows bursts of five seconds' worth. */
const REQUESTS_PER_SECOND = 20;
const BURST_SECONDS = 5;

/** A bucket of requests that refills as fast as the simulation runs. */
export class RateLimit {
  readonly #perSecond: number;
  #left: number;
  #readAtMs = Date.now();

  constructor(speed: number) {
    this.#perSecond = REQUESTS_PER_SECOND * speed;
    this.#left = this.#perSecond * BURST_SECONDS;
  }

  /** The refusal when the bucket is empty. Whole seconds, as headers have them. */
  take(): Answer | undefined {
    const now = Date.now();
    const refilled = this.#left + ((now - this.#readAtMs) / 1_000) * this.#perSecond;
    this.#left = Math.min(this.#perSecond * BURST_SECONDS, refilled);
    this.#readAtMs = now;
    if (this.#left < 1) {
      const headers = { 'retry-after': '1', 'x-rate-limit-reset': String(Math.ceil(now / 1_000) + 1) };
      return { status: 429, json: { statuscode: 429, errortext: 'Too many requests' }, headers };
    }
    this.#left -= 1;
    return undefined;
  }
}
