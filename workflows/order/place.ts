import { proxyActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders/index.js';
import type { CaseRaiser } from '../cases/case-raiser.js';
import { runOrRaiseCase } from '../cases/run-or-raise-case.js';
import { counterpart } from '../options.js';
import { cancelFulfilmentAtLocation } from './cancel.js';
import { applyToFulfilment } from './fulfilment-questions.js';
import { identify, mustStop, transition } from './fulfilment-steps.js';
import { applyOwnReading, type FulfilmentState, type OrderState, renumber } from './state.js';

const activities = proxyActivities<OrderActivities>(counterpart);

/**
 * Places a fulfilment at its store or warehouse, once. The activity reads the order again at that moment; when it has changed
 * since it was checked, nothing is placed and the fulfilment is taken back to be planned anew.
 */
export async function placeFulfilment(order: OrderState, desk: CaseRaiser, fulfilment: FulfilmentState): Promise<void> {
  while (fulfilment.stage === 'planned') {
    if (mustStop(order, fulfilment))
      return fulfilment.attempted ? cancelFulfilmentAtLocation(order, desk, fulfilment) : giveBack(order, fulfilment);
    fulfilment.attempted = true;
    const placed = await runOrRaiseCase(
      desk,
      fulfilment.kind === 'store' ? 'store.refused' : 'warehouse.refused',
      () =>
        activities.placeFulfilment({
          ...identify(order, fulfilment),
          brand: order.brand,
          lines: fulfilment.lines,
          planned: order.fulfilments.map(({ fulfilment, location }) => ({ fulfilment, location })),
          corrections: order.corrections,
          checkedRevision: order.facts.revision,
        }),
      {
        fulfilment: fulfilment.fulfilment,
        location: fulfilment.location,
        ...(order.origin === 'sitoo' ? { without: ['cancel-line'] } : {}),
        autoResolved: () => (mustStop(order, fulfilment) ? 'the fulfilment is taken back.' : undefined),
      },
    );
    if (placed.answer) {
      await applyToFulfilment(order, desk, fulfilment, placed.answer, fulfilment.lines);
    } else if (placed.done.placed) {
      fulfilment.ref = placed.done.placed.ref;
      fulfilment.dueAt = Date.parse(placed.done.placed.pickBy);
      transition(order, fulfilment, 'placed');
    } else if (placed.done.misnumbered) {
      return renumber(order, fulfilment, placed.done.misnumbered);
    } else {
      applyOwnReading(order, placed.done.changed);
      return giveBack(order, fulfilment);
    }
  }
}

/** The units go back to planning: nothing was placed yet. */
function giveBack(order: OrderState, fulfilment: FulfilmentState): void {
  transition(order, fulfilment, 'cancelled');
  order.plannedFrom = undefined;
}
