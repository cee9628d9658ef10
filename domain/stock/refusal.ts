import type { Target } from './flows.js';

/**
 * Why a target does not take a figure. `allocated`: its orders hold the units; `no-product`: it does not have the product yet;
 * `other`: a reason that we do not recognise. All of them are states that end, so a refused figure is always tried again.
 */
export type RefusalReason = 'allocated' | 'no-product' | 'other';

/** A line that a target refused. */
export interface RefusedLine {
  readonly sku: string;
  /** What the target says, as a sentence. */
  readonly sentence: string;
  readonly reason?: RefusalReason;
  /** How many units of the line the target would take now. */
  readonly accepts?: number;
}

/** What is known of a figure that a target refused, until it has been published. */
export interface Refusal {
  readonly sentence: string;
  readonly reason: RefusalReason;
  /** Units that the target takes although it refused the whole change. They are published first. */
  readonly accepts: number;
  /** Free units at the target by our ledger when last calculated: once there are more, an allocation has ended. */
  readonly free: number;
  /** How often it was refused in a row. */
  readonly tries: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/**
 * When a refused figure is tried again although nothing that we know of has changed: after the first time at first, then
 * twice as long each time, up to the last. An allocation may have ended and begun between two readings of its order; a
 * product may be created by others.
 */
const RETRY_MS: Readonly<Record<RefusalReason, readonly [first: number, last: number]>> = {
  allocated: [5 * SECOND_MS, 5 * MINUTE_MS],
  'no-product': [MINUTE_MS, 60 * MINUTE_MS],
  other: [5 * MINUTE_MS, 360 * MINUTE_MS],
};

/** How long after a refusal it is tried again, ms. */
export function retryAfterMs({ reason, tries }: Pick<Refusal, 'reason' | 'tries'>): number {
  const [first, last] = RETRY_MS[reason];
  return Math.min(last, first * 2 ** Math.min(tries - 1, 20));
}

/** How long a refusal may last before a person hears of it, ms. */
const ALARM_AFTER_MS = {
  /** An order that is short of goods has a case of its own long before; this is for allocations that we know nothing of. */
  allocated: 30 * MINUTE_MS,
  /** New products come to the tills by the product sync, or by whoever writes them there. */
  productAtTills: 60 * MINUTE_MS,
} as const;

/**
 * How long a person is spared a refusal. What we do not recognise only a person can judge, and a product that the web shop,
 * its master, does not have will not come by itself.
 */
export function alarmAfterMs(target: Target, reason: RefusalReason): number {
  if (reason === 'allocated') return ALARM_AFTER_MS.allocated;
  return reason === 'no-product' && target === 'sitoo' ? ALARM_AFTER_MS.productAtTills : 0;
}
