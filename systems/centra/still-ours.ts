import { SystemProblem } from '../problem.js';
import { centraProblem, type Operation } from './problems.js';

/**
 * Asks the caller, right before a call leaves, whether it may still be sent.
 * @throws SystemProblem `unreachable`, since nothing was sent: another process has taken it over, or nobody can tell
 */
export async function refuseUnlessStillOurs(operation: Operation, isStillOurs: () => Promise<boolean>): Promise<void> {
  const ours = await isStillOurs().catch((cause: unknown) => {
    if (cause instanceof SystemProblem && cause.kind === 'unreachable') throw cause;
    const sentence = `Nothing was sent to Centra: whether ${operation.name} is still ours to send could not be found out.`;
    throw centraProblem('unreachable', operation, { sentence, cause });
  });
  if (!ours) {
    const sentence = `Nothing was sent to Centra: another process took over ${operation.name} while it waited.`;
    throw centraProblem('unreachable', operation, { sentence });
  }
}
