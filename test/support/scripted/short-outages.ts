import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** In these tests an hour of failing calls lasts this long. */
const AN_HOUR = '4s';

/** Shortens the time that a call may fail before its workflow learns of it; everything else is as in life. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      scheduleActivity(input, next) {
        if (input.options.scheduleToCloseTimeout === undefined) return next(input);
        return next({ ...input, options: { ...input.options, scheduleToCloseTimeout: AN_HOUR } });
      },
    },
  ],
});
