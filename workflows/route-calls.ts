import { type WorkflowInterceptorsFactory, workflowInfo } from '@temporalio/workflow';
import { fullNameOf, routeOf } from './task-queues.js';

/** Sends each call of an activity to the task queue of the counterparts that it needs, whoever calls it. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      scheduleActivity(input, next) {
        // A caller that names a queue has its reason.
        if (input.options.taskQueue !== undefined) return next(input);
        const { queue, priorityKey } = routeOf(input.activityType, input.args[0]);
        if (queue === undefined) return next(input);
        const taskQueue = fullNameOf(workflowInfo().taskQueue, queue);
        const priority = priorityKey === undefined ? {} : { priority: { priorityKey } };
        return next({ ...input, options: { ...input.options, taskQueue, ...priority } });
      },
    },
  ],
});
