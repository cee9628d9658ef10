import type { ReturnActivities } from '../../activities/returns/index.js';
import { type CentraOrderNumber, parseId, type SitooOrderId } from '../../domain/ids.js';
import { soldOrders } from '../../domain/return/origin.js';
import type { RefundLine, TillRefund } from '../../domain/return/till-refund.js';
import { steps } from '../calls.js';
import type { Cases } from '../cases/raise.js';
import { counterpart } from '../options.js';
import type { ReturnRun } from './run.js';

const { findOrigin } = steps<ReturnActivities>(counterpart);

/** The web order whose goods these are, or how the return ends without one. */
export type FoundOrder =
  | { readonly order: CentraOrderNumber }
  | { readonly without: 'till-sale' | 'till-order' | 'accepted' | 'refused' | 'without-receipt' };

/**
 * Finds the web order behind a refund. A refund without a receipt names nothing: it stands on the list of its day, and its goods
 * are stock of the store. When a receipt leads nowhere, a person names the order, or says that there is none.
 */
export async function findOrder({ state, cases, timeline }: ReturnRun): Promise<FoundOrder> {
  const { refund, attachTo, settings } = state;
  if (refund.tillOrder !== undefined) return askWhoPaysBack(cases, refund, refund.tillOrder);
  if (!settings.ofWebOrders) return { without: 'till-sale' };
  const named = attachTo ?? refund.order;
  if (named !== undefined) return { order: named };
  if (soldOrders(refund).length === 0) return { without: 'without-receipt' };
  for (;;) {
    const { done: origin } = await cases.runOrRaise('system.unreachable', () => findOrigin({ refund }));
    if (!origin) continue;
    if (origin.kind === 'web-order') return { order: origin.number };
    if (origin.kind === 'till-sale') return { without: 'till-sale' };

    const { candidates } = origin;
    const fits = candidates.length > 0 ? ` Web orders that fit: ${candidates.join(', ')}.` : ' No web order fits.';
    const answer = await cases.raise([
      {
        code: 'return.blind',
        sentence: `${refund.location} took back ${goodsIn(refund.lines)} for an order that nobody finds.${fits}`,
      },
    ]);
    const order = answer.answer === 'attach-to-order' ? parseId<CentraOrderNumber>(answer.data?.order) : undefined;
    if (order) return { order };
    if (answer.answer === 'refuse') return { without: 'refused' };
    if (answer.answer === 'accept-without-order') return { without: 'accepted' };
    timeline.add('The order is looked up once more.');
  }
}

/** A till took the money for the goods, and only a till can give it back: nobody else does, and nothing shows that it was done. */
async function askWhoPaysBack(cases: Cases, { location, lines }: TillRefund, order: SitooOrderId): Promise<FoundOrder> {
  const sentence = `${goodsIn(lines)} of till order ${order} came back to ${location} by post. The warehouse has counted the goods; the customer has no money back until a till refunds the receipt.`;
  await cases.raise([{ code: 'return.till-order-by-post', sentence }]);
  return { without: 'till-order' };
}

const goodsIn = (lines: readonly RefundLine[]): string =>
  lines.map(({ quantity, sku }) => `${quantity} of ${sku}`).join(', ');
