import type { SitooOrderId } from '../../../domain/ids.js';
import type { SitooPort } from '../../../systems/sitoo/port.js';

type Lane = NonNullable<Parameters<SitooPort['deliveries']>[1]>;
type StoreDelivery = Awaited<ReturnType<SitooPort['deliveries']>>[number];

/** Closed orders whose deliveries are remembered; beyond that they are read again. */
const REMEMBERED = 20_000;

/**
 * The deliveries of orders at the stores: a call for each order, which two followers need, the one that tells an order what
 * has left and the one that tells whose a row of the stock journal is. Nothing more leaves with an order that is closed, so
 * its deliveries are read once.
 */
export function storeDeliveries({ sitoo }: { readonly sitoo: Pick<SitooPort, 'deliveries'> }) {
  const ofClosed = new Map<SitooOrderId, readonly StoreDelivery[]>();
  const underWay = new Map<SitooOrderId, Promise<readonly StoreDelivery[]>>();

  async function readClosed(orderId: SitooOrderId, lane: Lane): Promise<readonly StoreDelivery[]> {
    const deliveries = await sitoo.deliveries(orderId, lane);
    // An order can show as closed a moment before its delivery does.
    if (deliveries.length === 0) return deliveries;
    if (ofClosed.size > REMEMBERED) ofClosed.clear();
    ofClosed.set(orderId, deliveries);
    return deliveries;
  }

  return {
    /** Of an order that was seen closed. */
    async closed(orderId: SitooOrderId, lane: Lane = 'orders'): Promise<readonly StoreDelivery[]> {
      const known = ofClosed.get(orderId);
      if (known) return known;
      const reading = underWay.get(orderId) ?? readClosed(orderId, lane).finally(() => underWay.delete(orderId));
      underWay.set(orderId, reading);
      return reading;
    },
    /** Of an order from which more may leave. */
    open: (orderId: SitooOrderId, lane: Lane = 'orders'): Promise<readonly StoreDelivery[]> =>
      sitoo.deliveries(orderId, lane),
    /** Without a call, when it is remembered. */
    remembered: (orderId: SitooOrderId): readonly StoreDelivery[] | undefined => ofClosed.get(orderId),
  };
}

export type StoreDeliveries = ReturnType<typeof storeDeliveries>;
