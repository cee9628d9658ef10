import { proxyActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders/index.js';
import { isSettled } from '../../domain/order/fulfilment.js';
import { addUnits, countUnits, type LineUnits, subtractUnits } from '../../domain/order/split-order.js';
import type { CaseDesk } from '../cases/case-raiser.js';
import { attempt } from '../cases/run-or-raise-case.js';
import { counterpart } from '../options.js';
import { sentUnits } from './capture-and-ship.js';
import { applyToPart } from './fulfilment-questions.js';
import { become, identify, mustStop } from './fulfilment-steps.js';
import { addPart, enter, type OrderState, type PartState, tell } from './state.js';

const { findLocation, reallocate, withdrawPart } = proxyActivities<OrderActivities>(counterpart);

/**
 * The store cannot fulfil its part: the next location that has all of it takes over. Goods that a customer will collect
 * stay with the chosen store, so there a person decides, as when no location has them.
 */
export async function moveElsewhere(order: OrderState, desk: CaseDesk, part: PartState): Promise<void> {
  const units = subtractUnits(part.lines, addUnits(part.cancelledUnits, sentUnits(part)));
  // The rejected order is closed where it was placed, so that nobody picks it after all.
  const closed = await attempt(desk, 'system.unreachable', () => withdrawPart(identify(order, part)));
  if (closed.done === 'too-late') {
    // It rejected and then handed over all the same: what it shows now counts.
    tell(order, `${part.location} rejected part ${part.part} and has acted on it all the same.`);
    part.legs.clear();
    become(order, part, 'placed');
    part.dueAt = Date.now();
    return;
  }
  const collect = order.facts.delivery === 'collect' && order.origin === 'centra';
  if (!collect) {
    const found = await attempt(desk, 'system.unreachable', () =>
      findLocation({
        origin: order.origin,
        number: order.number,
        lines: units,
        exclude: [...part.tried, part.location],
        corrections: order.corrections,
      }),
    );
    if (found.done?.location) {
      await movePart(order, desk, part, found.done.location, units);
      if (isSettled(part.stage)) return;
    }
  }
  while (part.stage === 'rejected') {
    if (mustStop(order, part)) return;
    const answer = await desk.ask(
      [
        {
          code: 'store.rejected',
          sentence: collect
            ? `${part.location} rejected part ${part.part}, which the customer wants to collect there.`
            : `${part.location} rejected part ${part.part} and no other location has it.`,
          lines: units.map((l) => l.line),
        },
      ],
      {
        part: part.part,
        location: part.location,
        ...(order.origin === 'sitoo' ? { without: ['cancel-line'] } : {}),
        overtaken: () => (mustStop(order, part) ? 'the part is taken back.' : undefined),
      },
    );
    if (answer.answer === 'retry') {
      // Placed anew at the same location, under a new part number: the old one is closed there.
      become(order, part, 'moved');
      addPart(order, { location: part.location, lines: units, tried: part.tried });
      return;
    }
    if (answer.answer === 'cancel-line') {
      await applyToPart(order, desk, part, answer, units);
      if (part.cancelledUnits.length > 0) become(order, part, 'cancelled');
      return;
    }
    await applyToPart(order, desk, part, answer, units);
  }
}

/** Gives units of a part to another location: taken back here, allocated there at the web shop, and placed as a new part. */
export async function movePart(
  order: OrderState,
  desk: CaseDesk,
  part: PartState,
  to: string,
  units: readonly LineUnits[],
): Promise<void> {
  // Also one that we do not know to be placed may be: an answer can have been lost.
  const stillThere = part.stage === 'placed' || part.stage === 'picked' || part.attempted;
  const closed = part.legs.size > 0 && [...part.legs.values()].every((leg) => leg.final);
  if (stillThere && !closed) {
    const taken = await attempt(desk, 'system.unreachable', () => withdrawPart(identify(order, part)));
    if (taken.done === 'too-late') {
      tell(order, `${part.location} had begun part ${part.part}; it was not moved.`);
      return;
    }
  }
  if (order.origin === 'centra') {
    const moved = await attempt(
      desk,
      'shipment.refused',
      () => reallocate({ number: order.number, lines: units, from: part.location, to }),
      {
        part: part.part,
        location: part.location,
        overtaken: () => (mustStop(order, part) ? 'the part is taken back.' : undefined),
      },
    );
    if (moved.answer?.answer === 'overtaken') return;
  }
  const next = addPart(order, { location: to, lines: units, tried: [...part.tried, part.location] });
  tell(order, `${countUnits(units)} units of part ${part.part} go to ${to} as part ${next.part}.`);
  if (countUnits(sentUnits(part)) > 0) {
    // Part of it left from here: the rest is no longer expected of this location.
    part.cancelledUnits = addUnits(part.cancelledUnits, units);
    become(order, part, 'sent');
  } else {
    become(order, part, 'moved');
  }
  enter(order, order.stage);
}
