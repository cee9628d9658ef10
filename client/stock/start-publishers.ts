import type { Client } from '@temporalio/client';
import type { Brand } from '../../domain/brand.js';
import { publisherWorkflowId } from '../../domain/names.js';
import { targetsOf } from '../../domain/stock/flows-of-brand.js';
import { controlPublisher } from './control-publisher.js';
import { publishStockInput } from './publish-stock-input.js';

/**
 * Starts the publisher of each target. Those that run already adopt the present brand file, and keep an operator's pause.
 * @returns the workflow ids of the publishers
 */
export async function startPublishers(client: Client, brand: Brand): Promise<string[]> {
  const targets = targetsOf(brand);
  await Promise.all(
    targets.map((target) => {
      const { flows, everyMs } = publishStockInput(brand, target);
      return controlPublisher(client, { brand, target, signal: 'configure', payload: { flows, everyMs } });
    }),
  );
  return targets.map((target) => publisherWorkflowId(brand.brand, target));
}
