import type { Client } from '@temporalio/client';
import { readBrandPath } from '../../../config/environment.js';
import { loadBrand } from '../../../config/load-brand.js';
import type { Brand } from '../../../domain/brand.js';
import { type CentraOrderNumber, parseId, type SitooOrderId } from '../../../domain/ids.js';
import { taskQueueOf } from '../../../domain/names.js';
import { returnSettingsOf } from '../../../domain/return/settings.js';
import type { ReturnInStore, ReturnStory } from '../../../workflows/messages.js';
import { EXIT, type ExitCode, fail } from '../exit.js';
import { withRecords, withTemporal } from '../open.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';

interface Attach extends JsonOption {
  readonly refund: string;
  readonly order: string;
}

/** Returns a refund that named no order to a web order: a new run of its process, which knows the order from the start. */
export async function attachReturn(shell: Shell, options: Attach): Promise<ExitCode> {
  const refund = parseId<SitooOrderId>(options.refund);
  const order = parseId<CentraOrderNumber>(options.order);
  if (!refund || !order) return fail('Give the number of a refund in Sitoo and that of a web order.', EXIT.usage);
  const row = await withRecords(shell, (records) => records.returns.show(refund));
  if (row?.stage !== 'without-receipt')
    return fail(`Refund ${refund} is not on the list of those without a receipt. Look with onepool return list.`);
  const brand = loadBrand(readBrandPath(shell.env));
  await withTemporal(shell, (client) => attachToOrder(client, { brand, workflowId: row.workflowId, order }));
  if (options.json) writeJson(shell, { refund, order });
  else shell.write(`Refund ${refund} is returned to web order ${order}.\n`);
  return EXIT.ok;
}

/** Starts the process of an ended refund again, for a web order. Temporal refuses it while an earlier run still works. */
export async function attachToOrder(
  client: Client,
  to: { readonly brand: Brand; readonly workflowId: string; readonly order: CentraOrderNumber },
): Promise<void> {
  const { brand, workflowId, order } = to;
  const { refund } = await client.workflow.getHandle(workflowId).query<ReturnStory>('story');
  const settings = returnSettingsOf(brand, refund.currency);
  const input: ReturnInStore = { brand: brand.brand, refund, settings, order };
  await client.workflow.start('returnInStore', {
    workflowId,
    taskQueue: taskQueueOf(brand.brand),
    args: [input],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: `return ${refund.number} of web order ${order}`,
  });
}
