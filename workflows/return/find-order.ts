import { proxyActivities } from '@temporalio/workflow';
import type { ReturnActivities } from '../../activities/returns/index.js';
import type { CaseRaiser } from '../cases/case-raiser.js';
import { runOrRaiseCase } from '../cases/run-or-raise-case.js';
import { counterpart } from '../options.js';
import { type ReturnState, tell } from './state.js';

const { findOrigin } = proxyActivities<ReturnActivities>(counterpart);

/** The web order whose goods these are, or how it ended without one. */
export type Found = { readonly number: string } | { readonly without: 'till-sale' | 'accepted' | 'refused' };

/** Finds the web order behind a refund. When nothing names it, a person does, or says that there is none. */
export async function findOrder(state: ReturnState, desk: CaseRaiser): Promise<Found> {
  const { refund } = state;
  for (;;) {
    const found = await runOrRaiseCase(desk, 'system.unreachable', () => findOrigin({ refund }));
    if (!found.done) continue;
    if (found.done.kind === 'web-order') return { number: found.done.number };
    if (found.done.kind === 'till-sale') return { without: 'till-sale' };

    const { candidates } = found.done;
    const goods = refund.lines.map((l) => `${l.quantity} of ${l.sku}`).join(', ');
    const fits = candidates.length > 0 ? ` Web orders that fit: ${candidates.join(', ')}.` : ' No web order fits.';
    const answer = await desk.ask([
      { code: 'return.blind', sentence: `${refund.location} took back ${goods} and named no order.${fits}` },
    ]);
    if (answer.answer === 'attach-to-order' && answer.data?.order) return { number: answer.data.order };
    if (answer.answer === 'refuse') return { without: 'refused' };
    if (answer.answer === 'accept-without-order') return { without: 'accepted' };
    tell(state, 'The order is looked for once more.');
  }
}
