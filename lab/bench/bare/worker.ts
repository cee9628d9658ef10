import { fileURLToPath } from 'node:url';
import { readTemporal } from '../../../config/environment.js';
import { createLog } from '../../../config/log.js';
import { connectToTemporal } from '../../../workers/connect.js';
import { orderWorker } from '../../../workers/order-worker.js';
import { installRuntime } from '../../../workers/runtime.js';
import { BARE_QUEUE } from './bare-queue.js';
import { nothing } from './nothing.js';

/** A worker of the same shape as that of the orders, on a task queue of its own, whose activities do nothing. */
const log = createLog('bare');
installRuntime(log);
const environment = readTemporal();
const temporal = await connectToTemporal(environment);
const worker = await orderWorker({
  connection: temporal.native,
  namespace: environment.namespace,
  taskQueue: BARE_QUEUE,
  activities: { nothing },
  workflowsPath: fileURLToPath(new URL('./bare-workflow.js', import.meta.url)),
  rehearsal: true,
});
log.info({}, 'bare worker ready');
await worker.run();
await temporal.close();
