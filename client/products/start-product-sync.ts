import type { Client } from '@temporalio/client';
import { type Brand, scaled } from '../../domain/brand.js';
import { syncProductsWorkflowId, taskQueueOf } from '../../domain/names.js';
import type { SyncProducts } from '../../workflows/messages.js';

/** A round without an event: for lost events, and for shops without an events queue. */
const POLL_EVERY_MS = 300_000;
const GATHER_MS = 10_000;

/**
 * Starts the product synchronisation; one that runs already is woken. `everything`: read all products again.
 * @returns its workflow id, or undefined when the brand file does not want it
 */
export async function startProductSync(client: Client, brand: Brand, everything = false): Promise<string | undefined> {
  if (brand.products.sync === 'off') return undefined;
  const workflowId = syncProductsWorkflowId(brand.brand);
  const input: SyncProducts = {
    brand: brand.brand,
    everyMs: scaled(brand, POLL_EVERY_MS),
    gatherMs: scaled(brand, GATHER_MS),
    alarmAfterMs: scaled(brand, brand.alarmAfter.products),
  };
  await client.workflow.signalWithStart('syncProducts', {
    workflowId,
    taskQueue: taskQueueOf(brand.brand),
    args: [input],
    signal: everything ? 'syncEverything' : 'wake',
    signalArgs: [],
    staticSummary: 'products, from the web shop to tills and warehouse',
  });
  return workflowId;
}
