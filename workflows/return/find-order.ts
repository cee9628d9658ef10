import type { ReturnActivities } from '../../activities/returns/index.js';
import { type CentraOrderNumber, isPosted, parseId } from '../../domain/ids.js';
import { soldOrders } from '../../domain/return/origin.js';
import { steps } from '../calls.js';
import { counterpart } from '../options.js';
import type { ReturnRun } from './run.js';

const { findOrigin } = steps<ReturnActivities>(counterpart);

/** The web order whose goods these are, or how the return ends without one. */
export type FoundOrder =
  | { readonly order: CentraOrderNumber }
  | { readonly without: 'till-sale' | 'accepted' | 'refused' | 'without-receipt' };

/**
 * Finds the web order behind a refund. A refund without a receipt names nothing: it stands on the list of its day, and its goods
 * are stock of the store. When a receipt leads nowhere, a person names the order, or says that there is none.
 */
export async function findOrder({ state, cases, timeline }: ReturnRun): Promise<FoundOrder> {
  const { refund, attachTo, settings } = state;
  if (!settings.ofWebOrders && !isPosted(refund.number)) return { without: 'till-sale' };
  const named = attachTo ?? refund.order;
  if (named !== undefined) return { order: named };
  // A parcel that came back by post has no receipt to look for: whose it is must be asked.
  if (soldOrders(refund).length === 0 && !isPosted(refund.number)) return { without: 'without-receipt' };
  for (;;) {
    const { done: origin } = await cases.runOrRaise('system.unreachable', () => findOrigin({ refund }));
    if (!origin) continue;
    if (origin.kind === 'web-order') return { order: origin.number };
    if (origin.kind === 'till-sale') return { without: 'till-sale' };

    const { candidates } = origin;
    const goods = refund.lines.map((l) => `${l.quantity} of ${l.sku}`).join(', ');
    const fits = candidates.length > 0 ? ` Web orders that fit: ${candidates.join(', ')}.` : ' No web order fits.';
    const answer = await cases.raise([
      {
        code: 'return.blind',
        sentence: `${refund.location} took back ${goods} for an order that nobody finds.${fits}`,
      },
    ]);
    const order = answer.answer === 'attach-to-order' ? parseId<CentraOrderNumber>(answer.data?.order) : undefined;
    if (order) return { order };
    if (answer.answer === 'refuse') return { without: 'refused' };
    if (answer.answer === 'accept-without-order') return { without: 'accepted' };
    timeline.add('The order is looked up once more.');
  }
}
