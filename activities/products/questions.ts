import { WorkflowNotFoundError } from '@temporalio/client';
import { standingCaseWorkflowId, taskQueueOf } from '../../domain/names.js';
import type { Divergence } from '../../domain/products/audit.js';
import type { ProductQuestion } from '../../domain/products/report.js';
import { caseOvertaken, type StandingCase } from '../../workflows/messages.js';
import type { Dependencies } from '../dependencies.js';

/** A mass edit must not flood people: what is left is asked by the next audit. */
const ASKED_AT_ONCE = 100;
const OPEN_AT_MOST = 1_000;
const CODES = { diverges: 'product.diverges', refused: 'product.refused' } as const;

/** Questions to people about products: one for each subject, closed by itself when it is settled elsewhere. */
export function productQuestions({ brand, records, temporal }: Dependencies) {
  const subjectOf = ({ system, sku, kind }: Divergence): string => `${system}/${sku}/${kind}`;

  async function ask(divergence: Divergence): Promise<void> {
    const { kind, sku, system, sentence } = divergence;
    const subject = subjectOf(divergence);
    const about: ProductQuestion = { kind: 'product', divergence: kind, system, sku };
    const code = kind === 'refused' ? CODES.refused : CODES.diverges;
    const input: StandingCase = { brand: brand.brand, subject, problem: { code, sentence }, about };
    await temporal.workflow.start('standingCase', {
      workflowId: standingCaseWorkflowId(brand.brand, 'product', subject),
      taskQueue: taskQueueOf(brand.brand),
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: `case ${code}, ${subject}`,
    });
  }

  return {
    /** Asks what only a person can decide, and closes what is no question any more. */
    async about(divergences: readonly Divergence[]): Promise<void> {
      const questions = divergences.filter(({ remedy }) => remedy === 'ask');
      const subjects = new Set(questions.map(subjectOf));
      const open = [
        ...(await records.cases.list({ code: CODES.diverges, open: true }, OPEN_AT_MOST)),
        ...(await records.cases.list({ code: CODES.refused, open: true }, OPEN_AT_MOST)),
      ].filter((row) => row.brand === brand.brand);
      for (const row of open)
        if (!subjects.has(row.subject))
          try {
            const why = 'The products agree again.';
            await temporal.workflow.getHandle(row.workflowId).signal(caseOvertaken, { why });
          } catch (err) {
            if (!(err instanceof WorkflowNotFoundError)) throw err;
          }
      const asked = new Set(open.map((row) => row.subject));
      const fresh = questions.filter((question) => !asked.has(subjectOf(question)));
      for (const question of fresh.slice(0, ASKED_AT_ONCE)) await ask(question);
    },
  };
}
