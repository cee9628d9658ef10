import type { Client } from '@temporalio/client';
import type { Brand } from '../../config/brand.js';
import { pushLoopWorkflowId } from '../../domain/names.js';
import { TARGETS } from '../../domain/stock/flows.js';
import { tellPushLoop } from './control-publisher.js';
import { pushStockInput } from './publish-stock-input.js';

/**
 * Starts the push loop of each target. Those that run already take over what the brand file says now, and keep an
 * operator's pause.
 * @returns the workflow ids of the loops
 */
export async function startPushLoops(client: Client, brand: Brand): Promise<string[]> {
  await Promise.all(
    TARGETS.map((target) => {
      const { flows, everyMs } = pushStockInput(brand, target);
      return tellPushLoop(client, brand, target, 'configure', { flows, everyMs });
    }),
  );
  return TARGETS.map((target) => pushLoopWorkflowId(brand.brand, target));
}
