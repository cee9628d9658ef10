import type { OrderActivities } from '../../activities/orders/index.js';
import { uncoveredLines } from '../../domain/order/split-order.js';
import { unitsAtWebShop } from '../../domain/order/units-at-origin.js';
import { steps } from '../calls.js';
import { counterpart } from '../options.js';
import { chooseLocation } from './corrections.js';
import { coveredUnits, isCancelled } from './order-state.js';
import type { OrderRun } from './run.js';

const { reallocate } = steps<OrderActivities>(counterpart);

/**
 * Takes lines from a location of a person's choice. The web shop is told before anything is placed: it would allocate the units
 * where it likes and deduct them there, and the ledger would take what leaves the store for the sale of a till.
 */
export async function takeFrom(
  run: OrderRun,
  chosen: { readonly decision: string; readonly location: string; readonly lines: readonly string[] },
): Promise<void> {
  const { order, cases } = run;
  const { decision, location } = chosen;
  chooseLocation(order, location, chosen.lines);
  if (order.origin !== 'centra') return;
  const covered = coveredUnits(order).filter(({ line }) => chosen.lines.includes(line));
  const units = uncoveredLines(order.facts, covered).flatMap(({ line, quantity }) =>
    quantity > 0 && chosen.lines.includes(line) ? [{ line, quantity }] : [],
  );
  if (units.length === 0) return;
  await cases.runOrRaise(
    'shipment.refused',
    () => reallocate({ ...unitsAtWebShop(order, units), decision, to: location, covered }),
    { autoResolved: () => (isCancelled(order) ? 'the order was cancelled.' : undefined) },
  );
}
