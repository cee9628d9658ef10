/** What the counterpart still grants to stock: how many calls fit into each window, and how many we made in it. */
export interface Allowance {
  readonly windowSeconds: number;
  /** Calls that the stock lane may make in the window. */
  readonly limit: number;
  /** Calls of the window that are used, others' included. */
  readonly used: number;
}

/** Why a call should go: somebody may buy what is gone, it has waited long enough, or there is simply something to tell. */
export type Haste = 'urgent' | 'overdue' | 'calm';

/** Shorter windows refill at once; only long ones are worth saving for. */
const WORTH_SAVING_SECONDS = 60;
/** Share of a long window up to which a call goes as soon as it wants to. */
const AT_ONCE: Readonly<Record<Haste, number>> = { urgent: 0.9, overdue: 0.5, calm: 0.1 };
/** What nobody spends in haste is spread over a whole window: that much is left at every moment, whatever happened before. */
const REST = 1 - AT_ONCE.urgent;
/** So many times slower than evenly are calls that nobody needs yet: they gather. */
const GATHERING = 2;

/** Nothing more goes into this window now. A whole window smaller than one call takes one. */
export const isUsedUp = ({ limit, used }: Allowance): boolean => used + Math.min(1, limit) > limit;

/** Ms between calls that are spread evenly over a window; a window too small for one call takes one. */
const evenly = ({ windowSeconds, limit }: Allowance): number => (windowSeconds * 1_000) / Math.max(1, limit);

/**
 * How long after the last call the next one may go, ms; 0: at once. Spending what a ten-second window grants for twenty
 * minutes would leave forty in which nothing can be told. So half of an hour's calls go as fast as wanted, most of the
 * others are kept for what is urgent, and the rest lasts for the hour.
 */
export function paceMs(allowances: readonly Allowance[], haste: Haste = 'calm'): number {
  return Math.max(0, ...allowances.map((allowance) => paceIn(allowance, haste)));
}

function paceIn(allowance: Allowance, haste: Haste): number {
  const even = evenly(allowance);
  if (isUsedUp(allowance)) return even;
  const spent = allowance.used / allowance.limit;
  if (allowance.windowSeconds < WORTH_SAVING_SECONDS || spent < AT_ONCE[haste]) return 0;
  if (haste === 'urgent') return even / REST;
  // Evenly while half of the window is left, then the slower the less is left.
  const speed = Math.min(1, (AT_ONCE.urgent - spent) / (AT_ONCE.urgent - AT_ONCE.overdue));
  return Math.min(even / REST, (even / Math.max(REST, speed)) * (haste === 'calm' ? GATHERING : 1));
}
