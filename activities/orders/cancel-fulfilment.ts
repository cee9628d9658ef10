import { type FulfilmentIdentity, nameOf, systemOf } from '../../domain/order/fulfilment-identity.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import type { StoreDelivery } from '../../domain/order/store-order.js';
import { SystemProblem } from '../../systems/problem.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { runOnce, untilEnded } from '../idempotent.js';
import { warehouseAt } from '../warehouse-at.js';
import type { OrderNeeds } from './needs.js';
import { placingKey } from './placing-key.js';

/** `too-late`: picking has begun, or the goods are gone. `gone`: the location holds nothing under this name. */
export type CancelledFulfilment = 'cancelled' | 'too-late' | 'gone';

/** What is cancelled, and how many units are known to have left before: more than these means that it came too late. */
export interface CancelFulfilment extends FulfilmentIdentity {
  readonly unitsKnownSent: number;
}

/** Cancelling the order that a store or warehouse holds for a fulfilment. */
export function createFulfilmentCancelling(
  needs: Pick<OrderNeeds, 'brand' | 'sitoo' | 'wms' | 'warehouses' | 'records'>,
) {
  const { brand, sitoo, records } = needs;
  return {
    async cancelFulfilment(input: CancelFulfilment): Promise<CancelledFulfilment> {
      const name = nameOf(input);
      const system = systemOf(input);
      // What is placed late would outlive its cancellation.
      await untilEnded(needs, { key: placingKey(brand.brand, name), system });
      const outcome = await runOnce(needs, {
        key: `cancel-fulfilment/${brand.brand}/${name}`,
        system,
        lookUp: async () =>
          input.kind === 'warehouse'
            ? cancelledInWarehouse(warehouseAt(needs, input.location), name)
            : settledAtStore(sitoo, await sitoo.orderByExternalId(name), input.unitsKnownSent),
        act: () =>
          input.kind === 'warehouse'
            ? warehouseAt(needs, input.location).cancelOrder(name)
            : cancelAtStore(sitoo, name, input.unitsKnownSent),
        // Cancelling what is cancelled changes nothing.
        overwrites: true,
      });
      if (outcome !== 'too-late') {
        const { origin, number, fulfilment } = input;
        await records.orders.advanceFulfilment({ origin, orderNumber: number, fulfilment, stage: 'cancelled' });
      }
      return outcome;
    },
  };
}

/** What has become of an order in the warehouse; undefined when it may still be cancelled, or does not show: then the port says whether there is none. */
async function cancelledInWarehouse(
  wms: Pick<WarehousePort, 'order'>,
  name: string,
): Promise<CancelledFulfilment | undefined> {
  const order = await wms.order(name);
  if (!order) return undefined;
  if (order.stage === 'cancelled') return 'cancelled';
  return order.stage === 'open' || order.stage === 'error' ? undefined : 'too-late';
}

/** What has become of an order at a store; undefined when it may still be cancelled. */
async function settledAtStore(
  sitoo: Pick<SitooPort, 'deliveries'>,
  order: PosOrder | undefined,
  unitsKnownSent: number,
): Promise<CancelledFulfilment | undefined> {
  if (!order) return 'gone';
  if (order.state !== 'open' && order.state !== 'cancelled') return 'too-late';
  if (unitsHandedOver(await sitoo.deliveries(order.orderId)) > unitsKnownSent) return 'too-late';
  return order.state === 'cancelled' ? 'cancelled' : undefined;
}

const unitsHandedOver = (deliveries: readonly StoreDelivery[]): number =>
  deliveries
    .filter((d) => d.deliveredAt !== undefined && d.cancelledAt === undefined)
    .reduce((units, { items }) => items.reduce((sum, { quantity }) => sum + quantity, units), 0);

/** Cancels what is open. The tills may take a cancellation of an order that was handed over since it was read: its deliveries tell. */
export async function cancelAtStore(
  sitoo: Pick<SitooPort, 'orderByExternalId' | 'cancelOrder' | 'deliveries'>,
  name: string,
  unitsKnownSent: number,
): Promise<CancelledFulfilment> {
  const order = await sitoo.orderByExternalId(name);
  const settled = await settledAtStore(sitoo, order, unitsKnownSent);
  if (settled !== undefined || order === undefined) return settled ?? 'gone';
  try {
    await sitoo.cancelOrder(order.orderId);
  } catch (err) {
    // Closed after it was read.
    if (err instanceof SystemProblem && err.kind === 'rejected') return 'too-late';
    throw err;
  }
  return unitsHandedOver(await sitoo.deliveries(order.orderId)) > unitsKnownSent ? 'too-late' : 'cancelled';
}
