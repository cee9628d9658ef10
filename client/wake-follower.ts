import type { Client } from '@temporalio/client';
import { type Brand, scaled } from '../domain/brand.js';
import { FOLLOWERS, type FollowerOfBrand, followersOf, followerWorkflowId, likeness } from '../domain/followers.js';
import { taskQueueOf } from '../domain/names.js';
import type { Follow } from '../workflows/messages.js';

/**
 * After a round, events gather for this long before the next one, so that a burst of events costs few calls; the first one
 * after a pause is read immediately. People in stores and in a warehouse work in minutes, and each round there costs a read of new
 * or changed orders and one of levels or named orders. Of a shipment that the tills do not know yet nobody asks within seconds.
 */
const GATHER_MS = { centra: 1_000, sitoo: 2_000, wms: 3_000, 'shipped-orders': 3_000 } as const;
/** Sales gather shorter: until the next round the web shop offers what is sold, and a round is one small call. */
const GATHER_SALES_MS = 200;
/** A rehearsal at many times real speed gathers at least this long: shorter rounds only cost calls. */
const GATHER_AT_LEAST_MS = 250;

/** How long events gather after a round of a follower, ms. */
export const gatherMsOf = (brand: Brand, follower: FollowerOfBrand): number => {
  const like = likeness(follower);
  return like === 'till-sales' ? GATHER_SALES_MS : Math.max(GATHER_AT_LEAST_MS, scaled(brand, GATHER_MS[like]));
};

/**
 * A sale at a till is announced together with its order. Sitoo answers one call at a time and none is broken off, so the
 * follower of orders is woken when the call for the sale has left: about 40 ms after the event.
 */
const SALES_FIRST_MS = 100;

/** How much later than the others a follower is woken, ms. */
export const wakeDelayMsOf = (follower: FollowerOfBrand): number => (follower === 'sitoo' ? SALES_FIRST_MS : 0);

/** What a follower of a brand is started with. */
export const followInput = (brand: Brand, follower: FollowerOfBrand): Follow => ({
  brand: brand.brand,
  follower,
  everyMs: scaled(brand, brand.followEvery[FOLLOWERS[likeness(follower)].system]),
  gatherMs: gatherMsOf(brand, follower),
  alarmAfterMs: scaled(brand, brand.alarmAfter.following),
});

/** Wakes a follower, and starts it when it does not run; one that the brand does not need is left alone. Repeats are harmless. */
export async function wakeFollower(client: Client, brand: Brand, follower: FollowerOfBrand): Promise<void> {
  if (!followersOf(brand).includes(follower)) return;
  await client.workflow.signalWithStart('follow', {
    workflowId: followerWorkflowId(brand.brand, follower),
    taskQueue: taskQueueOf(brand.brand),
    args: [followInput(brand, follower)],
    signal: 'wake',
    signalArgs: [],
  });
}
