import type { OrderActivities } from '../../activities/orders/index.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import { unitsAtWebShop } from '../../domain/order/units-at-origin.js';
import { steps } from '../calls.js';
import { counterpart } from '../options.js';
import { isCollected } from './order-state.js';
import type { FulfilmentRun } from './run.js';

const activities = steps<OrderActivities>(counterpart);

/**
 * The next location that has all of these units and was not tried. None for goods that a customer collects, who has chosen
 * the store, and none for till orders: only the web shop says what is free where, and only of its own orders.
 */
export async function findAlternative(
  { order, fulfilment, cases }: FulfilmentRun,
  lines: readonly LineUnits[],
): Promise<string | undefined> {
  if (isCollected(order) || order.origin === 'sitoo') return undefined;
  const exclude = [...fulfilment.tried, fulfilment.location];
  const found = await cases.runOrRaise('system.unreachable', () =>
    activities.findAlternative({ ...unitsAtWebShop(order, lines), exclude }),
  );
  return found.done?.location;
}
