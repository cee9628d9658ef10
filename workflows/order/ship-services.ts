import { captureAndShip } from './capture-and-ship.js';
import { newFulfilment } from './fulfilments.js';
import { isCancelled } from './order-state.js';
import { type OrderRun, runOf } from './run.js';

/** What stands for the goods of an order that has none. */
const NOTHING = { fulfilment: 0, location: '', kind: 'warehouse' } as const;

/**
 * An order of services and downloads alone is picked by nobody: its money is captured and it is completed at the web shop as
 * if all of it had been handed over just now.
 */
export async function shipServices(run: OrderRun): Promise<void> {
  const { order, timeline } = run;
  const { lines, services = [] } = order.facts;
  const hasGoods = lines.length > 0 || order.fulfilments.length > 0;
  if (hasGoods || isCancelled(order) || services.every(({ line }) => order.servicesTaken.has(line))) return;
  const handedOver = newFulfilment({ ...NOTHING, lines: services });
  const parcel = { ref: 'services', lines: services, packages: 1 };
  handedOver.counterpartOrders.set(parcel.ref, {
    fulfilment: NOTHING.fulfilment,
    ref: parcel.ref,
    stage: 'sent',
    picked: services,
    parcels: [parcel],
    final: true,
    backOrder: false,
  });
  for (const { line } of services) order.servicesTaken.add(line);
  await captureAndShip(runOf(run, handedOver));
  if (isCancelled(order)) return;
  order.servicesDone = true;
  timeline.add('The order holds services alone; it is completed.');
}
