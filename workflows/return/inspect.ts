import { ApplicationFailure, setHandler } from '@temporalio/workflow';
import { asFound, whyNoInspection } from '../../domain/return/inspection.js';
import type { RefundLine } from '../../domain/return/till-refund.js';
import { inspectGoods } from '../messages.js';
import type { ReturnRun, ReturnState } from './run.js';

/** Accepts what a person found when inspecting the goods, as long as nothing was created. Call before the first await. */
export function listenForInspection({ state, timeline }: ReturnRun): void {
  setHandler(
    inspectGoods,
    (inspection) => {
      state.inspection = inspection;
      timeline.add(`${inspection.by} has inspected the goods.`);
      return { accepted: `${inspection.lines.length} rows by ${inspection.by}` };
    },
    {
      // Synchronous on purpose: the SDK does not wait for a validator, an async one would refuse nothing.
      validator: (input) => {
        const why = whyRefused(state, input);
        if (why) throw ApplicationFailure.nonRetryable(why, 'refused');
      },
      description: 'What a person found: {by, lines: [{line, resellable, damaged}]}',
    },
  );
}

function whyRefused({ inspection, returns, refund }: ReturnState, input: unknown): string | undefined {
  if (inspection) return `The goods were already inspected by ${inspection.by}.`;
  if (returns.length > 0) return 'The return is created already; change it in the web shop.';
  return whyNoInspection(input, refund.lines);
}

/** The rows of the refund as they shall be returned: as a person found them, else as the till said. */
export const linesFound = ({ refund, inspection }: ReturnState): readonly RefundLine[] =>
  inspection ? asFound(refund.lines, inspection) : refund.lines;

/** Waits until a person has inspected the goods, where the brand wants that. */
export async function untilInspected({ state, cases }: ReturnRun): Promise<void> {
  const { refund, settings } = state;
  const wanted =
    settings.inspect === 'always' ||
    (settings.inspect === 'damaged' && refund.lines.some((line) => line.condition === 'damaged'));
  if (!wanted || state.inspection) return;
  const goods = refund.lines.map((l) => `${l.quantity} of ${l.sku}`).join(', ');
  await cases.raise(
    [
      {
        code: 'return.uninspected',
        sentence: `${refund.location} took back ${goods}; someone must inspect the goods.`,
        lines: refund.lines.map((l) => l.line),
      },
    ],
    { autoResolved: () => (state.inspection ? `${state.inspection.by} has inspected the goods.` : undefined) },
  );
}
