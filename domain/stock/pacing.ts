/** What the counterpart still grants to stock: how many calls fit into each window, and how many were made in it. */
export interface Allowance {
  readonly windowSeconds: number;
  /** Calls that the stock lane may make in the window. */
  readonly limit: number;
  /** Calls of the window that are used, those of others included. */
  readonly used: number;
  /** When one call passes in any case, by what no other lane can take, ms. Left out where lanes share everything. */
  readonly guaranteedInMs?: number;
}

/** Why a call should go: customers may buy what is gone, it is pending too long, or there is simply something to publish. */
export type Haste = 'urgent' | 'overdue' | 'calm';

/** Shorter windows refill soon; only long ones are worth saving for. */
const WORTH_SAVING_SECONDS = 60;
/** Share of a long window up to which a call goes immediately. */
const IMMEDIATELY_UP_TO: Readonly<Record<Haste, number>> = { urgent: 0.9, overdue: 0.5, calm: 0.1 };
/** The share that is never spent immediately: it is spread over a whole window, so that some is left at every moment. */
const RESERVE = 1 - IMMEDIATELY_UP_TO.urgent;
/** Calls that are not urgent go at half the even pace, so that changes accumulate into larger batches. */
const CALM_SLOWDOWN = 2;

/** No more calls fit into this window now. A window that is too small for one call takes one. */
export const isUsedUp = ({ limit, used }: Allowance): boolean => used + Math.min(1, limit) > limit;

/** How long until a call passes however much is used up, ms. */
export const guaranteedMs = (allowances: readonly Allowance[]): number =>
  Math.min(
    Number.POSITIVE_INFINITY,
    ...allowances.map(({ guaranteedInMs }) => guaranteedInMs ?? Number.POSITIVE_INFINITY),
  );

/** Ms between calls that are spread evenly over a window; a window that is too small for one call takes one. */
const evenPaceMs = ({ windowSeconds, limit }: Allowance): number => (windowSeconds * 1_000) / Math.max(1, limit);

/**
 * How long after the last call the next one may go, ms; 0: immediately. To spend what a ten-second window grants for twenty
 * minutes would leave forty in which nothing can be published. So half of an hour's calls go as fast as wanted, most of
 * the others are kept for what is urgent, and the reserve lasts for the hour.
 */
export function paceMs(allowances: readonly Allowance[], haste: Haste = 'calm'): number {
  return Math.max(0, ...allowances.map((allowance) => paceIn(allowance, haste)));
}

function paceIn(allowance: Allowance, haste: Haste): number {
  const evenMs = evenPaceMs(allowance);
  if (isUsedUp(allowance)) return evenMs;
  const spent = allowance.used / allowance.limit;
  if (allowance.windowSeconds < WORTH_SAVING_SECONDS || spent < IMMEDIATELY_UP_TO[haste]) return 0;
  if (haste === 'urgent') return evenMs / RESERVE;
  // Evenly while half of the window is left, then the slower the less is left.
  const speed = Math.min(
    1,
    (IMMEDIATELY_UP_TO.urgent - spent) / (IMMEDIATELY_UP_TO.urgent - IMMEDIATELY_UP_TO.overdue),
  );
  return Math.min(evenMs / RESERVE, (evenMs / Math.max(RESERVE, speed)) * (haste === 'calm' ? CALM_SLOWDOWN : 1));
}
