import { CancellationScope, type WorkflowInterceptorsFactory } from '@temporalio/workflow';

/**
 * "Request Cancellation" is the biggest button on every page of Temporal's web UI, and ends a workflow wherever it is. No
 * story of ours may end that way: what runs in a workflow is not told of the request, and the request becomes a case.
 * Loaded into every workflow by the bundle (`workflowInterceptorModules`).
 */

/**
 * Signals whose handlers wait for something. Handlers run outside the story, so each needs a guard of its own. Each guard costs
 * a third of a millisecond: signals that come in thousands, such as `wake`, have handlers that wait for nothing, and no guard.
 */
export const GUARDED_SIGNALS: ReadonlySet<string> = new Set(['resolveCase']);

let root: CancellationScope | undefined;

/** Calls once when a cancellation of this workflow is requested, or was before it began. */
export function whenCancellationIsRequested(ask: () => void): void {
  root?.cancelRequested.catch(ask);
}

export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [
    {
      execute(input, next) {
        root = CancellationScope.current();
        return CancellationScope.nonCancellable(() => next(input));
      },
      handleUpdate: (input, next) => CancellationScope.nonCancellable(() => next(input)),
      handleSignal: (input, next) =>
        GUARDED_SIGNALS.has(input.signalName) ? CancellationScope.nonCancellable(() => next(input)) : next(input),
    },
  ],
});
