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
  async function tell(sent: SentShipment, order: WebOrder | undefined): Promise<void> {
    const { orderNumber, shipment: id } = sent;
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
      const left = orders.flatMap(({ number, shipments }) =>
        shipments.filter((s) => s.isShipped).map(({ id }) => ({ orderNumber: String(number), shipment: id })),
      );
      if (left.length > 0) await records.returns.sent(left);
    },

    /** Makes known what is noted. What the tills refuse is passed over with a word in the log: a return of it is found all the same. */
    async tellTills(): Promise<void> {
      const due = await records.returns.dueAtTills(AT_ONCE);
      if (due.length === 0) return;
      const unreadable = new Map<string, string>();
      try {
        const orders = await centra.orders(
          due.map((sent) => Number(sent.orderNumber)),
          'returns',
          ({ number, sentence }) => unreadable.set(String(number), sentence),
        );
        const byNumber = new Map(orders.map((order) => [String(order.number), order]));
        for (const sent of due) await attempt(sent, byNumber.get(sent.orderNumber), unreadable.get(sent.orderNumber));
      } catch (err) {
        if (!(err instanceof SystemProblem)) throw err;
        log.warn({}, `The tills were not told of what was sent: ${err.message}`);
      }
    },
  };

  /** Passes over what cannot be told, so that it does not hold up the others. @throws SystemProblem when nobody can be asked now */
  async function attempt(sent: SentShipment, order: WebOrder | undefined, unreadable: string | undefined) {
    try {
      if (unreadable === undefined) await tell(sent, order);
      else await passOver(sent, unreadable);
    } catch (err) {
      if (err instanceof SystemProblem && AWAY.includes(err.kind)) throw err;
      await passOver(sent, err instanceof Error ? err.message : String(err));
    }
  }

  async function passOver(sent: SentShipment, why: string): Promise<void> {
    log.warn({ order: sent.orderNumber, shipment: sent.shipment }, `The tills were not told: ${why}`);
    await records.returns.knownAtTills(sent, why);
  }
}

export type SentOrders = ReturnType<typeof sentOrders>;
