import { readBrandPath } from '../../../config/environment.js';
import { loadBrand } from '../../../config/load-brand.js';
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
  await withTemporal(shell, async (client) => {
    const story = await client.workflow.getHandle(row.workflowId).query<ReturnStory>('returnStory');
    const input: ReturnInStore = {
      brand: brand.brand,
      refund: story.refund,
      settings: returnSettingsOf(brand, story.refund.currency),
      order,
    };
    await client.workflow.start('returnInStore', {
      workflowId: row.workflowId,
      taskQueue: taskQueueOf(brand.brand),
      args: [input],
      // The run before has ended; a second click while the new one works is refused.
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      staticSummary: `return ${refund} of web order ${order}`,
    });
  });
  if (options.json) writeJson(shell, { refund, order });
  else shell.write(`Refund ${refund} is returned to web order ${order}.\n`);
  return EXIT.ok;
}
