import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { syncEverything, wake } from './messages.js';

/**
 * Signals that change nothing while an equal one waits: of all that arrive between two tasks a workflow takes one. While no
 * worker runs they pile up, up to ten thousand; each costs a third of a millisecond or more, and a task that takes five
 * seconds ends the worker's process and that of every worker after it.
 */
const ONE_IS_ENOUGH: ReadonlySet<string> = new Set([wake.name, syncEverything.name]);

export const interceptors: WorkflowInterceptorsFactory = () => ({
  internals: [
    {
      activate(input, next) {
        const { activation } = input;
        const seen = new Set<string>();
        const isNews = (signal: string): boolean => {
          const isFirst = !seen.has(signal);
          seen.add(signal);
          return isFirst || !ONE_IS_ENOUGH.has(signal);
        };
        activation.jobs = (activation.jobs ?? []).filter(
          ({ signalWorkflow }) => !signalWorkflow || isNews(signalWorkflow.signalName ?? ''),
        );
        next(input);
      },
    },
  ],
});
