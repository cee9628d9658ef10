import { ActivityFailure, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { CaseActivities } from '../../activities/cases/case-records.js';
import { type Case, caseFrom } from '../../domain/cases/case.js';
import { records } from '../options.js';
import { asMarkdown, showInSearch } from './as-markdown.js';

const { recordCaseOpened, recordCaseClosed } = proxyActivities<CaseActivities>(records);

/** What a long-running workflow cannot do while a counterpart refuses it. Its case takes no answer: it closes itself. */
export interface CounterpartTrouble {
  readonly brand: string;
  /** Begins the case's id, e.g. `follow-centra`. */
  readonly name: string;
  readonly subject: string;
  readonly sentence: string;
}

/** Opens the case of a counterpart that refuses us. */
export async function openCounterpartCase({ brand, name, subject, sentence }: CounterpartTrouble): Promise<Case> {
  const openedAt = Date.now();
  const question = caseFrom(`${brand}-${name}-${openedAt}`, [{ code: 'system.unreachable', sentence }], {
    openedAt,
    without: ['retry'],
  });
  show([question]);
  await recordCaseOpened({ case: question, brand, workflowId: workflowInfo().workflowId, subject });
  return question;
}

/** The counterpart answers again. */
export async function closeCounterpartCase({ caseId }: Case, note: string): Promise<void> {
  show([]);
  await recordCaseClosed({ caseId, answer: 'auto-resolved', by: 'onepool', note });
}

function show(cases: readonly Case[]): void {
  showInSearch(cases);
  setCurrentDetails(asMarkdown(cases));
}

/** What an activity said when it failed. */
export const sentenceOf = (err: unknown): string => {
  const cause = err instanceof ActivityFailure ? err.cause : err;
  return cause instanceof Error ? cause.message : String(cause);
};
