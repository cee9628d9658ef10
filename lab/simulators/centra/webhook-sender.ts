import { request } from 'undici';
import { signatureHeader } from '../../../systems/centra/events.js';
import { EventFaultPlan } from '../kit/event-faults.js';
import type { ChangeEvent, RunLater } from './state.js';

/** Centra's own setting allows up to this many events a call. */
const EVENTS_PER_CALL = 100;
/** How long events gather before they are sent together. */
const GATHER_MS = 20;
const ANSWER_WITHIN_MS = 5_000;
const LATE_MS = 2_000;

interface WebhookEvent {
  readonly type: string;
  readonly action: string;
  readonly date: string;
  readonly id: number;
}

/** The webhook plugin: signed form posts, ids only, five seconds to answer, retries off. */
export class WebhookSender {
  readonly #runLater: RunLater;
  #destination: { url: string; secret: string } | undefined;
  #waiting: WebhookEvent[] = [];
  #announced = 0;
  /** Their subject: the number or id in the event. */
  readonly faults = new EventFaultPlan();
  readonly counts = { calls: 0, delivered: 0, dropped: 0 };

  constructor(runLater: RunLater) {
    this.#runLater = runLater;
  }

  sendTo(destination: { url: string; secret: string }): void {
    this.#destination = destination;
  }

  announce(change: ChangeEvent): void {
    if (!this.#destination) return;
    const event = this.#eventOf(change);
    const rule = this.faults.take(String(change.id));
    if (rule?.fault === 'lost') return;
    if (rule?.fault === 'late') {
      this.#runLater(rule.delayMs ?? LATE_MS, () => this.#gather(event));
      return;
    }
    this.#gather(event);
    if (rule?.fault === 'duplicate') this.#runLater(rule.delayMs ?? GATHER_MS * 2, () => this.#gather(event));
  }

  #gather(event: WebhookEvent): void {
    this.#waiting.push(event);
    if (this.#waiting.length === 1) this.#runLater(GATHER_MS, () => this.#flush());
  }

  #flush(): void {
    const events = this.#waiting;
    this.#waiting = [];
    for (let at = 0; at < events.length; at += EVENTS_PER_CALL) void this.#post(events.slice(at, at + EVENTS_PER_CALL));
  }

  async #post(events: readonly WebhookEvent[]): Promise<void> {
    if (!this.#destination) return;
    const { url, secret } = this.#destination;
    const body = Buffer.from(new URLSearchParams({ payload: JSON.stringify({ events }) }).toString());
    this.counts.calls += 1;
    try {
      const answer = await request(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-centra-signature': signatureHeader(secret, Math.floor(Date.now() / 1000), body),
        },
        body,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      await answer.body.dump();
      if (answer.statusCode >= 200 && answer.statusCode < 300) this.counts.delivered += events.length;
      else this.counts.dropped += events.length;
    } catch {
      // Retries are off by default: what nobody accepts is gone.
      this.counts.dropped += events.length;
    }
  }

  /** Centra writes microseconds and no zone; counting them up keeps two events of one millisecond apart. */
  #eventOf({ type, action, id }: ChangeEvent): WebhookEvent {
    this.#announced += 1;
    const micros = String(this.#announced % 1000).padStart(3, '0');
    const date = `${new Date().toISOString().slice(0, 23).replace('T', ' ')}${micros}`;
    return { type, action: action === 'complete' ? 'update' : action, date, id };
  }
}
