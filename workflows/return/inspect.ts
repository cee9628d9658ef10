import { ApplicationFailure, setHandler } from '@temporalio/workflow';
import { asFound, whyNoInspection } from '../../domain/return/inspection.js';
import type { RefundLine } from '../../domain/return/till-refund.js';
import type { CaseRaiser } from '../cases/case-raiser.js';
import { inspectGoods } from '../messages.js';
import { type ReturnState, tell } from './state.js';

/** Takes what a person found when looking at the goods, as long as nothing was booked. Call before the first await. */
export function listenForInspection(state: ReturnState): void {
  setHandler(
    inspectGoods,
    (found) => {
      state.inspection = found;
      tell(state, `${found.by} has looked at the goods.`);
      return { taken: `${found.lines.length} rows by ${found.by}` };
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

function whyRefused(state: ReturnState, input: unknown): string | undefined {
  if (state.inspection) return `The goods were already looked at by ${state.inspection.by}.`;
  if (state.booked.length > 0) return 'The return is booked already; change it in the web shop.';
  return whyNoInspection(input, state.refund.lines);
}

/** The rows of the refund as they shall be booked: as a person found them, else as the till said. */
export const linesFound = ({ refund, inspection }: ReturnState): readonly RefundLine[] =>
  inspection ? asFound(refund.lines, inspection) : refund.lines;

/** Waits for a look at the goods where the brand wants one. */
export async function untilInspected(state: ReturnState, desk: CaseRaiser): Promise<void> {
  const { refund, settings } = state;
  const wanted =
    settings.inspect === 'always' ||
    (settings.inspect === 'damaged' && refund.lines.some((line) => line.condition === 'damaged'));
  if (!wanted || state.inspection) return;
  await desk.ask(
    [
      {
        code: 'return.uninspected',
        sentence: `${refund.location} took back ${refund.lines.map((l) => `${l.quantity} of ${l.sku}`).join(', ')}; somebody must look at the goods.`,
        lines: refund.lines.map((l) => l.line),
      },
    ],
    { autoResolved: () => (state.inspection ? `${state.inspection.by} has looked at the goods.` : undefined) },
  );
}
