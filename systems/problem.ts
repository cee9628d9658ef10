import type { System } from '../domain/names.js';

/**
 * What can go wrong with a call, seen from the caller:
 * - `unreachable`      nothing was sent, or a read got no answer: safe to repeat
 * - `unknown-outcome`  a write may or may not have taken effect: look before repeating
 * - `throttled`        refused for now; `retryAfterMs` says when to come back
 * - `unauthorised`     credentials or permissions are wrong: a person must act
 * - `rejected`         understood and refused (400, userErrors): repeating alone will not help
 * - `malformed-answer` the answer does not follow the contract
 */
export type ProblemKind =
  | 'unreachable'
  | 'unknown-outcome'
  | 'throttled'
  | 'unauthorised'
  | 'rejected'
  | 'malformed-answer';

/** A call to a counterpart that did not succeed. `message` is a sentence for the person who has to act; no personal data. */
export class SystemProblem extends Error {
  override readonly name = 'SystemProblem';
  readonly kind: ProblemKind;
  readonly system: System;
  /** Name of the operation, e.g. `createShipment` or `POST orders`. */
  readonly operation: string;
  readonly retryAfterMs?: number;
  /** HTTP status, when there was one. */
  readonly status?: number;
  /** Indexes of the items of a batch that the counterpart named as wrong, when it named any. */
  readonly items?: readonly number[];

  constructor(problem: {
    kind: ProblemKind;
    system: System;
    operation: string;
    sentence: string;
    retryAfterMs?: number;
    status?: number;
    items?: readonly number[];
    cause?: unknown;
  }) {
    super(problem.sentence, problem.cause === undefined ? undefined : { cause: problem.cause });
    this.kind = problem.kind;
    this.system = problem.system;
    this.operation = problem.operation;
    if (problem.retryAfterMs !== undefined) this.retryAfterMs = problem.retryAfterMs;
    if (problem.status !== undefined) this.status = problem.status;
    if (problem.items !== undefined) this.items = problem.items;
  }
}
