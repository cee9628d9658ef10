import { getExternalWorkflowHandle } from '@temporalio/workflow';
import { publisherWorkflowId } from '../domain/names.js';
import { FLOWS } from '../domain/stock/flows.js';
import { type ReleaseStock, releaseFlow } from './messages.js';

/** Started by a Schedule: publishes what waits in a flow that is published in batches. */
export async function releaseStock({ brand, flow }: ReleaseStock): Promise<void> {
  await getExternalWorkflowHandle(publisherWorkflowId(brand, FLOWS[flow].target)).signal(releaseFlow, { flow });
}
