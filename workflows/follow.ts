import {
  ActivityFailure,
  condition,
  continueAsNew,
  isCancellation,
  log,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { CaseActivities } from '../activities/cases.js';
import type { FollowActivities } from '../activities/follow.js';
import { type Case, caseFrom, whatHappened, whatToDo } from '../domain/cases/case.js';
import { type Follow, wake } from './messages.js';
import { look, records } from './options.js';
import { CaseCodes, CaseOwners } from './search-attributes.js';

const { readChanges } = proxyActivities<FollowActivities>(look);
const { recordCaseOpened, recordCaseClosed } = proxyActivities<CaseActivities>(records);

/**
 * Follows one counterpart for ever: reads in bulk what changed since the cursor and tells the orders concerned.
 * The cursor lives in the records, not here, so nothing is lost between runs. Woken by events, and by a timer in case
 * an event was lost: a lost event costs delay, never data. While the counterpart refuses us a case is open; it closes
 * itself at the first look that succeeds.
 */
export async function follow(input: Follow): Promise<never> {
  const { system, everyMs, gatherMs } = input;
  let woken = input.woken ?? true;
  let refused = input.refused;
  setHandler(wake, () => {
    woken = true;
  });

  for (;;) {
    // The timer's answer is not asked: a signal and the timer can land in the same task.
    await condition(() => woken, everyMs);
    woken = false;
    try {
      const { more } = await readChanges({ system });
      if (more) woken = true;
      if (refused) await closeCase(refused);
      refused = undefined;
    } catch (err) {
      if (isCancellation(err)) throw err;
      log.warn('the counterpart could not be read', { system, why: sentenceOf(err) });
      refused ??= await openCase(input, sentenceOf(err));
    }
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof follow>({ ...input, woken, ...(refused ? { refused } : {}) });
    await sleep(gatherMs);
  }
}

async function openCase({ brand, system }: Follow, sentence: string): Promise<Case> {
  const openedAt = Date.now();
  const question = caseFrom(
    `${brand}-follow-${system}-${openedAt}`,
    [{ code: 'system.unreachable', sentence: `Changes in ${system} cannot be read. ${sentence}` }],
    { openedAt, without: ['retry'] },
  );
  upsertSearchAttributes([
    { key: CaseCodes, value: [question.code] },
    { key: CaseOwners, value: [question.owner] },
  ]);
  setCurrentDetails(`### ${question.code}\n\n${whatHappened(question)}\n\n${whatToDo(question)}`);
  await recordCaseOpened({
    case: question,
    brand,
    workflowId: workflowInfo().workflowId,
    subject: `${system} follower`,
  });
  return question;
}

async function closeCase({ caseId }: Case): Promise<void> {
  upsertSearchAttributes([
    { key: CaseCodes, value: null },
    { key: CaseOwners, value: null },
  ]);
  setCurrentDetails('');
  await recordCaseClosed({ caseId, answer: 'overtaken', by: 'onepool', note: 'The counterpart can be read again.' });
}

const sentenceOf = (err: unknown): string => {
  const cause = err instanceof ActivityFailure ? err.cause : err;
  return cause instanceof Error ? cause.message : String(cause);
};
