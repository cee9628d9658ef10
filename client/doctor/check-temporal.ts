import type { Brand } from '../../domain/brand.js';
import { taskQueueOf } from '../../domain/names.js';
import { searchAttributes } from '../../domain/search-attributes.js';
import { listSchedules } from '../schedules/schedules.js';
import type { TemporalClient } from '../temporal.js';
import { checkPublishers } from './check-publishers.js';
import { checkTrouble } from './check-trouble.js';
import { type Finding, good, problem, warning } from './finding.js';

/** Checks what Temporal needs for this brand: search attributes, schedules, stock publishers, a worker that polls. */
export async function checkTemporal(client: TemporalClient, brand: Brand | undefined): Promise<Finding[]> {
  const { namespace } = client.options;
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
  const present = new Set(Object.keys(customAttributes ?? {}));
  const found = [good('Temporal', `it answers for the namespace "${namespace}"`), attributesFinding(present)];
  if (brand === undefined) return found;
  for (const { scheduleId, wanted, exists, paused } of await listSchedules(client, brand)) {
    const check = `schedule ${scheduleId}`;
    if (wanted !== exists)
      found.push(problem(check, `it is ${exists ? 'left over' : 'missing'}: run onepool schedules apply.`));
    else if (paused) found.push(warning(check, 'someone paused it: nothing starts until it is unpaused.'));
    else if (wanted) found.push(good(check, 'it runs'));
  }
  found.push(...(await checkPublishers(client, brand)));
  found.push(await workerFinding(client, taskQueueOf(brand.brand)));
  found.push(...(await checkTrouble(client, taskQueueOf(brand.brand))));
  return found;
}

function attributesFinding(present: ReadonlySet<string>): Finding {
  const check = 'search attributes';
  const missing = Object.keys(searchAttributes).filter((name) => !present.has(name));
  return missing.length === 0
    ? good(check, 'all exist')
    : problem(check, `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing: run onepool prepare.`);
}

async function workerFinding(client: TemporalClient, taskQueue: string): Promise<Finding> {
  const { pollers } = await client.connection.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: 1,
  });
  return (pollers ?? []).length > 0
    ? good('workers', `${pollers?.length} poll ${taskQueue}`)
    : problem('workers', `none polls ${taskQueue}: start onepool worker.`);
}
