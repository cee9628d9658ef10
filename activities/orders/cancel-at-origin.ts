import type { CentraLineId, CentraOrderNumber } from '../../domain/ids.js';
import { type OrderRef, tillOrderNumber, webOrderNumber } from '../../domain/order/order-ref.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import { cancelledUnits, stillToCancel } from '../../domain/order/units-to-cancel.js';
import { runOnce, stillUnderWay } from '../idempotent.js';
import type { OrderNeeds } from './needs.js';

/** Cancelling an order or units of it where it was placed. */
export function createOriginCancelling(needs: Pick<OrderNeeds, 'brand' | 'centra' | 'sitoo' | 'records' | 'origin'>) {
  const { brand, centra, sitoo, records, origin } = needs;
  return {
    /** Cancels the order where it was placed; an order that is cancelled already is fine. */
    async cancelAtOrigin(input: OrderRef): Promise<{ cancelled: true }> {
      return runOnce(needs, {
        key: `cancel-order/${brand.brand}/${input.origin}/${input.number}`,
        system: input.origin,
        lookUp: async () => ((await isCancelled(input)) ? { cancelled: true } : undefined),
        act: async () => {
          if (input.origin === 'centra') {
            const order = await origin.web(webOrderNumber(input));
            if (order.status !== 'cancelled') await centra.cancelOrder(order.id, 'Cancelled in the exception queue');
          } else {
            const order = await origin.pos(tillOrderNumber(input));
            if (order.state !== 'cancelled') await sitoo.cancelOrder(order.orderId);
          }
          return { cancelled: true };
        },
      });
    },

    /** Cancels units at the web shop. Looks first how many are cancelled already, so that a repeat cancels no more. */
    async cancelUnits(input: {
      /** Names the decision, so that two decisions over equal units are two and a repeat of one is one. */
      decision: string;
      number: CentraOrderNumber;
      lines: readonly LineUnits<CentraLineId>[];
    }): Promise<{ cancelled: true }> {
      const ofOrder = `cancel/${brand.brand}/${input.number}/`;
      const step = { key: `${ofOrder}${input.decision}`, system: 'centra' } as const;
      return runOnce(needs, {
        ...step,
        lookUp: async ({ before }) => {
          const left = stillToCancel(await origin.web(input.number), input.lines, readUnits(before));
          return left.length === 0 ? { cancelled: true } : undefined;
        },
        act: async (note, earlier) => {
          // What another decision cancels late would look like units of this one.
          const others = await records.intents.othersUnderWay(ofOrder, step.key);
          if (others > 0) throw stillUnderWay(step, others);
          const order = await origin.web(input.number);
          const before = earlier?.before === undefined ? cancelledUnits(order) : readUnits(earlier.before);
          note(JSON.stringify(before));
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
      });
    },
  };

  async function isCancelled(order: OrderRef): Promise<boolean> {
    return order.origin === 'centra'
      ? (await origin.web(webOrderNumber(order))).status === 'cancelled'
      : (await origin.pos(tillOrderNumber(order))).state === 'cancelled';
  }
}

/** Cancelled units as they were noted before the first call of a decision. */
const readUnits = (before: string | undefined): LineUnits<CentraLineId>[] =>
  before === undefined ? [] : (JSON.parse(before) as LineUnits<CentraLineId>[]);
