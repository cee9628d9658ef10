import {
  isOpenShipment,
  isReported,
  type MadeShipment,
  sentUnits,
  unitsIn,
} from '../../domain/order/fulfilment-state.js';
import { noteSettled } from '../../domain/order/settled-by-person.js';
import { addUnits, countUnits, subtractUnits } from '../../domain/order/split-order.js';
import { coveredUnits } from './order-state.js';
import type { FulfilmentRun } from './run.js';

/** A shipment whose money was taken for goods of which some have not left. */
export const openShipmentOf = ({ fulfilment }: FulfilmentRun): MadeShipment | undefined =>
  fulfilment.shipments.find(isOpenShipment);

/**
 * Finance settles a shipment of which not all has left and of which its location sends no more: the web shop neither cancels
 * nor moves what a shipment holds, so nothing else can be decided about these units before. `skip` says that it is settled.
 */
export async function settleOpenShipment(
  { order, fulfilment, cases }: FulfilmentRun,
  { open, autoResolved }: { open: MadeShipment; autoResolved: () => string | undefined },
): Promise<void> {
  const answer = await cases.raise(
    [
      {
        code: 'shipment.incomplete',
        sentence: `Shipment ${open.id} of fulfilment ${fulfilment.fulfilment} holds ${countUnits(open.lines)} units; fewer have left ${fulfilment.location}.`,
        lines: open.lines.map((l) => l.line),
      },
    ],
    { autoResolved },
  );
  if (answer.answer !== 'skip') return;
  open.status = 'skipped';
  const reported = unitsIn(fulfilment.shipments.filter((s) => s !== open && isReported(s)));
  const left = subtractUnits(sentUnits(fulfilment), reported);
  const settled = subtractUnits(open.lines, left);
  // Picked and handled, so that nothing creates a shipment of it; at the web shop the shipment holds only what has left.
  open.lines = subtractUnits(open.lines, settled);
  fulfilment.shipments.push({ counterpartOrder: open.counterpartOrder, lines: settled, status: 'skipped' });
  fulfilment.cancelledUnits = addUnits(fulfilment.cancelledUnits, settled);
  noteSettled(order.settledByPeople, { facts: order.facts, covered: coveredUnits(order) }, settled);
}
