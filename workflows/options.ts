import type { ActivityOptions } from '@temporalio/workflow';

/**
 * The named ways in which workflows call activities. Time-outs are longer than what the adapters wait for (10 s for an
 * answer, 5 s for a slot of the rate limit, at most three calls a step), so an attempt has always ended before the next
 * begins; the heartbeat only tells that a worker is dead.
 */

/** A call that changes something at a counterpart, repeatable because the activity looks up its effect before it repeats. */
export const counterpart: ActivityOptions = {
  startToCloseTimeout: '60s',
  heartbeatTimeout: '12s',
  // Long enough for a short outage to pass, short enough that a person learns of a long one the same day.
  scheduleToCloseTimeout: '1h',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
};

/** A short call that concerns our own records alone: only time fixes a failure, so it retries forever. */
export const records: ActivityOptions = {
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '10s' },
};

/**
 * A round of a follower: may read many pages, and the next round covers a failed one. Few attempts: the loop is in the
 * workflow, which must learn of a failure to raise its alarm.
 */
export const bulkRead: ActivityOptions = {
  startToCloseTimeout: '2m',
  heartbeatTimeout: '6s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s', maximumAttempts: 3 },
};

/**
 * Publishing stock for a while. Few attempts: the publisher itself tries again, and must learn of a failure soon, so that a
 * person does.
 */
export const publish: ActivityOptions = {
  startToCloseTimeout: '2m',
  heartbeatTimeout: '6s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s', maximumAttempts: 2 },
};

/** Reading, comparing and writing products: in the lowest lane. Each attempt goes on where the last one stopped. */
export const products: ActivityOptions = {
  startToCloseTimeout: '2m',
  heartbeatTimeout: '12s',
  // The workflow goes on where this stopped, and tells a person when it has failed for an hour.
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s', maximumAttempts: 3 },
};

/** Reconciling a location: many pages in the lowest lane, and a wait for a round of the follower. */
export const reconciling: ActivityOptions = {
  startToCloseTimeout: '30m',
  heartbeatTimeout: '12s',
  // Few attempts, so that a location that is refused does not hold up the others. The next night reconciles again.
  scheduleToCloseTimeout: '2h',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s', maximumAttempts: 3 },
};
