import type { ActivateInput, WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { pausePublisher, resumePublisher } from './messages.js';

/**
 * What has waited for a workflow comes together: of all signals of one name between two tasks its handler is called once, with
 * the argument of each, in their order: `setHandler(orderChanged, (...readings) => …)`. Up to ten thousand pile up while no
 * worker takes them, each call of a handler costs a third of a millisecond or more, and a task that takes five seconds ends
 * the worker's process and that of every worker after it. So handlers take what is newest, and cost what they keep.
 */

type Job = NonNullable<ActivateInput['activation']['jobs']>[number];
type Signal = NonNullable<Job['signalWorkflow']>;

/** Signals that undo each other: they stay in the order in which they came. */
const OPPOSITES: Readonly<Record<string, string>> = {
  [pausePublisher.name]: resumePublisher.name,
  [resumePublisher.name]: pausePublisher.name,
};

/** As the engine writes down that there is nothing: sent by hand without an argument. */
const NOTHING = { metadata: { encoding: new TextEncoder().encode('binary/null') } };

export const interceptors: WorkflowInterceptorsFactory = () => ({
  internals: [
    {
      activate(input, next) {
        const { activation } = input;
        const gathered = new Map<string, Signal>();
        activation.jobs = (activation.jobs ?? []).filter(({ signalWorkflow: signal }) => {
          const name = signal?.signalName;
          if (!signal || !name) return true;
          // Each message has one argument; what is sent by hand can have none, or more.
          const [argument = NOTHING] = signal.input ?? [];
          const before = gathered.get(name);
          if (before?.input) {
            before.input.push(argument);
            return false;
          }
          signal.input = [argument];
          gathered.set(name, signal);
          const opposite = OPPOSITES[name];
          if (opposite) gathered.delete(opposite);
          return true;
        });
        next(input);
      },
    },
  ],
});
