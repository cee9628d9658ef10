import type { Divergence } from '../../domain/products/divergence.js';
import type { ProductQuestion } from '../../domain/products/report.js';
import { caseAutoResolved } from '../../workflows/messages.js';
import { openCases } from '../cases/open-cases.js';
import { openStandaloneCase } from '../cases/standalone-case.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { signalRunning } from '../signal-running.js';

/** A mass edit must not flood people: what is left is asked by the next audit. */
const ASKED_AT_ONCE = 100;
const CODES = { diverges: 'product.diverges', refused: 'product.refused' } as const;

/** Questions to people about products: one for each subject, closed automatically when it is settled elsewhere. */
export function productQuestions(needs: Pick<Dependencies, 'brand' | 'records' | 'temporal'>) {
  const { temporal } = needs;
  const subjectOf = ({ system, sku, kind }: Divergence): string => `${system}/${sku}/${kind}`;

  async function ask(divergence: Divergence): Promise<void> {
    const { kind, sku, system, sentence } = divergence;
    const about: ProductQuestion = { kind: 'product', divergence: kind, system, sku };
    const code = kind === 'refused' ? CODES.refused : CODES.diverges;
    await openStandaloneCase(needs, { subject: subjectOf(divergence), problem: { code, sentence }, about });
  }

  return {
    /** Opens a case for what only a person can decide, and closes those that are settled. */
    async about(divergences: readonly Divergence[]): Promise<void> {
      const questions = divergences.filter(({ remedy }) => remedy === 'ask');
      const subjects = new Set(questions.map(subjectOf));
      const open = await openCases(needs, CODES.diverges, CODES.refused);
      const why = 'The products agree again.';
      for (const row of open) {
        checkpoint();
        if (!subjects.has(row.subject))
          await signalRunning(temporal.workflow.getHandle(row.workflowId), caseAutoResolved, { why });
      }
      const asked = new Set(open.map((row) => row.subject));
      const fresh = questions.filter((question) => !asked.has(subjectOf(question)));
      for (const question of fresh.slice(0, ASKED_AT_ONCE)) {
        checkpoint();
        await ask(question);
      }
    },
  };
}
