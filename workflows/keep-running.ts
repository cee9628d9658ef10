import { CancellationScope, type WorkflowInterceptorsFactory } from '@temporalio/workflow';

/**
 * "Request Cancellation" is the biggest button on every page of Temporal's web UI, and ends a workflow wherever it is. No
 * story of ours may end that way: what runs in a workflow is not told of the request, and the request becomes a case.
 * Loaded into every workflow by the bundle (`workflowInterceptorModules`).
 */

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
      // Handlers run outside the story, so each needs a guard of its own. Signals that waited come as one (gather-signals.ts).
      handleUpdate: (input, next) => CancellationScope.nonCancellable(() => next(input)),
      handleSignal: (input, next) => CancellationScope.nonCancellable(() => next(input)),
    },
  ],
});
