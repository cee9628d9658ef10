import type { ReportedProgress } from '../../domain/order/fulfilment.js';
import { type FulfilmentIdentity, nameOf } from '../../domain/order/fulfilment-identity.js';
import { isSentHome, storeProgress, warehouseProgress } from '../../domain/order/fulfilment-progress.js';
import { warehouseAt } from '../warehouse-at.js';
import type { OrderNeeds } from './needs.js';

/** Reading once what a counterpart shows of a fulfilment, back orders included. */
export function createFulfilmentReading(needs: Pick<OrderNeeds, 'brand' | 'sitoo' | 'wms' | 'warehouses'>) {
  const { sitoo } = needs;
  return {
    async readFulfilment(input: FulfilmentIdentity): Promise<ReportedProgress[]> {
      const name = nameOf(input);
      if (input.kind === 'warehouse') {
        const wms = warehouseAt(needs, input.location);
        const main = await wms.order(name);
        if (!main) return [];
        const backOrders = main.stage === 'sent' ? await wms.backOrdersOf(main.ref) : [];
        return [main, ...backOrders].map((order) => warehouseProgress(input.fulfilment, order));
      }
      const order = await sitoo.orderByExternalId(name);
      if (!order) return [];
      // A store that rejects an order, or whose order was cancelled, may have handed the goods over all the same.
      const mayHaveLeft = isSentHome(order) || order.state !== 'closed';
      const deliveries = mayHaveLeft ? await sitoo.deliveries(order.orderId) : [];
      return [storeProgress(input.fulfilment, order, deliveries)];
    },
  };
}
