import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { SystemProblem } from '../systems/problem.js';
import { signOfLife } from './checkpoint.js';

/** Attempts after which an answer that does not follow the contract is shown to a person. */
const MALFORMED_ATTEMPTS = 6;

/**
 * The one place that turns a problem of a system into a failure of an activity.
 * Refusals and wrong credentials go to a person immediately; what only time can fix is tried again.
 */
export function toFailure(err: unknown): unknown {
  if (!(err instanceof SystemProblem)) return err;
  const forPerson =
    err.kind === 'rejected' ||
    err.kind === 'unauthorised' ||
    (err.kind === 'malformed-answer' && activityInfo().attempt >= MALFORMED_ATTEMPTS);
  return ApplicationFailure.create({
    type: err.kind,
    message: err.message,
    nonRetryable: forPerson,
    // A 429 is expected: the call waits its turn.
    ...(err.kind === 'throttled' ? { category: 'BENIGN' } : {}),
    ...(err.retryAfterMs === undefined ? {} : { nextRetryDelay: Math.max(50, err.retryAfterMs) }),
  });
}

type Activity = (input: never) => Promise<unknown>;

/** Short activities never send a heartbeat. Long ones show that their worker lives, so that a killed worker's work is soon taken over. */
const HEARTBEAT_MS = 3_000;

/** Wraps activities so that each reports its problems, and its heartbeat, the same way. */
export function reporting<T extends Record<string, Activity>>(activities: T): T {
  const wrapped = Object.entries(activities).map(([name, run]) => [
    name,
    async (input: never) => {
      const timer = setInterval(signOfLife, HEARTBEAT_MS);
      try {
        return await run(input);
      } catch (err) {
        throw toFailure(err);
      } finally {
        clearInterval(timer);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as T;
}
