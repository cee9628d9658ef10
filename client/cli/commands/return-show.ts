import { readTemporal } from '../../../config/environment.js';
import { type CentraOrderNumber, parseId, parseReturnNumber } from '../../../domain/ids.js';
import type { ReturnRow } from '../../../systems/database/port.js';
import type { ReturnStory } from '../../../workflows/messages.js';
import { workflowUrl } from '../../web-ui.js';
import { EXIT, type ExitCode, fail } from '../exit.js';
import { explain } from '../explain.js';
import { withRecords, withTemporal } from '../open.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';
import { printReturn, type ReturnView } from './return-print.js';

export interface ReturnShowOptions extends JsonOption {
  readonly order?: string;
}

/** Shows returns as records and process see them. */
export async function showReturn(
  shell: Shell,
  refund: string | undefined,
  options: ReturnShowOptions,
): Promise<ExitCode> {
  if ((refund === undefined) === (options.order === undefined))
    return fail('Give the number of a refund, or an order with --order.', EXIT.usage);
  const rows = await withRecords(shell, async (records) => {
    const order = parseId<CentraOrderNumber>(options.order);
    if (order) return records.returns.ofOrder(order);
    const id = refund === undefined ? undefined : parseReturnNumber(refund);
    const row = id && (await records.returns.show(id));
    return row ? [row] : [];
  });
  if (rows.length === 0)
    return fail(
      options.order === undefined
        ? `The records know no return ${refund}. Are the followers running?`
        : `No goods of order ${options.order} have come back.`,
    );
  const views: ReturnView[] = [];
  for (const row of rows) views.push(await viewOf(shell, row));
  if (options.json) writeJson(shell, options.order === undefined ? views[0] : views);
  else shell.write(views.map(printReturn).join('\n'));
  return views.some((view) => (view.story?.cases.length ?? 0) > 0) ? EXIT.needsPerson : EXIT.ok;
}

async function viewOf(shell: Shell, row: ReturnRow): Promise<ReturnView> {
  const url = workflowUrl(readTemporal(shell.env), row.workflowId);
  try {
    const story = await withTemporal(shell, (client) =>
      client.withDeadline(Date.now() + 10_000, () =>
        client.workflow.getHandle(row.workflowId).query<ReturnStory>('story'),
      ),
    );
    return { row, url, story };
  } catch (error) {
    return { row, url, storyProblem: explain(error).sentence };
  }
}
