import { randomUUID } from 'node:crypto';
import { NativeConnection } from '@temporalio/worker';
import { createCaseActivities } from '../../../activities/cases/case-records.js';
import { connect } from '../../../client/temporal.js';
import { createLog } from '../../../config/log.js';
import { brandWorkers } from '../../../workers/brand-workers.js';
import { installRuntime } from '../../../workers/runtime.js';
import { freshRecords } from '../records-of-test.js';
import { temporalNamespace, temporalOfTheRun } from '../temporal-of-the-run.js';
import { bundleOfWorkflows } from './histories.js';

/**
 * The workers of a task queue of their own for workflows that meet no counterpart: it keeps cases in real records, and what
 * the workflows do besides is played by the activities of the test. One a process, as the SDK has one runtime a process.
 */
export async function startWorkerOver(name: string, activities: object) {
  const log = createLog(name, { terminal: false, destination: { write() {} } });
  installRuntime(log);
  // Bundling keeps this thread busy for seconds on a busy machine, and a connection has five to be made.
  const bundle = await bundleOfWorkflows();
  const [{ records, close: closeRecords }, client, connection] = await Promise.all([
    freshRecords(),
    connect(temporalOfTheRun()),
    NativeConnection.connect(temporalOfTheRun()),
  ]);
  const taskQueue = `${name}-${randomUUID()}`;
  const workers = await brandWorkers({
    connection,
    namespace: temporalNamespace,
    taskQueue,
    activities: { ...createCaseActivities({ records, log }), ...activities },
    workflows: { workflowBundle: bundle },
    rehearsal: true,
  });
  const running = workers.run();
  return {
    client,
    records,
    bundle,
    taskQueue,
    async close(): Promise<void> {
      workers.shutdown();
      await running;
      await client.connection.close();
      await connection.close();
      await closeRecords();
    },
  };
}

export type WorkerUnderTest = Awaited<ReturnType<typeof startWorkerOver>>;
