import type { CentraLineId, CentraOrderNumber } from '../../domain/ids.js';
import { describeMoney } from '../../domain/money.js';
import { type OrderRef, tillOrderNumber, webOrderNumber } from '../../domain/order/order-ref.js';
import { reservedMinor } from '../../domain/order/reserve.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import { cancelledUnits, leavesNothing, stillToCancel } from '../../domain/order/units-to-cancel.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import { SystemProblem } from '../../systems/problem.js';
import { runOnce, stillUnderWay } from '../idempotent.js';
import type { OrderNeeds } from './needs.js';

/** What was cancelled; `locked`: nothing, and it can be once the order is unlocked. `stillReserved`: the payment provider did not give up the customer's money, in a sentence. */
export interface Cancelled {
  readonly cancelled: boolean;
  readonly locked?: true;
  readonly stillReserved?: string;
}

/** Cancelling an order or units of it where it was placed. */
export function createOriginCancelling(needs: Pick<OrderNeeds, 'brand' | 'centra' | 'sitoo' | 'records' | 'origin'>) {
  const { brand, centra, sitoo, records, origin } = needs;
  return {
    /** Cancels the order where it was placed; an order that is cancelled already is fine. */
    async cancelAtOrigin(input: OrderRef): Promise<Cancelled> {
      return unlessLocked(input, () =>
        runOnce<Cancelled>(needs, {
          key: `cancel-order/${brand.brand}/${input.origin}/${input.number}`,
          system: input.origin,
          lookUp: () => cancelledBefore(input),
          act: async () => {
            if (input.origin === 'centra') {
              const order = await origin.web(webOrderNumber(input));
              if (order.status !== 'cancelled') return cancelWhole(order);
            } else {
              const order = await origin.pos(tillOrderNumber(input));
              if (order.state !== 'cancelled') await sitoo.cancelOrder(order.orderId);
            }
            return { cancelled: true };
          },
        }),
      );
    },

    /** Cancels units at the web shop. Looks first how many are cancelled already, so that a repeat cancels no more. */
    async cancelUnits(input: {
      /** Names the decision, so that two decisions over equal units are two and a repeat of one is one. */
      decision: string;
      number: CentraOrderNumber;
      lines: readonly LineUnits<CentraLineId>[];
    }): Promise<Cancelled> {
      const ofOrder = `cancel/${brand.brand}/${input.number}/`;
      const step = { key: `${ofOrder}${input.decision}`, system: 'centra' } as const;
      return unlessLocked({ origin: 'centra', number: input.number }, () =>
        runOnce<Cancelled>(needs, {
          ...step,
          lookUp: async ({ before }) => {
            const order = await origin.web(input.number);
            return stillToCancel(order, input.lines, readUnits(before)).length === 0 ? outcomeOf(order) : undefined;
          },
          act: async (note, earlier) => {
            // What another decision cancels late would look like units of this one.
            const others = await records.intents.othersUnderWay(ofOrder, step.key);
            if (others > 0) throw stillUnderWay(step, others);
            const order = await origin.web(input.number);
            const before = earlier?.before === undefined ? cancelledUnits(order) : readUnits(earlier.before);
            note(JSON.stringify(before));
            const lines = stillToCancel(order, input.lines, before);
            // Nothing of it is left: only as a whole does the web shop give up the money that is reserved for it.
            if (lines.length > 0 && leavesNothing(order, lines)) return cancelWhole(order);
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
        }),
      );
    },
  };

  /** A web order that is locked takes no change: that is a state of the order, and no fault of anybody. */
  async function unlessLocked(order: OrderRef, cancel: () => Promise<Cancelled>): Promise<Cancelled> {
    try {
      return await cancel();
    } catch (err) {
      const isRefused = err instanceof SystemProblem && err.kind === 'rejected' && order.origin === 'centra';
      if (isRefused && (await origin.web(webOrderNumber(order))).isLocked) return { cancelled: false, locked: true };
      throw err;
    }
  }

  async function cancelledBefore(order: OrderRef): Promise<Cancelled | undefined> {
    if (order.origin === 'sitoo')
      return (await origin.pos(tillOrderNumber(order))).state === 'cancelled' ? { cancelled: true } : undefined;
    const found = await origin.web(webOrderNumber(order));
    return found.status === 'cancelled' ? outcomeOf(found) : undefined;
  }

  async function cancelWhole(order: WebOrder): Promise<Cancelled> {
    const { warnings } = await centra.cancelOrder(order.id, 'Cancelled in the exception queue');
    // A payment provider that keeps the money is told by a warning alone; there are warnings about other things too.
    return warnings.length === 0 ? { cancelled: true } : outcomeOf(await origin.web(order.number), warnings);
  }
}

/** What a cancelled order leaves behind; one that goes on needs what is reserved for the rest of it. */
function outcomeOf({ number, status, payments, currency }: WebOrder, warnings: readonly string[] = []): Cancelled {
  const minor = status === 'cancelled' ? reservedMinor(payments) : 0;
  if (minor === 0) return { cancelled: true };
  const sentence = `Web order ${number} is cancelled, and ${describeMoney({ minor, currency })} of it is still reserved.`;
  return { cancelled: true, stillReserved: [sentence, ...warnings].join(' ') };
}

/** Cancelled units as they were noted before the first call of a decision. */
const readUnits = (before: string | undefined): LineUnits<CentraLineId>[] =>
  before === undefined ? [] : (JSON.parse(before) as LineUnits<CentraLineId>[]);
