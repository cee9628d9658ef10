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

/**
 * What of ours belongs to a lane alone, as a share: its guarantee, which no other lane can take and which no burst uses up. On the
 * smallest plan one stock change passes every 28 s whatever else goes on, and one call carries 250 SKUs: what is published
 * within a minute by promise is. Returns and reads in bulk may be slower. Orders have all the rest.
 */
const LANE_GUARANTEE: Readonly<Record<Lane, number>> = { sales: 0, orders: 0, returns: 0.04, stock: 0.08, bulk: 0.03 };

/**
 * How much of what others leave of a budget our use beside the guarantees may reach when a call of this lane asks: the rest is kept
 * for more important lanes. Orders may use all but the guarantees; a tenth of ours is for them alone.
 */
const LANE_SHARE: Readonly<Record<Lane, number>> = { sales: 1, orders: 1, returns: 0.75, stock: 0.7, bulk: 0.5 };

const OURS = 1 - HEADROOM;

export const shareOf = (lane: Lane): number => OURS * LANE_SHARE[lane];

/** How a lane shares the budgets with the others. */
export interface LaneRights {
  readonly lane: Lane;
  /** The share of what others leave that calls beside the guarantees may reach when this lane asks. */
  readonly share: number;
  /** The share of ours that is this lane's alone. */
  readonly guarantee: number;
}

export const rightsOf = (lane: Lane): LaneRights => ({ lane, share: shareOf(lane), guarantee: LANE_GUARANTEE[lane] });

const guarantees = Object.values(LANE_GUARANTEE).filter((guarantee) => guarantee > 0);
/** What holds for all lanes: what is ours of what others leave, the share of it that belongs to guarantees, and of how many. */
export const BUDGET_RULES = {
  all: OURS,
  guarantees: guarantees.reduce((sum, guarantee) => sum + guarantee, 0),
  lanes: guarantees.length,
};

/** Local permits are granted only from what the least important lane might use too. */
export const LOCAL_SHARE = shareOf('bulk');
