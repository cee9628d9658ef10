import { type NativeConnection, Worker } from '@temporalio/worker';
import { workflowCode } from './workflow-code.js';

/** Cached workflows: about 1 MB each; an evicted one is replayed when it is needed again. */
const CACHED_WORKFLOWS = 600;
/** Activities mostly wait for answers; the rate limiters, not this number, protect the counterparts. */
const ACTIVITIES_AT_ONCE = 100;

/** The worker that runs a brand's workflows and activities. */
export async function orderWorker(options: {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly activities: object;
  /** Other workflows than ours, by the file that exports them; they are bundled on the spot. */
  readonly workflowsPath?: string;
  /** In a rehearsal a killed worker's cached workflows are given to the next one sooner. */
  readonly rehearsal: boolean;
}): Promise<Worker> {
  const { connection, namespace, taskQueue, activities, workflowsPath, rehearsal } = options;
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    activities,
    ...(workflowsPath === undefined ? workflowCode() : { workflowsPath }),
    maxCachedWorkflows: CACHED_WORKFLOWS,
    maxConcurrentActivityTaskExecutions: ACTIVITIES_AT_ONCE,
    stickyQueueScheduleToStartTimeout: rehearsal ? '2s' : '10s',
    // Above what a call may take, so that an answer that is under way is recorded; below what orchestrators allow.
    shutdownGraceTime: '15s',
    shutdownForceTime: '25s',
  });
}
