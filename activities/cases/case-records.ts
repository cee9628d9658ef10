import { type Case, whatHappened, whatToDo } from '../../domain/cases/case.js';
import { CASES } from '../../domain/cases/catalogue.js';
import type { Dependencies } from '../dependencies.js';

/** Keeps the list of cases that people work from in step with the workflows that wait. */
export function createCaseActivities({ records, log }: Pick<Dependencies, 'records' | 'log'>) {
  return {
    async recordCaseOpened(input: { case: Case; brand: string; workflowId: string; subject: string }): Promise<void> {
      const { case: open, ...about } = input;
      await records.cases.recordOpened({
        ...about,
        caseId: open.caseId,
        code: open.code,
        codes: open.codes,
        owner: open.owner,
        severity: CASES[open.code].severity,
        ...(open.location ? { location: open.location } : {}),
        whatHappened: whatHappened(open),
        whatToDo: whatToDo(open),
        answers: open.answers,
        openedAt: open.openedAt,
        answerBy: open.answerBy,
      });
      log.info({ caseId: open.caseId, code: open.code, owner: open.owner }, 'case opened');
    },

    async recordCaseClosed(input: { caseId: string; answer: string; by: string; note?: string }): Promise<void> {
      const { caseId, ...outcome } = input;
      await records.cases.recordClosed(caseId, outcome);
      log.info({ caseId, answer: input.answer }, 'case closed');
    },

    async recordRefusedAnswer(input: { caseId: string; by: string; why: string }): Promise<void> {
      await records.cases.addToTrail(input.caseId, {
        what: 'answer refused',
        by: input.by || 'unknown',
        note: input.why,
      });
    },
  };
}

export type CaseActivities = ReturnType<typeof createCaseActivities>;
