import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { fullNameOf, QUEUE_NAMES, TASK_QUEUES } from '../workflows/task-queues.js';
import { type WorkerGroup, workerGroup } from './worker-group.js';
import { workflowCode, workflowCodeFrom } from './workflow-code.js';

/** Cached workflows: about 1 MB each; an evicted one is replayed when it is needed again. */
const CACHED_WORKFLOWS = 600;
/** Calls that concern our own records, under way at the same time: short, and many when many orders end together. */
const RECORDS_AT_ONCE = 100;
/** Requests for tasks that a queue of activities keeps open. A task takes milliseconds to fetch, and far longer to do. */
const POLLERS = 3;

export interface BrandWorkersOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly activities: object;
  /** Other workflows than ours: a bundle, or the file that exports them, which is bundled on the spot. */
  readonly workflows?: Pick<WorkerOptions, 'workflowBundle'> | { readonly path: string };
  /** In a rehearsal a killed worker's cached workflows are given to the next one sooner. */
  readonly rehearsal: boolean;
}

/**
 * The workers of a brand: one runs the workflows and keeps the records, and one for each other task queue runs activities
 * alone, so that calls of different counterparts and of different urgency never wait for each other's places. They share a
 * connection; a worker without workflows costs half a megabyte. The queues of systems that the brand does not have are read too: a
 * call to one is refused with a sentence, and nobody waits for it in silence. Every worker can run every activity, so that a call which
 * was scheduled before its route changed is still done.
 */
export async function brandWorkers(options: BrandWorkersOptions): Promise<WorkerGroup> {
  const { taskQueue } = options;
  const workers = await Promise.all([
    createWorker(options, { taskQueue, slots: RECORDS_AT_ONCE, runsWorkflows: true }),
    ...QUEUE_NAMES.map((queue) =>
      createWorker(options, {
        taskQueue: fullNameOf(taskQueue, queue),
        slots: TASK_QUEUES[queue],
        runsWorkflows: false,
      }),
    ),
  ]);
  return workerGroup(workers);
}

function createWorker(
  { connection, namespace, activities, workflows, rehearsal }: BrandWorkersOptions,
  {
    taskQueue,
    slots,
    runsWorkflows,
  }: { readonly taskQueue: string; readonly slots: number; readonly runsWorkflows: boolean },
): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    activities,
    maxConcurrentActivityTaskExecutions: slots,
    ...(runsWorkflows
      ? {
          ...codeOf(workflows),
          maxCachedWorkflows: CACHED_WORKFLOWS,
          stickyQueueScheduleToStartTimeout: rehearsal ? '2s' : '10s',
        }
      : { activityTaskPollerBehavior: { type: 'simple-maximum', maximum: POLLERS } }),
    // Above what a call may take, so that an answer that is under way is recorded; below what orchestrators allow.
    shutdownGraceTime: '15s',
    shutdownForceTime: '25s',
  });
}

function codeOf(workflows: BrandWorkersOptions['workflows']) {
  if (workflows === undefined) return workflowCode();
  return 'path' in workflows ? workflowCodeFrom(workflows.path) : workflows;
}
