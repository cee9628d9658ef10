import { proxyActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders/index.js';
import type { CaseDesk } from '../cases/case-raiser.js';
import { attempt } from '../cases/run-or-raise-case.js';
import { counterpart } from '../options.js';
import { withdraw } from './cancel.js';
import { applyToPart } from './fulfilment-questions.js';
import { become, identify, mustStop } from './fulfilment-steps.js';
import { type OrderState, type PartState, renumber, take } from './state.js';

const activities = proxyActivities<OrderActivities>(counterpart);

/**
 * Places a part at its store or warehouse, once. The activity reads the order again at that moment; when it has changed
 * since it was checked, nothing is placed and the part is taken back to be planned anew.
 */
export async function placePart(order: OrderState, desk: CaseDesk, part: PartState): Promise<void> {
  while (part.stage === 'planned') {
    if (mustStop(order, part)) return part.attempted ? withdraw(order, desk, part) : giveBack(order, part);
    part.attempted = true;
    const placed = await attempt(
      desk,
      part.kind === 'store' ? 'store.refused' : 'warehouse.refused',
      () =>
        activities.placePart({
          ...identify(order, part),
          brand: order.brand,
          lines: part.lines,
          planned: order.parts.map(({ part, location }) => ({ part, location })),
          corrections: order.corrections,
          checkedRevision: order.facts.revision,
        }),
      {
        part: part.part,
        location: part.location,
        ...(order.origin === 'sitoo' ? { without: ['cancel-line'] } : {}),
        overtaken: () => (mustStop(order, part) ? 'the part is taken back.' : undefined),
      },
    );
    if (placed.answer) {
      await applyToPart(order, desk, part, placed.answer, part.lines);
    } else if (placed.done.placed) {
      part.ref = placed.done.placed.ref;
      part.dueAt = Date.parse(placed.done.placed.pickBy);
      become(order, part, 'placed');
    } else if (placed.done.misnumbered) {
      return renumber(order, part, placed.done.misnumbered);
    } else {
      take(order, placed.done.changed);
      return giveBack(order, part);
    }
  }
}

/** The units go back to planning: nothing was placed yet. */
function giveBack(order: OrderState, part: PartState): void {
  become(order, part, 'cancelled');
  order.plannedFrom = undefined;
}
