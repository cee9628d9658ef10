import { asyncLocalStorage, type Context } from '@temporalio/activity';

/** What each running activity has reported last: a sign of life in between must not wipe it out. */
const reported = new WeakMap<Context, unknown>();

/**
 * To be called in every loop, before the next piece of work begins. It shows that the worker lives, and ends an attempt that
 * Temporal has given up or a person has cancelled: its retry works already, and two must not do the same work side by side.
 * @param progress how far the work has got, as JSON: an attempt after a crash finds it by {@link progressBefore}
 * @throws CancelledFailure
 */
export function checkpoint(progress?: unknown): void {
  const context = asyncLocalStorage.getStore();
  // Outside an activity nobody waits for a sign of life.
  if (context === undefined) return;
  context.cancellationSignal.throwIfAborted();
  if (progress !== undefined) reported.set(context, progress);
  signOfLife();
}

/** Shows that the worker lives, and says nothing new. */
export function signOfLife(): void {
  const context = asyncLocalStorage.getStore();
  context?.heartbeat(reported.get(context) ?? context.info.heartbeatDetails);
}

/** How far the attempt before this one had got; undefined in the first. */
export function progressBefore<Progress>(): Progress | undefined {
  const details: Progress | null | undefined = asyncLocalStorage.getStore()?.info.heartbeatDetails;
  return details ?? undefined;
}
