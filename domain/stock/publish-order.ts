import type { Direction } from './flows.js';
import { type Allowance, isUsedUp, paceMs } from './pacing.js';

export type { Allowance } from './pacing.js';
export { paceMs } from './pacing.js';

/** One figure that a counterpart should be told. */
export interface PendingFigure {
  /** Units to tell: what should have been told minus what was. For absolute figures the difference to the last one. */
  readonly pendingDelta: number;
  /** Units a web customer can still buy once it is told. */
  readonly freeOnline: number;
}

/** The largest urgency there is; a bigger number can wait longer. */
export const LEAST_URGENT = 99;
/** An increase of something the web shop could not sell at all: sales are lost meanwhile. */
const BACK_IN_STOCK = 50;
/** From this many units left on, one less endangers nobody for a while. */
const PLENTY = 20;
/** On offer and not there: the next customer buys what does not exist. */
export const URGENT = 0;

/**
 * How urgent it is to tell a figure; the smallest number goes first. Decreases go before increases, and among decreases
 * those that leave the web shop nothing to sell (the safety stock is reached) before those that leave little. What is
 * shown as sold out already nobody can buy: it may wait.
 */
export function urgencyOf({ pendingDelta, freeOnline }: PendingFigure): number {
  const shown = freeOnline - pendingDelta;
  if (pendingDelta < 0) return shown <= 0 ? PLENTY : Math.min(PLENTY, Math.max(URGENT, freeOnline));
  return shown <= 0 ? BACK_IN_STOCK : LEAST_URGENT;
}

/** Waiting figures of one location in one direction: what one call could tell. */
export interface Candidate {
  readonly location: string;
  readonly direction: Direction;
  readonly figures: number;
  /** The smallest urgency among them. */
  readonly urgency: number;
  /** Since when the oldest of them waits, epoch ms. */
  readonly since: number;
}

/** The candidate to tell next, or when to look again. */
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
 * Chooses what to tell next. Whose turn it is follows from how long they have waited, with a head start for what is
 * urgent, so that nobody waits for ever. How fast calls follow each other is decided by the most pressing of all.
 */
export function chooseNext(candidates: readonly Candidate[], now: Moment): Choice {
  const first = candidates.reduce<Candidate | undefined>(
    (best, one) => (best === undefined || turnOf(one, now) > turnOf(best, now) ? one : best),
    undefined,
  );
  if (first === undefined) return { waitMs: Number.POSITIVE_INFINITY };
  const full = now.allowances.filter(isUsedUp);
  // Chosen as late as can be: a batch that waits for the counterpart grows stale, and something else may become urgent.
  if (full.length > 0) return { waitMs: paceMs(full, 'urgent') };
  const waitMs = Math.min(...candidates.map((candidate) => waitOf(candidate, now)));
  return waitMs <= 0 ? { publish: first } : { waitMs };
}

/** Head starts, counted in longest allowed waits: of what is urgent, and of what has waited that long. */
const AHEAD = { urgent: 10, overdue: 2 } as const;

/**
 * How far up the line a candidate stands: its wait, counted in longest allowed waits, and its head start. An increase
 * stands behind every decrease until it is overdue.
 */
function turnOf(candidate: Candidate, now: Moment): number {
  const { urgency } = candidate;
  const waits = (now.atMs - candidate.since) / Math.max(1, now.maxStalenessMs(candidate));
  const turn = waits < 1 ? waits : waits + AHEAD.overdue;
  if (urgency <= URGENT) return turn + AHEAD.urgent;
  if (urgency <= PLENTY) return turn + 1 - urgency / PLENTY;
  return turn - (urgency <= BACK_IN_STOCK ? 1 : 1.25);
}

function waitOf(candidate: Candidate, { atMs, maxStalenessMs, allowances, lastCallAt }: Moment): number {
  const scaled = (haste: Parameters<typeof paceMs>[1]) => lastCallAt + paceMs(allowances, haste) - atMs;
  if (candidate.urgency <= URGENT) return scaled('urgent');
  const untilOverdue = candidate.since + maxStalenessMs(candidate) - atMs;
  return Math.min(scaled('calm'), Math.max(scaled('overdue'), untilOverdue));
}

/** What waits at one location in one direction, as one candidate. */
export function candidateOf(
  location: string,
  direction: Direction,
  figures: readonly (PendingFigure & { readonly since: number })[],
): Candidate {
  return {
    location,
    direction,
    figures: figures.length,
    urgency: Math.min(LEAST_URGENT, ...figures.map(urgencyOf)),
    since: Math.min(...figures.map(({ since }) => since)),
  };
}
