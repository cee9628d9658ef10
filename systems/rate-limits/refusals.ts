import type { System } from '../../domain/names.js';
import { SystemProblem } from '../problem.js';

const OPERATION = 'waiting for a turn';

/** The call was not sent because its turn would have come too late; come back after `retryAfterMs`. */
export function throttled(system: System, retryAfterMs: number, why: string): SystemProblem {
  const wholeMs = Math.max(1, Math.ceil(retryAfterMs));
  const sentence = `A call to ${system} was held back: ${why}. It is tried again in ${Math.ceil(wholeMs / 1000)} s.`;
  return new SystemProblem({ kind: 'throttled', system, operation: OPERATION, sentence, retryAfterMs: wholeMs });
}

/** The call was not sent because the processes cannot agree on whose turn it is. */
export function databaseAway(system: System, cause: unknown): SystemProblem {
  const sentence = `A call to ${system} was not sent: the database in which all processes agree on turns is out of reach.`;
  return new SystemProblem({ kind: 'unreachable', system, operation: OPERATION, sentence, cause });
}

/** The call was not sent because this process is stopping. */
export function closing(system: System): SystemProblem {
  const sentence = `A call to ${system} was not sent: this process is stopping.`;
  return new SystemProblem({ kind: 'unreachable', system, operation: OPERATION, sentence });
}
