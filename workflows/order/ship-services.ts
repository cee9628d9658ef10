import { openServices } from '../../domain/order/services.js';
import { beside } from './beside.js';
import { captureAndShip } from './capture-and-ship.js';
import { newFulfilment } from './fulfilments.js';
import { isCancelled, runNumber, settleServices } from './order-state.js';
import { rereadOrder } from './read-order.js';
import { type OrderRun, runOf } from './run.js';

/**
 * Services and downloads that no shipment of goods has taken along: the order has no goods or none any more, the shipment that
 * should have carried them was not made, or they were added later. Nobody picks them: their money is captured and they are
 * completed at the web shop as if they had been handed over just now. Their money may be days in coming: goods that are added
 * in the meantime do not wait for it.
 */
export function shipServices(run: OrderRun): void {
  const { order } = run;
  if (order.isShippingServices || openServices(order.facts, order.servicesSettled).length === 0) return;
  order.isShippingServices = true;
  void beside(order, async () => {
    try {
      await shipOpenServices(run);
    } finally {
      order.isShippingServices = false;
    }
  });
}

async function shipOpenServices(run: OrderRun): Promise<void> {
  const { order, timeline } = run;
  // What was shipped by hand since the order was read is in no shipment of ours.
  if (order.fulfilments.length > 0) await rereadOrder(run);
  const services = openServices(order.facts, order.servicesSettled);
  if (services.length === 0) return;
  settleServices(order, services);
  // No location has this number, and each run has its own.
  const number = 1 - runNumber(order);
  order.servicesAlone ??= newFulfilment({ fulfilment: number, location: '', kind: 'warehouse', lines: [] });
  const ref = `services-${order.servicesAlone.counterpartOrders.size + 1}`;
  const parcel = { ref, lines: services, packages: 1 };
  order.servicesAlone.counterpartOrders.set(ref, {
    fulfilment: number,
    ref,
    stage: 'sent',
    picked: services,
    parcels: [parcel],
    final: true,
    backOrder: false,
  });
  await captureAndShip(runOf(run, order.servicesAlone));
  if (!isCancelled(order)) timeline.add('Services that went with no goods are completed.');
}
