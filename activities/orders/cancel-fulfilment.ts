import { type FulfilmentIdentity, nameOf } from '../../domain/order/fulfilment-identity.js';
import { SystemProblem } from '../../systems/problem.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import type { OrderNeeds } from './needs.js';

/** `too-late`: picking has begun, or the goods are gone. `gone`: the location holds nothing under this name. */
export type CancelledFulfilment = 'cancelled' | 'too-late' | 'gone';

/** Cancelling the order that a store or warehouse holds for a fulfilment. */
export function createFulfilmentCancelling({ sitoo, wms, records }: Pick<OrderNeeds, 'sitoo' | 'wms' | 'records'>) {
  return {
    async cancelFulfilment(input: FulfilmentIdentity): Promise<CancelledFulfilment> {
      const name = nameOf(input);
      const outcome = input.kind === 'warehouse' ? await wms.cancelOrder(name) : await cancelAtStore(sitoo, name);
      if (outcome !== 'too-late') {
        const { origin, number, fulfilment } = input;
        await records.orders.advanceFulfilment({ origin, orderNumber: number, fulfilment, stage: 'cancelled' });
      }
      return outcome;
    },
  };
}

async function cancelAtStore(
  sitoo: Pick<SitooPort, 'orderByExternalId' | 'cancelOrder'>,
  name: string,
): Promise<CancelledFulfilment> {
  const order = await sitoo.orderByExternalId(name);
  if (!order) return 'gone';
  if (order.state === 'cancelled') return 'cancelled';
  if (order.state !== 'open') return 'too-late';
  try {
    await sitoo.cancelOrder(order.orderId);
    return 'cancelled';
  } catch (err) {
    // Closed after it was read.
    if (err instanceof SystemProblem && err.kind === 'rejected') return 'too-late';
    throw err;
  }
}
