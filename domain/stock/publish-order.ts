import type { Direction } from './flows.js';
import { type Allowance, guaranteedMs, type Haste, isUsedUp, paceMs } from './pacing.js';

/** One figure that is still to be published. */
export interface PendingFigure {
  /** Units to publish: what should have been published minus what was. For absolute figures the difference from the last one. */
  readonly pendingDelta: number;
  /** Units that customers can buy once it is published. */
  readonly freeOnline: number;
}

/** The largest urgency there is; a bigger number can wait longer. */
export const LEAST_URGENT = 99;
/** An increase of something that the web shop could not sell at all: sales are lost in the meantime. */
const BACK_IN_STOCK = 50;
/** While at least this many units are left, one less endangers nobody for a while. */
const PLENTY = 20;
/** On offer and not there: the next customer buys what does not exist. */
export const URGENT = 0;

/**
 * How urgent it is to publish a figure; the smallest number goes first. Decreases go before increases, and among decreases
 * those that leave nothing to sell online (the safety stock is reached) before those that leave little. What is shown as
 * sold out already nobody can buy: it may wait.
 */
export function urgencyOf({ pendingDelta, freeOnline }: PendingFigure): number {
  const shown = freeOnline - pendingDelta;
  if (pendingDelta < 0) return shown <= 0 ? PLENTY : Math.min(PLENTY, Math.max(URGENT, freeOnline));
  return shown <= 0 ? BACK_IN_STOCK : LEAST_URGENT;
}

/** Pending figures of one location in one direction: what one call could publish. */
export interface Candidate {
  readonly location: string;
  readonly direction: Direction;
  /** The smallest urgency among them. */
  readonly urgency: number;
  /** Since when the oldest of them is pending, epoch ms. */
  readonly since: number;
}

/** The candidate to publish next, or when to choose again. */
export type Choice = { readonly publish: Candidate } | { readonly waitMs: number };

/** What is known when the next call is chosen. */
export interface Moment {
  readonly atMs: number;
  readonly maxStalenessMs: (candidate: Candidate) => number;
  readonly allowances: readonly Allowance[];
  /** When the last call was made, epoch ms. */
  readonly lastCallAt: number;
}

/**
 * Chooses what to publish next. Who is next follows from how long candidates have been pending, with a head start for
 * what is urgent, so that none waits forever. How fast calls follow each other is decided by the most pressing of all.
 */
export function chooseNext(candidates: readonly Candidate[], now: Moment): Choice {
  const next = candidates.reduce<Candidate | undefined>(
    (best, one) => (best === undefined || precedenceOf(one, now) > precedenceOf(best, now) ? one : best),
    undefined,
  );
  if (next === undefined) return { waitMs: Number.POSITIVE_INFINITY };
  const usedUp = now.allowances.filter(isUsedUp);
  // Chosen as late as possible: a batch that waits for the counterpart grows stale, and something else may become urgent.
  if (usedUp.length > 0) {
    const guaranteedIn = guaranteedMs(now.allowances);
    return guaranteedIn <= 0 ? { publish: next } : { waitMs: Math.min(guaranteedIn, paceMs(usedUp, 'urgent')) };
  }
  const waitMs = Math.min(...candidates.map((candidate) => waitOf(candidate, now)));
  return waitMs <= 0 ? { publish: next } : { waitMs };
}

/** Head starts, counted in longest allowed waits: of what is urgent, and of what has been pending that long. */
const HEAD_START = { urgent: 10, overdue: 2 } as const;

/** How long a candidate has been pending, counted in longest allowed waits, with its head start. An increase comes after every decrease until it is overdue. */
function precedenceOf(candidate: Candidate, now: Moment): number {
  const { urgency } = candidate;
  const waits = (now.atMs - candidate.since) / Math.max(1, now.maxStalenessMs(candidate));
  const precedence = waits < 1 ? waits : waits + HEAD_START.overdue;
  if (urgency <= URGENT) return precedence + HEAD_START.urgent;
  if (urgency <= PLENTY) return precedence + 1 - urgency / PLENTY;
  return precedence - (urgency <= BACK_IN_STOCK ? 1 : 1.25);
}

function waitOf(candidate: Candidate, { atMs, maxStalenessMs, allowances, lastCallAt }: Moment): number {
  const paced = (haste: Haste): number => lastCallAt + paceMs(allowances, haste) - atMs;
  if (candidate.urgency <= URGENT) return paced('urgent');
  const untilOverdue = candidate.since + maxStalenessMs(candidate) - atMs;
  return Math.min(paced('calm'), Math.max(paced('overdue'), untilOverdue));
}

/** The pending figures of one location in one direction, as one candidate. */
export function candidateOf(
  location: string,
  direction: Direction,
  figures: readonly (PendingFigure & { readonly since: number })[],
): Candidate {
  return {
    location,
    direction,
    urgency: Math.min(LEAST_URGENT, ...figures.map(urgencyOf)),
    since: Math.min(...figures.map(({ since }) => since)),
  };
}
