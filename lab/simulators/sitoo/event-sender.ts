import { request } from 'undici';

const BATCH = 10;
const DEADLINE_MS = 15_000;
/** Ten attempts in the first hour, then hourly, some thirty in all: then the events are dropped. */
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 3_600_000;
const ATTEMPTS = 33;
/** The only answers that are tried again; any other drops the batch. */
const TRIED_AGAIN = new Set([429, 503, 504]);

export interface PushedEvent {
  readonly event_id: string;
  readonly event_type: string;
  readonly event_date: number;
  readonly account_id: number;
  readonly data: Readonly<Record<string, string | number>>;
}

/** Pushes events in order, one batch at a time: while one batch fails, the later ones wait behind it. */
export class EventSender {
  readonly counts = { delivered: 0, dropped: 0, attempts: 0 };
  readonly #speed: number;
  readonly #queue: PushedEvent[] = [];
  #destination: { url: string; authorization?: string } | undefined;
  #busy = false;
  #stopped = new AbortController();

  constructor(speed: number) {
    this.#speed = speed;
  }

  /** Events without a configured receiver are not kept. */
  configure(destination: { url: string; user?: string; password?: string }): void {
    const { url, user, password } = destination;
    const basic = user === undefined ? undefined : Buffer.from(`${user}:${password ?? ''}`).toString('base64');
    this.#destination = { url, ...(basic === undefined ? {} : { authorization: `Basic ${basic}` }) };
  }

  get waiting(): number {
    return this.#queue.length;
  }

  push(event: PushedEvent): void {
    if (this.#destination === undefined || this.#stopped.signal.aborted) return;
    this.#queue.push(event);
    if (this.#busy) return;
    this.#busy = true;
    // What happens in one go leaves in one batch.
    setImmediate(() => void this.#drain());
  }

  stop(): void {
    this.#stopped.abort();
    this.#queue.length = 0;
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.slice(0, BATCH);
      const accepted = await this.#deliver(batch);
      if (this.#stopped.signal.aborted) return;
      this.#queue.splice(0, batch.length);
      this.counts[accepted ? 'delivered' : 'dropped'] += batch.length;
    }
    this.#busy = false;
  }

  async #deliver(batch: readonly PushedEvent[]): Promise<boolean> {
    for (let attempt = 1; attempt <= ATTEMPTS && !this.#stopped.signal.aborted; attempt += 1) {
      const status = await this.#post(batch);
      if (status === 200) return true;
      if (status !== undefined && !TRIED_AGAIN.has(status)) return false;
      const waitMs = Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LONGEST_RETRY_MS) / this.#speed;
      await this.#pause(Math.max(10, waitMs));
    }
    return false;
  }

  /** The HTTP status, or undefined when there was no answer in time. */
  async #post(batch: readonly PushedEvent[]): Promise<number | undefined> {
    const { url, authorization } = this.#destination ?? { url: '' };
    this.counts.attempts += 1;
    try {
      const answer = await request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
        body: JSON.stringify(batch),
        signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(DEADLINE_MS)]),
      });
      await answer.body.dump();
      return answer.statusCode;
    } catch {
      return undefined;
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((passed) => {
      const timer = setTimeout(passed, ms);
      const stop = () => {
        clearTimeout(timer);
        passed();
      };
      this.#stopped.signal.addEventListener('abort', stop, { once: true });
    });
  }
}
