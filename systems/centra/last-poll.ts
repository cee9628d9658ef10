import { centraProblem, type Operation } from './problems.js';

/**
 * Asks the caller at the last moment whether the call is still his to make.
 * @throws SystemProblem `unreachable`, since nothing was sent, when it is not, or when that cannot be found out.
 */
export async function mustStillBeOurs(operation: Operation, lastPoll: () => Promise<boolean>): Promise<void> {
  const ours = await lastPoll().catch((cause: unknown) => {
    const sentence = `Nothing was sent to Centra: it could not be found out whether ${operation.name} is still ours to send.`;
    throw centraProblem('unreachable', operation, sentence, { cause });
  });
  if (!ours) {
    const sentence = `Nothing was sent to Centra: ${operation.name} was taken over by somebody else while it waited.`;
    throw centraProblem('unreachable', operation, sentence);
  }
}
