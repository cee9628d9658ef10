import { fileURLToPath } from 'node:url';
import { readTemporal } from '../../../config/environment.js';
import { createLog } from '../../../config/log.js';
import { brandWorkers } from '../../../workers/brand-workers.js';
import { connectToTemporal } from '../../../workers/connect.js';
import { installRuntime } from '../../../workers/runtime.js';
import { BARE_QUEUE } from './bare-queue.js';
import { nothing } from './nothing.js';

/** Workers of the same shape as those of the orders, on task queues of their own, whose activities do nothing. */
const log = createLog('bare');
installRuntime(log);
const environment = readTemporal();
const temporal = await connectToTemporal(environment);
const workers = await brandWorkers({
  connection: temporal.native,
  namespace: environment.namespace,
  taskQueue: BARE_QUEUE,
  activities: { nothing },
  workflows: { path: fileURLToPath(new URL('./bare-workflow.js', import.meta.url)) },
  rehearsal: true,
});
log.info({}, 'bare worker ready');
await workers.run();
await temporal.close();
