import { setTimeout as pause } from 'node:timers/promises';
import { taskQueueOf } from '../../domain/names.js';
import type { Harness } from '../day/harness/start-harness.js';

const PATIENCE_MS = 30_000;
/** Until the server knows that the worker which was cut off takes no more tasks; far less than a start takes. */
const GONE_MS = 200;

/** Seconds from the start of a worker process until it has taken its first task: one is waiting for it. */
export async function secondsToFirstTask({ worker, client, brand }: Harness): Promise<number> {
  worker.kill();
  const cutAt = Date.now();
  await pause(GONE_MS);
  // A workflow that nobody knows yet, so that no task of it waits for the worker that is gone.
  const handle = await client.workflow.start('releasePosOrders', {
    workflowId: 'bench/first-task',
    taskQueue: taskQueueOf(brand.brand),
    args: [{ brand: brand.brand }],
  });
  const deadline = cutAt + PATIENCE_MS;
  for (;;) {
    const { events } = await handle.fetchHistory();
    const started = events?.find((event) => event.workflowTaskStartedEventAttributes);
    if (started?.eventTime)
      return (Number(started.eventTime.seconds) * 1000 + Number(started.eventTime.nanos ?? 0) / 1e6 - cutAt) / 1000;
    if (Date.now() > deadline) throw new Error('The worker that was started again took no task.');
    await pause(50);
  }
}
