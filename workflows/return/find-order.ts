import type { ReturnActivities } from '../../activities/returns/index.js';
import { type CentraOrderNumber, parseId } from '../../domain/ids.js';
import { steps } from '../calls.js';
import { counterpart } from '../options.js';
import type { ReturnRun } from './run.js';

const { findOrigin } = steps<ReturnActivities>(counterpart);

/** The web order whose goods these are, or how the return ends without one. */
export type FoundOrder =
  | { readonly order: CentraOrderNumber }
  | { readonly without: 'till-sale' | 'accepted' | 'refused' };

/** Finds the web order behind a refund. When nothing names it, a person does, or says that there is none. */
export async function findOrder({ state, cases, timeline }: ReturnRun): Promise<FoundOrder> {
  const { refund } = state;
  for (;;) {
    const { done: origin } = await cases.runOrRaise('system.unreachable', () => findOrigin({ refund }));
    if (!origin) continue;
    if (origin.kind === 'web-order') return { order: origin.number };
    if (origin.kind === 'till-sale') return { without: 'till-sale' };

    const { candidates } = origin;
    const goods = refund.lines.map((l) => `${l.quantity} of ${l.sku}`).join(', ');
    const fits = candidates.length > 0 ? ` Web orders that fit: ${candidates.join(', ')}.` : ' No web order fits.';
    const answer = await cases.raise([
      { code: 'return.blind', sentence: `${refund.location} took back ${goods} and named no order.${fits}` },
    ]);
    const order = answer.answer === 'attach-to-order' ? parseId<CentraOrderNumber>(answer.data?.order) : undefined;
    if (order) return { order };
    if (answer.answer === 'refuse') return { without: 'refused' };
    if (answer.answer === 'accept-without-order') return { without: 'accepted' };
    timeline.add('The order is looked up once more.');
  }
}
