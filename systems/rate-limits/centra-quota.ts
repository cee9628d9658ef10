import type { Lane, QuotaReading } from './port.js';

export type Quota = Pick<QuotaReading, 'type' | 'windowSeconds' | 'quota'>;

/**
 * What Centra grants on its smallest plan (Growth). Assumed until Centra has given its own figures: starting too
 * slow costs a moment, starting too fast costs a 429 that every integration of the shop feels.
 */
export const GROWTH_PLAN: readonly Quota[] = [
  { type: 'requests', windowSeconds: 10, quota: 60 },
  { type: 'requests', windowSeconds: 3600, quota: 5_000 },
  { type: 'mutations', windowSeconds: 10, quota: 20 },
  { type: 'mutations', windowSeconds: 3600, quota: 1_800 },
  { type: 'complexity', windowSeconds: 10, quota: 250_000 },
  { type: 'complexity', windowSeconds: 3600, quota: 30_000_000 },
];

/** The budgets are shared with other integrations; a tenth stays theirs. */
const HEADROOM = 0.1;

/** How much of what others leave of a budget our use may reach when a call of this lane asks: the rest is kept for more important lanes. */
const LANE_SHARE: Readonly<Record<Lane, number>> = { orders: 1, returns: 0.9, stock: 0.7, bulk: 0.5 };

export const shareOf = (lane: Lane): number => (1 - HEADROOM) * LANE_SHARE[lane];

/** Local permits are granted only from what the least important lane might use too. */
export const LOCAL_SHARE = shareOf('bulk');
