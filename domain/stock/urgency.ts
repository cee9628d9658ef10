import type { Direction } from './flows.js';

/** One figure that a counterpart should be told. */
export interface DueFigure {
  /** Units to tell: what should have been told minus what was. For absolute figures the difference to the last one. */
  readonly due: number;
  /** Units a web customer can still buy once it is told. */
  readonly freeOnline: number;
}

/** The largest urgency there is; a bigger number can wait longer. */
export const LEAST_URGENT = 99;
/** An increase of something the web shop could not sell at all: sales are lost meanwhile. */
const BACK_IN_STOCK = 50;
/** From this many units left on, one less endangers nobody for a while. */
const PLENTY = 20;

/**
 * How urgent it is to tell a figure; the smallest number goes first. Decreases go before increases, and among decreases
 * those that leave the web shop nothing to sell (the safety stock is reached) before those that leave little.
 */
export function urgencyOf({ due, freeOnline }: DueFigure): number {
  if (due < 0) return Math.min(PLENTY, Math.max(0, freeOnline));
  return freeOnline - due <= 0 ? BACK_IN_STOCK : LEAST_URGENT;
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

/** What the counterpart still grants to stock: how many calls fit into each window, and how many we made in it. */
export interface Allowance {
  readonly windowSeconds: number;
  /** Calls that the stock lane may make in the window. */
  readonly limit: number;
  /** Calls of the window that are used, others' included. */
  readonly used: number;
}

/** Figures this urgent do not keep the pace: they go as soon as the counterpart lets them. */
export const URGENT = 2;
/** Share of an hour's calls that may be spent faster than the hour goes by. */
const BURST_SHARE = 0.5;

/**
 * How long a call that is not urgent waits so that the calls of an hour last for the hour, ms; 0: it may go. Spending what
 * a ten-second window grants for twenty minutes would leave forty in which nothing can be told.
 */
export function paceMs(allowances: readonly Allowance[]): number {
  return Math.max(
    0,
    ...allowances.map(({ windowSeconds, limit, used }) => {
      if (limit <= 0) return windowSeconds * 1_000;
      // Short windows refill at once; only long ones are worth saving for.
      if (windowSeconds < 60 || used < limit * BURST_SHARE) return 0;
      const left = Math.max(1, limit - used);
      return (windowSeconds * 1_000 * (1 - BURST_SHARE)) / left;
    }),
  );
}

/** The candidate to tell next, or when to look again. */
export type Choice = { readonly push: Candidate } | { readonly waitMs: number };

/**
 * Chooses what to tell next: first what has waited longer than `maxStalenessMs`, then the most urgent, then the oldest.
 * While budgets are short, what is not urgent waits and gathers.
 */
export function choose(
  candidates: readonly Candidate[],
  now: {
    readonly atMs: number;
    readonly maxStalenessMs: (candidate: Candidate) => number;
    readonly allowances: readonly Allowance[];
    /** When the last call was made, epoch ms. */
    readonly lastCallAt: number;
  },
): Choice {
  const { atMs, maxStalenessMs, allowances, lastCallAt } = now;
  const overdue = (c: Candidate): boolean => atMs - c.since >= maxStalenessMs(c);
  const [first] = [...candidates].sort(
    (a, b) => Number(overdue(b)) - Number(overdue(a)) || a.urgency - b.urgency || a.since - b.since,
  );
  if (!first) return { waitMs: Number.POSITIVE_INFINITY };
  if (first.urgency <= URGENT || overdue(first)) return { push: first };
  const waitMs = Math.min(lastCallAt + paceMs(allowances) - atMs, first.since + maxStalenessMs(first) - atMs);
  return waitMs <= 0 ? { push: first } : { waitMs };
}

/** What waits at one location in one direction, as one candidate. */
export function candidateOf(
  location: string,
  direction: Direction,
  figures: readonly (DueFigure & { readonly since: number })[],
): Candidate {
  return {
    location,
    direction,
    figures: figures.length,
    urgency: Math.min(LEAST_URGENT, ...figures.map(urgencyOf)),
    since: Math.min(...figures.map(({ since }) => since)),
  };
}
