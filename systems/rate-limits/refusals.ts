import type { System } from '../../domain/names.js';
import { SystemProblem } from '../problem.js';

const OPERATION = 'waiting for the rate limiter';

/** The call was not sent because it would have had to wait too long; come back after `retryAfterMs`. */
export function throttled(system: System, retryAfterMs: number, why: string): SystemProblem {
  const wholeMs = Math.max(1, Math.ceil(retryAfterMs));
  const sentence = `A call to ${system} was held back: ${why}. It is retried in ${Math.ceil(wholeMs / 1000)} s.`;
  return new SystemProblem({ kind: 'throttled', system, operation: OPERATION, sentence, retryAfterMs: wholeMs });
}

/** The call was not sent because the processes cannot agree on who may call. */
export function databaseAway(system: System, cause: unknown): SystemProblem {
  const sentence = `A call to ${system} was not sent: the database that limits calls for all processes is out of reach.`;
  return new SystemProblem({ kind: 'unreachable', system, operation: OPERATION, sentence, cause });
}

/** The call was not sent because this process is stopping. */
export function closing(system: System): SystemProblem {
  const sentence = `A call to ${system} was not sent: this process is stopping.`;
  return new SystemProblem({ kind: 'unreachable', system, operation: OPERATION, sentence });
}
