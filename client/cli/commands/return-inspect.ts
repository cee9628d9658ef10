import { parseReturnNumber } from '../../../domain/ids.js';
import type { Inspection } from '../../../domain/return/inspection.js';
import { EXIT, type ExitCode, fail } from '../exit.js';
import { withRecords, withTemporal } from '../open.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';

export interface ReturnInspectOptions extends JsonOption {
  readonly by: string;
  readonly row: readonly Inspection['lines'][number][];
}

/** A worker accepts a finding immediately; without a worker, nobody does. */
const ACCEPTED_WITHIN_MS = 20_000;

/** Sends a return the result of an inspection. The process decides whether it fits; its refusal is printed unchanged. */
export async function inspectReturn(shell: Shell, refund: string, options: ReturnInspectOptions): Promise<ExitCode> {
  const id = parseReturnNumber(refund);
  const row = id && (await withRecords(shell, (records) => records.returns.show(id)));
  if (row === undefined) return fail(`The records know no return ${refund}. Is the follower of Sitoo running?`);
  const { WorkflowNotFoundError, WorkflowUpdateFailedError } = await import('@temporalio/client');
  const found: Inspection = { by: options.by, lines: options.row };
  try {
    const { accepted } = await withTemporal(shell, (client) =>
      client.withDeadline(Date.now() + ACCEPTED_WITHIN_MS, () =>
        client.workflow
          .getHandle(row.workflowId)
          // Named by what it is about, so that a second click is the same finding.
          .executeUpdate<{ accepted: string }, [Inspection]>('inspectGoods', {
            args: [found],
            updateId: `inspect/${refund}`,
          }),
      ),
    );
    if (options.json) writeJson(shell, { refund, accepted });
    else shell.write(`Accepted: ${accepted}\n`);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) return fail(error.cause?.message ?? error.message);
    if (error instanceof WorkflowNotFoundError)
      return fail(`Return ${refund} has ended; no goods wait for inspection.`);
    throw error;
  }
}
