import { Agent, request } from 'undici';
import { EventFaultPlan } from '../kit/event-faults.js';

const MINUTE_MS = 60_000;
/** Calls under way at the same time. Without a limit a batch of acts would open a connection for each event. */
const CONNECTIONS = 16;
/** The vendor's retry plan "One day": after 1, 5, 15 and 30 minutes, then every 2 hours until a day has passed. */
const RETRY_AFTER_MS = [1, 5, 15, 30, ...Array.from({ length: 11 }, () => 120)].map((minutes) => minutes * MINUTE_MS);

/** Sends thin events to the one address configured for them, with a fixed header, until it answers 2xx. */
export class Webhooks {
  readonly #speed: number;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #closing = new AbortController();
  readonly #connections = new Agent({ connections: CONNECTIONS });
  /** Their subject: order or article number. */
  readonly faults = new EventFaultPlan();
  readonly #count = { delivered: 0, failed: 0, lost: 0 };
  readonly #usualToken: string;
  #target: { url: string; token: string } | undefined;
  #nextEventId = 9_001;

  constructor(speed: number, usualToken = '') {
    this.#speed = speed;
    this.#usualToken = usualToken;
  }

  configure({ url, token }: { url: string; token?: string | undefined }): void {
    this.#target = { url, token: token ?? this.#usualToken };
  }

  report(): { delivered: number; failed: number; lost: number } {
    return { ...this.#count };
  }

  /** Announces a change of `subject`. The order of arrival is not promised. */
  announce(subject: string, payload: object): void {
    if (!this.#target) return;
    const webhookEventId = this.#nextEventId++;
    // The vendor's times bear no zone mark.
    const timestamp = new Date().toISOString().replace('Z', '0000');
    const body = JSON.stringify({ webhookEventId, timestamp, ...payload });
    const fault = this.faults.take(subject);
    if (fault?.fault === 'lost') {
      this.#count.lost += 1;
      return;
    }
    this.#later(fault?.fault === 'late' ? (fault.delayMs ?? 1_000) : 0, body, 0);
    if (fault?.fault === 'duplicate') this.#later(fault.delayMs ?? 0, body, 0);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#closing.abort();
    void this.#connections.destroy();
  }

  #later(ms: number, body: string, attempt: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#deliver(body, attempt);
    }, ms);
    timer.unref();
    this.#timers.add(timer);
  }

  async #deliver(body: string, attempt: number): Promise<void> {
    if (await this.#post(body)) {
      this.#count.delivered += 1;
      return;
    }
    this.#count.failed += 1;
    const pause = RETRY_AFTER_MS[attempt];
    if (pause !== undefined && !this.#closing.signal.aborted) this.#later(pause / this.#speed, body, attempt + 1);
  }

  async #post(body: string): Promise<boolean> {
    const target = this.#target;
    if (!target) return false;
    try {
      const answer = await request(target.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-auth-token': target.token },
        body,
        dispatcher: this.#connections,
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(10_000)]),
      });
      await answer.body.dump();
      return answer.statusCode >= 200 && answer.statusCode < 300;
    } catch {
      return false;
    }
  }
}
