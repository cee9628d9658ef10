import type { Dependencies } from '../dependencies.js';
import type { StockPool } from '../stock/index.js';
import { collectEvents } from './hints.js';
import { type Changes, newRound } from './round.js';

interface Needs extends Pick<Dependencies, 'records'> {
  readonly stock: Pick<StockPool, 'followJournal'>;
}

/**
 * Follows the stock journal of the tills. It does nothing else, so that what a till has sold is gone from the web shop
 * before anybody buys it there, however many orders wait to be read. A round without news is one call.
 */
export const followTillSales =
  ({ records, stock }: Needs) =>
  async (): Promise<Changes> => {
    const { started, notified } = newRound();
    const events = await collectEvents(records.inbox, 'till-sales');
    const more = await stock.followJournal();
    // Each of them says that the journal has grown, and it has been read.
    await events.done();
    return { more: more || events.more, started, notified };
  };
