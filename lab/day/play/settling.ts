import type { StockSummary } from '../judge/stock/judge-stock.js';
import type { DaySummary } from '../judge/summary.js';

const LOOK_EVERY_MS = 700;
/** Reading what everybody holds is work too: it takes at most this share of the time, so that it does not slow down a long day. */
const SHARE_OF_LOOKING = 0.15;
/** Nothing has changed for this long: whatever is still open stays open. */
const STILL_MS = 20_000;
/** With a worker that is killed again and again: its calls are only repeated when their time is up. */
const STILL_WITH_CUTS_MS = 120_000;
/** Once orders are settled, figures may still gather for so long, by the clock of the day. */
const GATHERING_MS = 180_000;

/** However much still moves (a case that opens again and again, say): a day is judged at last. */
const AT_LAST_MS = 600_000;

/** What else decides whether a day is over. */
export interface RemainingWork {
  /** Orders and returns on their way in Temporal. */
  readonly running: number;
  /** Returns that were ever begun there: one for each refund of the tills. */
  readonly returnsBegun: number;
  /** Actions of the feed that have not happened. */
  readonly left: number;
  readonly operated: boolean;
  /** The judgement of stock, once orders are settled. */
  readonly stock?: StockSummary | undefined;
}

/** Decides when nothing moves any more after the last action of a day. */
export class Settling {
  readonly #longestSilenceMs: { readonly orders: number; readonly stock: number };
  #lookAgainAt = 0;
  #seen = '';
  #changedAt = Date.now();
  #endsAt: number | undefined;

  constructor(speed: number, kills: boolean) {
    const still = kills ? STILL_WITH_CUTS_MS : STILL_MS;
    // The store's promise may still end in a case: eight hours of the day, and a little.
    this.#longestSilenceMs = { orders: still + (8 * 3_600_000) / speed, stock: still + GATHERING_MS / speed };
  }

  isTimeToLook(): boolean {
    return Date.now() >= this.#lookAgainAt;
  }

  /** Notes that the day was judged, and how long that took. */
  looked(tookMs: number): void {
    this.#lookAgainAt = Date.now() + Math.max(LOOK_EVERY_MS, tookMs / SHARE_OF_LOOKING);
  }

  /** True when every order and every return has reached an end or a question nobody will answer. */
  areOrdersSettled(summary: DaySummary, { running, returnsBegun, left, operated }: RemainingWork): boolean {
    const { orders, cases, lost, stuck, strays, returns } = summary;
    if (returnsBegun < returns.refunds || (operated && returns.missing + returns.incomplete > 0)) return false;
    const waiting = orders.web.waiting + orders.pos.waiting;
    const answered = operated ? cases.open === 0 && waiting === 0 : running <= cases.open;
    return left === 0 && answered && lost + stuck + strays === 0 && (!operated || running === 0);
  }

  /** True when orders are settled and every figure has arrived, or when nothing has changed for long. */
  isOver(summary: DaySummary, rest: RemainingWork): boolean {
    const { running, returnsBegun, left, stock } = rest;
    const { orders, lost, strays, returns } = summary;
    const settled = this.areOrdersSettled(summary, rest);
    if (settled && stock?.booksEqual === true && stock.waiting === 0) return true;
    this.#endsAt ??= Date.now() + AT_LAST_MS;
    const figures = [stock?.waiting, stock?.differences];
    const seen = JSON.stringify([orders, lost, strays, returns, running, returnsBegun, left, ...figures]);
    if (seen !== this.#seen) {
      this.#seen = seen;
      this.#changedAt = Date.now();
    }
    const silence = Date.now() - this.#changedAt;
    return silence > this.#longestSilenceMs[settled ? 'stock' : 'orders'] || Date.now() > this.#endsAt;
  }
}
