import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';

/** What an activity threw, without the wrapping of Temporal. A time-out names the failure that it ended, when there was one. */
export function causeOf(err: unknown): unknown {
  const cause = err instanceof ActivityFailure ? err.cause : err;
  return cause instanceof TimeoutFailure && cause.cause instanceof ApplicationFailure ? cause.cause : cause;
}

/** What an activity said when it failed. */
export const sentenceOf = (err: unknown): string => {
  const cause = causeOf(err);
  return cause instanceof Error ? cause.message : String(cause);
};

const typeOf = (err: unknown): string | undefined | null => {
  const cause = causeOf(err);
  return cause instanceof ApplicationFailure ? cause.type : undefined;
};

/** The counterpart understood and refused: repeating alone does not help. */
export const isRefusal = (err: unknown): boolean => typeOf(err) === 'rejected';

/** Only a person can fix it: a refusal, wrong credentials, or answers that keep breaking the contract. */
export const isForPerson = (err: unknown): boolean => {
  const cause = causeOf(err);
  return cause instanceof ApplicationFailure && cause.nonRetryable === true;
};

/** The case of a failure that is no refusal: who is in the way decides what a person has to do. */
export const caseOfFailure = (err: unknown): 'system.throttled' | 'system.contract-broken' | 'system.unreachable' => {
  if (isThrottled(err)) return 'system.throttled';
  return typeOf(err) === 'malformed-answer' ? 'system.contract-broken' : 'system.unreachable';
};

/** Our own budget of calls is used up, or the counterpart asks us to slow down: it is expected, and passes. */
export const isThrottled = (err: unknown): boolean => typeOf(err) === 'throttled';
