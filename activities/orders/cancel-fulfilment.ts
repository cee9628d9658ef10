import { type FulfilmentIdentity, nameOf, systemOf } from '../../domain/order/fulfilment-identity.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import { SystemProblem } from '../../systems/problem.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { runOnce, untilEnded } from '../idempotent.js';
import type { OrderNeeds } from './needs.js';
import { placingKey } from './placing-key.js';

/** `too-late`: picking has begun, or the goods are gone. `gone`: the location holds nothing under this name. */
export type CancelledFulfilment = 'cancelled' | 'too-late' | 'gone';

/** Cancelling the order that a store or warehouse holds for a fulfilment. */
export function createFulfilmentCancelling(needs: Pick<OrderNeeds, 'brand' | 'sitoo' | 'wms' | 'records'>) {
  const { brand, sitoo, wms, records } = needs;
  return {
    async cancelFulfilment(input: FulfilmentIdentity): Promise<CancelledFulfilment> {
      const name = nameOf(input);
      const system = systemOf(input);
      // What is placed late would outlive its cancellation.
      await untilEnded(needs, { key: placingKey(brand.brand, name), system });
      const outcome = await runOnce(needs, {
        key: `cancel-fulfilment/${brand.brand}/${name}`,
        system,
        lookUp: async () =>
          input.kind === 'warehouse'
            ? cancelledInWarehouse(wms, name)
            : settledAtStore(await sitoo.orderByExternalId(name)),
        act: () => (input.kind === 'warehouse' ? wms.cancelOrder(name) : cancelAtStore(sitoo, name)),
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

/** What the warehouse holds under this name; undefined when it may still be cancelled. */
async function cancelledInWarehouse(
  wms: Pick<WarehousePort, 'order'>,
  name: string,
): Promise<CancelledFulfilment | undefined> {
  const order = await wms.order(name);
  if (!order) return 'gone';
  if (order.stage === 'cancelled') return 'cancelled';
  return order.stage === 'open' || order.stage === 'error' ? undefined : 'too-late';
}

/** What has become of an order at a store; undefined when it may still be cancelled. */
function settledAtStore(order: PosOrder | undefined): CancelledFulfilment | undefined {
  if (!order) return 'gone';
  if (order.state === 'cancelled') return 'cancelled';
  return order.state === 'open' ? undefined : 'too-late';
}

async function cancelAtStore(
  sitoo: Pick<SitooPort, 'orderByExternalId' | 'cancelOrder'>,
  name: string,
): Promise<CancelledFulfilment> {
  const order = await sitoo.orderByExternalId(name);
  const settled = settledAtStore(order);
  if (settled !== undefined || order === undefined) return settled ?? 'gone';
  try {
    await sitoo.cancelOrder(order.orderId);
    return 'cancelled';
  } catch (err) {
    // Closed after it was read.
    if (err instanceof SystemProblem && err.kind === 'rejected') return 'too-late';
    throw err;
  }
}
