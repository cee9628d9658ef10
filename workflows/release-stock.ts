import { publisherWorkflowId } from '../domain/names.js';
import { FLOWS } from '../domain/stock/flows.js';
import { signalling } from './calls.js';
import { persistent } from './cases/alarms.js';
import { type ReleaseStock, releaseFlow } from './messages.js';

/** Started by a Schedule: publishes what waits in a flow that is published in batches. */
export async function releaseStock({ brand, flow }: ReleaseStock): Promise<void> {
  const { target } = FLOWS[flow];
  const { persist, end } = persistent({
    brand,
    name: `release-stock-${flow}`,
    subject: `release of ${flow}`,
    failing: `The publisher of stock to ${target} does not run; start it with onepool schedules apply.`,
  });
  await persist(() => signalling(publisherWorkflowId(brand, target), releaseFlow, { flow }));
  await end();
}
