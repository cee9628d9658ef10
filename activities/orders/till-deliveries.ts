import type { Brand } from '../../domain/brand.js';
import type { SitooItemId, SitooOrderId } from '../../domain/ids.js';
import { dependsOnDeliveries } from '../../domain/order/facts-from-till.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import type { StoreDelivery } from '../../domain/order/store-order.js';
import type { SitooPort } from '../../systems/sitoo/port.js';

/** Orders whose deliveries are remembered; beyond that they are read again. */
const REMEMBERED = 20_000;

/** Of which orders the deliveries are read now. `all`: whatever was known of them, since something is about to be sent. */
export type DeliveriesToRead =
  | 'all'
  | {
      /** Something may have left of these; of the others they are read when they never were. */
      readonly named?: ReadonlySet<SitooOrderId>;
      /** Also of orders that cannot have left in part: those that are read again in case an event was lost. */
      readonly ofWhole?: boolean;
    };

/**
 * An open order of a single unit: it is sent or was taken along, and one that was taken along is closed. Should it be open all
 * the same, that shows before it is placed, where deliveries are always read.
 */
const isWhole = ({ state, items }: PosOrder): boolean =>
  state === 'open' && items.reduce((units, { quantity }) => units + Math.max(0, quantity), 0) === 1;

/** What this process remembers of an order. */
interface Remembered {
  readonly deliveries: readonly StoreDelivery[];
  /** Units that we reported ourselves since those were read, as what the warehouse sent. */
  readonly reported: ReadonlyMap<SitooItemId, number>;
}

/** A closed order of which every unit is known to have left, over the counter or by us: no delivery can add anything. */
function hasLeftWhole({ state, items }: PosOrder, { deliveries, reported }: Remembered): boolean {
  const left = new Map(reported);
  for (const { itemId, quantity } of deliveries.flatMap((one) => (one.cancelledAt === undefined ? one.items : [])))
    left.set(itemId, (left.get(itemId) ?? 0) + quantity);
  return state === 'closed' && items.every(({ itemId, quantity }) => (left.get(itemId) ?? 0) >= quantity);
}

/**
 * What has left of till orders that a warehouse sends: a call for each order, made when it is first seen with more than one unit,
 * when an event names a delivery of it, and before anything is placed for it. In between, a reading of the open orders costs no
 * call for each, and nor does the event by which the tills answer a delivery of ours that was the last.
 */
export function tillDeliveries({
  brand,
  sitoo,
}: {
  readonly brand: Brand;
  readonly sitoo: Pick<SitooPort, 'deliveries'>;
}) {
  const known = new Map<SitooOrderId, Remembered>();

  return {
    async of(order: PosOrder, which: DeliveriesToRead): Promise<readonly StoreDelivery[]> {
      if (!dependsOnDeliveries(order, brand)) return [];
      const seen = known.get(order.orderId);
      const mayHaveLeft = which === 'all' || which.named?.has(order.orderId) === true;
      if (seen && (!mayHaveLeft || (which !== 'all' && hasLeftWhole(order, seen)))) return seen.deliveries;
      if (which !== 'all' && !which.ofWhole && !mayHaveLeft && isWhole(order)) return [];
      const deliveries = await sitoo.deliveries(order.orderId);
      if (known.size >= REMEMBERED) known.clear();
      known.set(order.orderId, { deliveries, reported: new Map() });
      return deliveries;
    },

    /** Notes a delivery that we reported. Of an order that is not remembered nothing is noted: it is read when it matters. */
    noteReported(order: SitooOrderId, lines: readonly LineUnits<SitooItemId>[]): void {
      const seen = known.get(order);
      if (!seen) return;
      const reported = new Map(seen.reported);
      for (const { line, quantity } of lines) reported.set(line, (reported.get(line) ?? 0) + quantity);
      known.set(order, { ...seen, reported });
    },
  };
}

export type TillDeliveries = ReturnType<typeof tillDeliveries>;
