import type { DaySummary } from '../judge/summary.js';

const LOOK_EVERY_MS = 700;
/** Nothing has changed for this long: whatever is still open stays open. */
const STILL_MS = 20_000;
/** With a worker that is cut off again and again: its calls are only repeated when their time is up. */
const STILL_WITH_CUTS_MS = 120_000;

/** However much still moves (a question asked again and again, say): a day is judged at last. */
const AT_LAST_MS = 600_000;

/** What else tells whether a day is over. */
export interface Rest {
  /** Orders on their way in Temporal. */
  readonly running: number;
  /** Actions of the feed that have not happened. */
  readonly left: number;
  readonly operated: boolean;
}

/** Decides when nothing moves any more after the last action of a day. */
export class Settling {
  readonly #longestSilenceMs: number;
  #lookAgainAt = 0;
  #seen = '';
  #changedAt = Date.now();
  #endsAt: number | undefined;

  constructor(speed: number, cuts: boolean) {
    // The store's promise may still end in a case: eight hours of the day, and a little.
    this.#longestSilenceMs = (cuts ? STILL_WITH_CUTS_MS : STILL_MS) + (8 * 3_600_000) / speed;
  }

  isTimeToLook(): boolean {
    if (Date.now() < this.#lookAgainAt) return false;
    this.#lookAgainAt = Date.now() + LOOK_EVERY_MS;
    return true;
  }

  /** True when every order has reached an end or a question nobody will answer, or when nothing has changed for long. */
  isOver(summary: DaySummary, { running, left, operated }: Rest): boolean {
    const { orders, cases, lost, stuck, strays } = summary;
    const waiting = orders.web.waiting + orders.pos.waiting;
    const answered = operated ? cases.open === 0 && waiting === 0 : running <= cases.open;
    if (left === 0 && answered && lost + stuck + strays === 0 && (!operated || running === 0)) return true;
    this.#endsAt ??= Date.now() + AT_LAST_MS;
    const seen = JSON.stringify([orders, lost, strays, running, left]);
    if (seen !== this.#seen) {
      this.#seen = seen;
      this.#changedAt = Date.now();
    }
    return Date.now() - this.#changedAt > this.#longestSilenceMs || Date.now() > this.#endsAt;
  }
}
