import type { CentraLineId, CentraOrderNumber } from '../../domain/ids.js';
import { type OrderRef, tillOrderNumber, webOrderNumber } from '../../domain/order/order-ref.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import { cancelledUnits, stillToCancel } from '../../domain/order/units-to-cancel.js';
import type { OrderNeeds } from './needs.js';

/** Cancelling an order or units of it where it was placed. */
export function createOriginCancelling({
  centra,
  sitoo,
  records,
  origin,
}: Pick<OrderNeeds, 'centra' | 'sitoo' | 'records' | 'origin'>) {
  return {
    /** Cancels the order where it was placed; an order that is cancelled already is fine. */
    async cancelAtOrigin(input: OrderRef): Promise<{ cancelled: true }> {
      if (input.origin === 'centra') {
        const order = await origin.web(webOrderNumber(input));
        if (order.status !== 'cancelled') await centra.cancelOrder(order.id, 'Cancelled in the exception queue');
      } else {
        const order = await origin.pos(tillOrderNumber(input));
        if (order.state !== 'cancelled') await sitoo.cancelOrder(order.orderId);
      }
      return { cancelled: true };
    },

    /** Cancels units at the web shop. Looks first how many are cancelled already, so that a repeat cancels no more. */
    async cancelUnits(input: {
      /** Names the decision, so that two decisions over equal units are two and a repeat of one is one. */
      decision: string;
      number: CentraOrderNumber;
      lines: readonly LineUnits<CentraLineId>[];
    }): Promise<{ cancelled: true }> {
      const order = await origin.web(input.number);
      const before = await rememberOnce(`cancel/${input.decision}`, () => cancelledUnits(order));
      const lines = stillToCancel(order, input.lines, before);
      // Released and not removed, also what a picker did not find: the master of the stock, Sitoo or the WMS, decides by its own
      // count whether the goods exist, and the web shop learns of that as stock. Removed here, they would be counted down twice.
      if (lines.length > 0)
        await centra.cancelLines({
          order: order.number,
          lines,
          comment: 'Units cancelled in the exception queue',
          removeFromStock: false,
        });
      return { cancelled: true };
    },
  };

  /** What was true before the first attempt, kept for all later ones. */
  async function rememberOnce(key: string, value: () => LineUnits<CentraLineId>[]): Promise<LineUnits<CentraLineId>[]> {
    const earlier = await records.intents.result(key);
    if (earlier !== undefined) return JSON.parse(earlier) as LineUnits<CentraLineId>[];
    await records.intents.begin(key, 'centra');
    const now = value();
    await records.intents.finish(key, JSON.stringify(now));
    return now;
  }
}
