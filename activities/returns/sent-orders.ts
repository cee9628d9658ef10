import { sentOrderName } from '../../domain/names.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import { SystemProblem } from '../../systems/problem.js';
import type { SentShipment } from '../../systems/records/port.js';
import { type Dependencies, locationOf } from '../dependencies.js';
import { once } from '../once.js';
import { webOrderToTillRecord } from '../transfer/web-order-to-till-record.js';

/** Shipments told to the tills at one look: they wait behind everything that a customer waits for. */
const AT_ONCE = 20;
/** A counterpart that is out of reach, or an answer that was lost: the next look tries again. */
const AWAY: readonly SystemProblem['kind'][] = ['unreachable', 'throttled', 'unknown-outcome', 'unauthorised'];
/** Sitoo `orderstateid` open. */
const OPEN = 0;

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
  async function tell(sent: SentShipment): Promise<void> {
    const { orderNumber, shipment: id } = sent;
    const order = await centra.order(Number(orderNumber), 'returns');
    const shipment = order?.shipments.find((s) => s.id === id);
    const parts = await records.orders.parts('centra', orderNumber);
    const part = parts.find((p) => p.shipments.includes(id));
    if (!order || !shipment || !part)
      return records.returns.knownAtTills(sent, 'The web shop has no such shipment any more.');
    const name = sentOrderName(orderNumber, id);
    await once(records.intents, `sent/${brand.brand}/${name}`, 'sitoo', {
      // It is placed and then closed: an attempt can have ended between the two.
      look: async () => {
        const found = await sitoo.orderByExternalId(name);
        if (found?.state === OPEN) await sitoo.closeOrder(found.orderId);
        return found?.orderId;
      },
      act: () => sitoo.placeSoldOrder(webOrderToTillRecord(order, shipment, locationOf(brand, part.location))),
    });
    await records.returns.knownAtTills(sent);
  }

  return {
    /** Notes what has left a warehouse among orders that were read. */
    async note(orders: readonly WebOrder[]): Promise<void> {
      if (!brand.returns.webOrdersAtTills) return;
      const sent: SentShipment[] = [];
      for (const order of orders) {
        const shipped = order.shipments.filter((s) => s.isShipped);
        if (shipped.length === 0) continue;
        const parts = await records.orders.parts('centra', String(order.number));
        const ofWarehouse = new Set(parts.filter((p) => p.system === 'wms').flatMap((p) => p.shipments));
        for (const { id } of shipped)
          if (ofWarehouse.has(id)) sent.push({ orderNumber: String(order.number), shipment: id });
      }
      if (sent.length > 0) await records.returns.sent(sent);
    },

    /** Makes known what is noted. What the tills refuse is passed over with a word in the log: a return of it is found all the same. */
    async tellTills(): Promise<void> {
      for (const sent of await records.returns.dueAtTills(AT_ONCE)) {
        try {
          await tell(sent);
        } catch (err) {
          const why = err instanceof Error ? err.message : String(err);
          log.warn({ order: sent.orderNumber, shipment: sent.shipment }, `The tills were not told: ${why}`);
          // Nobody can be asked now; what cannot be understood must not hold up the others.
          if (err instanceof SystemProblem && AWAY.includes(err.kind)) return;
          await records.returns.knownAtTills(sent, why);
        }
      }
    },
  };
}

export type SentOrders = ReturnType<typeof sentOrders>;
