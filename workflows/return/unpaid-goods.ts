import { isPosted } from '../../domain/ids.js';
import { describeUnpaidGoods } from '../../domain/return/payer.js';
import type { ReturnRun } from './run.js';

/**
 * Goods were accepted and the web shop has no return for them, so it pays nothing. Where the till has not paid either, the
 * customer would never get their money: finance sees to it. Parcels by post have no receipt; whoever accepts one settles it.
 */
export async function askAboutUnpaidGoods({ state, cases }: ReturnRun, goods: 'all' | 'some'): Promise<void> {
  const { payer, refund } = state;
  if (payer === 'till' || isPosted(refund.number)) return;
  await cases.raise([{ code: 'return.payer-unclear', sentence: describeUnpaidGoods(refund, goods) }], {
    without: ['pay-original', 'refuse'],
  });
}
