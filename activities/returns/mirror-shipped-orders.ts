import type { CentraOrderNumber } from '../../domain/ids.js';
import { locationsOf } from '../../domain/locations.js';
import { sentOrderName } from '../../domain/names.js';
import { webOrderToTillRecord } from '../../domain/order/transfer/web-order-to-till-record.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import type { SentShipment } from '../../systems/database/port.js';
import { SystemProblem } from '../../systems/problem.js';
import type { Dependencies } from '../dependencies.js';
import { runOnce } from '../idempotent.js';

/** Shipments made known to the tills in one round: they wait behind everything that a customer waits for. */
const AT_ONCE = 20;
/** A counterpart that is out of reach, or an answer that was lost: the next look tries again. */
const AWAY: readonly SystemProblem['kind'][] = ['unreachable', 'throttled', 'unknown-outcome', 'unauthorised'];

/**
 * What a warehouse sends of a web order never passes a till, so no till could take it back. It is noted when it is seen to
 * have left, and made known to the tills without touching their stock.
 */
export function sentOrders({
  brand,
  centra,
  sitoo,
  records,
  log,
}: Pick<Dependencies, 'brand' | 'centra' | 'sitoo' | 'records' | 'log'>) {
  async function tell(sent: SentShipment, order: WebOrder | undefined): Promise<void> {
    const { orderNumber, shipment: id } = sent;
    const shipment = order?.shipments.find((s) => s.id === id);
    const fulfilments = await records.orders.fulfilments('centra', orderNumber);
    const fulfilment = fulfilments.find((p) => p.shipments.includes(id));
    if (!order || !shipment || !fulfilment)
      return records.returns.recordMirrored(sent, 'The web shop has no such shipment any more.');
    const name = sentOrderName(orderNumber, id);
    await runOnce(records.intents, {
      key: `sent/${brand.brand}/${name}`,
      system: 'sitoo',
      // It is placed and then closed: an attempt can have ended between the two.
      lookUp: async () => {
        const found = await sitoo.orderByExternalId(name);
        if (found?.state === 'open') await sitoo.closeOrder(found.orderId);
        return found?.orderId;
      },
      act: () =>
        sitoo.placeSoldOrder(webOrderToTillRecord(order, shipment, locationsOf(brand).get(fulfilment.location))),
    });
    await records.returns.recordMirrored(sent);
  }

  return {
    /** Notes what has left a warehouse among orders that were read. */
    async note(orders: readonly WebOrder[]): Promise<void> {
      if (!brand.returns.webOrdersAtTills) return;
      const left = orders.flatMap(({ number, shipments }) =>
        shipments.filter((s) => s.isShipped).map(({ id }) => ({ orderNumber: number, shipment: id })),
      );
      if (left.length > 0) await records.returns.recordSent(left);
    },

    /**
     * Makes known what is noted. What the shop or the tills refuse is passed over with a word in the log: a return of it is
     * found all the same. When one of them is away, the next look goes on.
     */
    async mirrorShippedOrders(): Promise<void> {
      const due = await records.returns.dueForTills(AT_ONCE);
      const orders = await readTogether(due);
      for (const sent of due) {
        try {
          await tell(sent, orders.get(sent.orderNumber) ?? (await centra.order(sent.orderNumber, 'returns')));
        } catch (err) {
          const why = err instanceof Error ? err.message : String(err);
          log.warn({ order: sent.orderNumber, shipment: sent.shipment }, `The tills were not told: ${why}`);
          // Nobody can be asked now; what cannot be understood must not hold up the others.
          if (err instanceof SystemProblem && AWAY.includes(err.kind)) return;
          await records.returns.recordMirrored(sent, why);
        }
      }
    },
  };

  /** Their orders in one read. One that it does not give is asked for by itself, which also says why. */
  async function readTogether(due: readonly SentShipment[]): Promise<ReadonlyMap<CentraOrderNumber, WebOrder>> {
    if (due.length === 0) return new Map();
    const numbers = due.map((sent) => sent.orderNumber);
    try {
      const orders = await centra.orders(numbers, 'returns', () => {});
      return new Map(orders.map((order) => [order.number, order]));
    } catch (err) {
      if (err instanceof SystemProblem) return new Map();
      throw err;
    }
  }
}

export type SentOrders = ReturnType<typeof sentOrders>;
