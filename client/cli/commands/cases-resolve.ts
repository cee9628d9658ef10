import type { Client } from '@temporalio/client';
import type { Resolution, ResolutionData } from '../../../domain/cases/case.js';
import type { Answer } from '../../../domain/cases/catalogue.js';
import type { CaseStore, Notes } from '../../../systems/database/port.js';
import { EXIT, type ExitCode, fail } from '../exit.js';
import { withTemporal } from '../open.js';
import { type JsonOption, type Shell, writeJson } from '../shell.js';

export interface ResolveOptions extends JsonOption {
  readonly caseId: string;
  readonly answer: Answer;
  readonly by: string;
  readonly note?: string;
  readonly mapSku?: { readonly from: string; readonly to: string };
  readonly courier?: string;
  readonly giftMessage?: string;
  readonly location?: string;
  readonly order?: string;
  readonly line: readonly string[];
  readonly dryRun?: true;
}

/** A worker accepts an answer immediately; without a worker, nobody does. */
const ANSWER_WITHIN_MS = 20_000;

/**
 * Answers a case: an Update to the process that waits, named by case and answer so that a second click is the same
 * update. The process itself decides whether the answer fits; its refusal is printed unchanged.
 */
export async function resolveCase(
  shell: Shell,
  records: { readonly cases: Pick<CaseStore, 'show'>; readonly notes: Pick<Notes, 'keep'> },
  options: ResolveOptions,
): Promise<ExitCode> {
  const { caseId } = options;
  const row = (await records.cases.show(caseId))?.row;
  if (row === undefined) return fail(`There is no case ${caseId}. List the open ones with onepool cases list.`);
  if (row.closedAt !== undefined)
    return fail(
      `Case ${caseId} was already answered: ${row.outcome ?? 'closed'} by ${row.resolvedBy ?? 'an unknown person'}.`,
    );
  const noteKey = `note/${caseId}/gift`;
  const resolution = resolutionOf(options, noteKey);
  const updateId = `${caseId}/${options.answer}`;

  if (options.dryRun) {
    const sent = { workflowId: row.workflowId, update: 'resolveCase', updateId, args: [resolution] };
    if (options.json) writeJson(shell, { dryRun: true, ...sent });
    else shell.write(`Nothing was sent. It would be:\n${JSON.stringify(sent, null, 2)}\n`);
    return EXIT.ok;
  }
  // The message first: the order reads it as soon as the answer is accepted.
  if (options.giftMessage !== undefined) await records.notes.keep(noteKey, options.giftMessage);
  const accepted = await withTemporal(shell, (client) =>
    sendAnswer(client, { workflowId: row.workflowId, updateId, resolution }),
  );
  if (options.json) writeJson(shell, { caseId, answer: options.answer, accepted });
  else shell.write(`Accepted: ${accepted}\n`);
  return EXIT.ok;
}

function resolutionOf(options: ResolveOptions, noteKey: string): Resolution {
  const { caseId, answer, by, note, mapSku, courier, giftMessage, location, line, order } = options;
  const data: ResolutionData = {
    ...(mapSku !== undefined && { mapSku }),
    ...(courier !== undefined && { courier }),
    ...(giftMessage !== undefined && { giftMessageRef: noteKey }),
    ...(location !== undefined && { location }),
    ...(order !== undefined && { order }),
    ...(line.length > 0 && { lines: line }),
  };
  return {
    caseId,
    answer,
    by,
    ...(note !== undefined && { note }),
    ...(Object.keys(data).length > 0 && { data }),
  };
}

interface SentAnswer {
  readonly workflowId: string;
  readonly updateId: string;
  readonly resolution: Resolution;
}

async function sendAnswer(client: Client, { workflowId, updateId, resolution }: SentAnswer): Promise<string> {
  const { WorkflowNotFoundError, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } = await import(
    '@temporalio/client'
  );
  const handle = client.workflow.getHandle(workflowId);
  try {
    const { accepted } = await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
      handle.executeUpdate<{ accepted: string }, [Resolution]>('resolveCase', { args: [resolution], updateId }),
    );
    return accepted;
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) return fail(error.cause?.message ?? error.message);
    if (error instanceof WorkflowNotFoundError)
      return fail(`The process ${workflowId} has ended, so nothing waits for this answer.`);
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)
      return fail(
        `No worker accepted the answer within ${ANSWER_WITHIN_MS / 1000} s. Check that a worker runs, and read the case before you answer again.`,
      );
    throw error;
  }
}
