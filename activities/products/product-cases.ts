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
export interface ProductQuestions {
  /** Opens a case for what only a person can decide. */
  ask(found: readonly Divergence[]): Promise<void>;
  /** Closes the cases that were open and of which nothing was found this time. */
  closeSettled(): Promise<void>;
}

const subjectOf = ({ system, sku, kind }: Divergence): string => `${system}/${sku}/${kind}`;

/** The questions of one comparison: pass it all that was found, then close what is settled. */
export async function productQuestions(
  needs: Pick<Dependencies, 'brand' | 'records' | 'temporal'>,
): Promise<ProductQuestions> {
  const { records, temporal } = needs;
  const open = new Map((await openCases(needs, CODES.diverges, CODES.refused)).map((row) => [row.subject, row]));
  const found = new Set<string>();
  let asked = 0;

  /** A person has answered that it may stay so, and it says the same as then. */
  async function isLeftSo(code: string, subject: string, sentence: string): Promise<boolean> {
    const [last] = await records.cases.list({ code, subject }, 1);
    return last?.outcome === 'skip' && last.whatHappened === sentence;
  }

  async function askOne(divergence: Divergence): Promise<void> {
    const { kind, sku, system, sentence } = divergence;
    const subject = subjectOf(divergence);
    if (found.has(subject) || open.has(subject)) {
      found.add(subject);
      return;
    }
    found.add(subject);
    const code = kind === 'refused' ? CODES.refused : CODES.diverges;
    if (asked >= ASKED_AT_ONCE || (await isLeftSo(code, subject, sentence))) return;
    asked += 1;
    const about: ProductQuestion = { kind: 'product', divergence: kind, system, sku };
    await openStandaloneCase(needs, { subject, problem: { code, sentence }, about });
  }

  return {
    async ask(divergences) {
      for (const divergence of divergences) {
        checkpoint();
        if (divergence.remedy === 'ask') await askOne(divergence);
      }
    },
    async closeSettled() {
      for (const [subject, { workflowId }] of open) {
        checkpoint();
        if (!found.has(subject))
          await signalRunning(temporal.workflow.getHandle(workflowId), caseAutoResolved, {
            why: 'The products agree again.',
          });
      }
    },
  };
}
