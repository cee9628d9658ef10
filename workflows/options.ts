import type { ActivityOptions } from '@temporalio/workflow';

/**
 * The named ways in which workflows call activities. Time-outs sit above what the adapters wait for (10 s an answer,
 * 5 s a turn at the gate, at most three calls a step), so an attempt has always ended before the next begins; the
 * heartbeat only notices that a worker is dead.
 */

/** A call that changes something at a counterpart, repeatable because the activity looks before it repeats. */
export const counterpart: ActivityOptions = {
  startToCloseTimeout: '60s',
  heartbeatTimeout: '12s',
  // Long enough for a night's outage to heal by itself, short enough that a person hears of it the same day.
  scheduleToCloseTimeout: '1h',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
};

/** A short write to our own records: only time can mend a failure, so it is tried for ever. */
export const records: ActivityOptions = {
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '10s' },
};

/** A follower's look at a counterpart: may read many pages, and the next round covers a failed one. */
export const bulkRead: ActivityOptions = {
  startToCloseTimeout: '2m',
  heartbeatTimeout: '6s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
};

/**
 * Telling stock for a while: the loop itself tries again, and must soon hear of a failure, so that a person does, and of a
 * pause. The look for a call that a dead worker left behind takes up to 13 s.
 */
export const publish: ActivityOptions = {
  startToCloseTimeout: '2m',
  heartbeatTimeout: '6s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s', maximumAttempts: 2 },
};

/** Reading, comparing and writing products: in the lowest lane, and going on where it broke off. */
export const products: ActivityOptions = {
  startToCloseTimeout: '2m',
  heartbeatTimeout: '12s',
  // A person hears of it after an hour; the next round goes on from where this one was.
  scheduleToCloseTimeout: '1h',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
};

/** Comparing a location: many pages in the lowest lane, and a wait for a follower's look. */
export const reconciling: ActivityOptions = {
  startToCloseTimeout: '30m',
  heartbeatTimeout: '12s',
  // The next night compares again.
  scheduleToCloseTimeout: '2h',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
};
