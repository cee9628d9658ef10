import type { LineId } from '../../domain/ids.js';
import { sentUnits, unitsIn } from '../../domain/order/fulfilment-state.js';
import { addUnits, countUnits, type LineUnits, subtractUnits } from '../../domain/order/split-order.js';
import { askBeside } from './beside.js';
import { isCancelled } from './order-state.js';
import { type OrderRun, runOf } from './run.js';

/**
 * Asks about goods that have left and that the order no longer holds: customer service took them off while they were being
 * captured, or a refused shipment waited for an answer, so that no step could recall them in time. Each unit once, and none that
 * a person let go. Of a cancelled order `askAboutGoodsThatLeft` asks; tills have the word on their own.
 */
export function askAboutGoodsBeyond(run: OrderRun): void {
  const { order } = run;
  if (order.origin !== 'centra' || isCancelled(order)) return;
  let held: readonly LineUnits[] = subtractUnits<LineId>(
    order.facts.lines,
    unitsIn([{ lines: order.earlier.covered }]),
  );
  for (const fulfilment of order.fulfilments.filter(({ stage }) => stage === 'sent')) {
    const units = sentUnits(fulfilment);
    const beyond = subtractUnits(subtractUnits(units, held), fulfilment.knownBeyond);
    held = subtractUnits(held, units);
    if (beyond.length === 0) continue;
    fulfilment.knownBeyond = addUnits(fulfilment.knownBeyond, beyond);
    askBeside(runOf(run, fulfilment), {
      code: 'order.changed-after-end',
      sentence: `${fulfilment.location} has sent ${countUnits(beyond)} units of fulfilment ${fulfilment.fulfilment} that the order no longer holds.`,
      lines: beyond.map(({ line }) => line),
    });
  }
}
