import { createActivities } from '../activities/index.js';
import { readBrandPath, readWorkerEnvironment } from '../config/environment.js';
import { loadBrand } from '../config/load-brand.js';
import { createLog } from '../config/log.js';
import { systemsOf } from '../domain/installation.js';
import { taskQueueOf } from '../domain/names.js';
import { namedWarehouses } from '../domain/warehouse-systems.js';
import { portsOf } from '../systems/absent.js';
import { connectSystems } from '../systems/connect.js';
import { openRecords } from '../systems/database/open-database.js';
import { claimDatabase } from '../systems/database/served-brand.js';
import { brandWorkers } from './brand-workers.js';
import { checkTills } from './check-tills.js';
import { connectToTemporal } from './connect.js';
import { installRuntime } from './runtime.js';
import { watchHealth } from './watch-health.js';

/**
 * Runs a worker of the brand until the process receives SIGTERM or SIGINT: the composition root of a worker.
 * @throws ConfigurationProblem when the environment or the brand file is not complete, or the tills are set so that prices would be wrong
 */
export async function runWorker(): Promise<void> {
  const brand = loadBrand(readBrandPath());
  const environment = readWorkerEnvironment(systemsOf(brand), undefined, namedWarehouses(brand));
  const log = createLog('worker');
  installRuntime(log);

  const databaseUrl = environment.databaseUrl.reveal();
  await claimDatabase(databaseUrl, brand.brand);
  const temporal = await connectToTemporal(environment.temporal);
  const records = openRecords({ databaseUrl });
  const systems = connectSystems({ brand, counterparts: environment.counterparts, databaseUrl, logger: log });
  try {
    if (systems.sitoo) await checkTills({ brand, sitoo: systems.sitoo, log });
    const workers = await brandWorkers({
      connection: temporal.native,
      namespace: environment.temporal.namespace,
      taskQueue: taskQueueOf(brand.brand),
      activities: createActivities({ brand, ...portsOf(systems), records, temporal: temporal.client, log }),
      rehearsal: brand.rehearsalSpeed > 1,
    });
    const health = await watchHealth({ workers, brand, records, client: temporal.client, log, ...environment });
    log.info({ brand: brand.brand, taskQueue: taskQueueOf(brand.brand) }, 'worker ready');
    await workers.run().finally(health.close);
    log.info({}, 'worker stopped');
  } finally {
    await systems.close();
    await records.close();
    await temporal.close();
  }
}
