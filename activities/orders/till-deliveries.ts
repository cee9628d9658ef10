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
  /** What we reported ourselves since those were read, as what the warehouse sent, by the reference of the delivery. */
  readonly reported: ReadonlyMap<string, readonly LineUnits<SitooItemId>[]>;
}

/**
 * A closed order of which every unit is known to have left, over the counter or by us: no delivery can add anything. Deliveries
 * that were read while one of ours was being reported may hold it already: it counts once.
 */
function hasLeftWhole({ state, items }: PosOrder, { deliveries, reported }: Remembered): boolean {
  const shown = new Set(deliveries.map(({ reference }) => reference));
  const left = new Map<SitooItemId, number>();
  const leave = (line: SitooItemId, quantity: number) => left.set(line, (left.get(line) ?? 0) + quantity);
  for (const { cancelledAt, items: gone } of deliveries)
    if (cancelledAt === undefined) for (const { itemId, quantity } of gone) leave(itemId, quantity);
  for (const [reference, lines] of reported)
    if (!shown.has(reference)) for (const { line, quantity } of lines) leave(line, quantity);
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
    noteReported(
      order: SitooOrderId,
      { reference, lines }: { readonly reference: string; readonly lines: readonly LineUnits<SitooItemId>[] },
    ): void {
      const seen = known.get(order);
      if (seen) known.set(order, { ...seen, reported: new Map(seen.reported).set(reference, lines) });
    },
  };
}

export type TillDeliveries = ReturnType<typeof tillDeliveries>;
