import type { SitooItemId } from '../ids.js';
import type { Parcel, ReportedProgress, ReportedUnits } from './fulfilment.js';
import type { PosOrder } from './pos-order.js';
import type { StoreDelivery } from './store-order.js';
import type { WarehouseOrder } from './warehouse-order.js';

/** Whether a store fulfilment was placed for sending home; only then are its deliveries worth a call. */
export const isSentHome = (order: PosOrder): boolean => order.deliveryAddress !== undefined;

/**
 * What a store shows of its fulfilment. Deliveries are what left; a closed click-and-collect order without any has been
 * collected as a whole.
 */
export function storeProgress(
  fulfilment: number,
  order: PosOrder,
  deliveries: readonly StoreDelivery[],
): ReportedProgress {
  const ref = order.orderId;
  const all = unitsOf(order);
  const live = deliveries.filter((d) => d.cancelledAt === undefined);
  const unitsIn = (d: StoreDelivery): ReportedUnits[] =>
    d.items.flatMap(({ itemId, quantity }) => reportedUnits(order, itemId, quantity));
  // A delivery without a time is packed and waits; it keeps its id when it leaves.
  const parcels: Parcel<ReportedUnits>[] = live
    .filter((d) => d.deliveredAt !== undefined || order.state === 'closed')
    .map((d) => ({
      ref: `${ref}-${d.deliveryId}`,
      lines: unitsIn(d),
      ...(d.reference ? { trackingNumber: d.reference } : {}),
      packages: 1,
      ...(d.deliveredAt ? { sentAt: new Date(d.deliveredAt * 1000).toISOString() } : {}),
    }));
  const closed = order.state === 'closed';
  if (closed && parcels.length === 0) parcels.push({ ref: `${ref}-closed`, lines: all, packages: 1 });
  const packed = live.flatMap(unitsIn);
  const stage = stageOf(order, { left: parcels.length > 0, packed: packed.length > 0 });
  return {
    fulfilment,
    ref,
    stage,
    picked: packed.length > 0 ? packed : stage === 'picked' || stage === 'sent' ? all : [],
    parcels,
    final: closed || order.state === 'cancelled' || stage === 'rejected',
    backOrder: false,
  };
}

function stageOf(order: PosOrder, some: { left: boolean; packed: boolean }): ReportedProgress['stage'] {
  const log = order.log.filter((entry) => entry.event !== 'unknown');
  const last = [...log].sort((a, b) => (a.at ?? 0) - (b.at ?? 0)).at(-1);
  // What was rejected and handed over all the same has left, also when our cancellation came after it.
  const hasLeft = some.left && (order.state !== 'cancelled' || last?.event === 'pickup-rejected');
  if (order.state === 'closed' || hasLeft) return 'sent';
  // Also once it is cancelled: that is how a rejected order ends.
  if (last?.event === 'pickup-rejected') return 'rejected';
  if (order.state === 'cancelled') return 'cancelled';
  return last || some.packed ? 'picked' : 'open';
}

const unitsOf = (order: PosOrder): ReportedUnits[] =>
  order.items.filter((i) => i.quantity > 0).flatMap((i) => reportedUnits(order, i.itemId, i.quantity));

/** Our line id travels with the item; where it was lost, the item's position names the line. Items of other orders are none. */
function reportedUnits(order: PosOrder, itemId: SitooItemId, quantity: number): ReportedUnits[] {
  const position = order.items.findIndex((i) => i.itemId === itemId);
  const item = order.items[position];
  if (!item) return [];
  const line = item.webLine;
  return [line === undefined ? { position, quantity } : { line, quantity }];
}

/**
 * Whether an order has to learn of it: only once goods are picked, or when a back order shows that more will come.
 * @param recorded the stage that is recorded of its fulfilment: what had gone so far and is open again was taken back
 */
export const isProgress = (
  { stage, backOrderForRef }: Pick<WarehouseOrder, 'stage' | 'backOrderForRef'>,
  recorded?: string,
): boolean => (stage !== 'open' && stage !== 'working') || backOrderForRef !== undefined || hasBegun(recorded);

/** A fulfilment of which goods were picked, or have left, by the stage that is recorded of it. */
export const hasBegun = (recorded: string | undefined): boolean => recorded === 'picked' || recorded === 'sent';

/** What the warehouse shows of its fulfilment, or of a back order for it. */
export function warehouseProgress(fulfilment: number, order: WarehouseOrder): ReportedProgress {
  const picked = order.lines.filter((l) => l.picked > 0).map((l) => ({ line: l.line, quantity: l.picked }));
  const left = order.stage === 'sent' || order.stage === 'returned';
  const hasPicked = left || order.stage === 'picked';
  return {
    fulfilment,
    ref: order.ref,
    stage: order.stage === 'returned' ? 'sent' : order.stage,
    picked: hasPicked ? picked : [],
    parcels:
      left && picked.length > 0
        ? [
            {
              ref: order.ref,
              lines: picked,
              ...(order.trackingNumber ? { trackingNumber: order.trackingNumber } : {}),
              ...(order.returnTrackingNumber ? { returnTrackingNumber: order.returnTrackingNumber } : {}),
              ...(order.carrier ? { carrier: order.carrier } : {}),
              packages: order.packages,
              ...(order.shippedAt ? { sentAt: order.shippedAt } : {}),
            },
          ]
        : [],
    final: left || order.stage === 'cancelled',
    backOrder: order.backOrderForRef !== undefined,
    ...(order.why === undefined ? {} : { why: order.why }),
  };
}
