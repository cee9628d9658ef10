import { proxyActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders/index.js';
import { isSettled } from '../../domain/order/fulfilment.js';
import { addUnits, countUnits, type LineUnits, subtractUnits } from '../../domain/order/split-order.js';
import type { CaseRaiser } from '../cases/case-raiser.js';
import { runOrRaiseCase } from '../cases/run-or-raise-case.js';
import { counterpart } from '../options.js';
import { sentUnits } from './capture-and-ship.js';
import { applyToFulfilment } from './fulfilment-questions.js';
import { identify, mustStop, transition } from './fulfilment-steps.js';
import { addFulfilment, type FulfilmentState, type OrderState, setStage, tell } from './state.js';

const { findLocation, reallocate, cancelFulfilment } = proxyActivities<OrderActivities>(counterpart);

/**
 * The store cannot fulfil its part: the next location that has all of it takes over. Goods that a customer will collect
 * stay with the chosen store, so there a person decides, as when no location has them.
 */
export async function moveElsewhere(order: OrderState, desk: CaseRaiser, fulfilment: FulfilmentState): Promise<void> {
  const units = subtractUnits(fulfilment.lines, addUnits(fulfilment.cancelledUnits, sentUnits(fulfilment)));
  // The rejected order is closed where it was placed, so that nobody picks it after all.
  const closed = await runOrRaiseCase(desk, 'system.unreachable', () => cancelFulfilment(identify(order, fulfilment)));
  if (closed.done === 'too-late') {
    // It rejected and then handed over all the same: what it shows now counts.
    tell(
      order,
      `${fulfilment.location} rejected fulfilment ${fulfilment.fulfilment} and has acted on it all the same.`,
    );
    fulfilment.legs.clear();
    transition(order, fulfilment, 'placed');
    fulfilment.dueAt = Date.now();
    return;
  }
  const collect = order.facts.delivery === 'collect' && order.origin === 'centra';
  if (!collect) {
    const found = await runOrRaiseCase(desk, 'system.unreachable', () =>
      findLocation({
        origin: order.origin,
        number: order.number,
        lines: units,
        exclude: [...fulfilment.tried, fulfilment.location],
        corrections: order.corrections,
      }),
    );
    if (found.done?.location) {
      await moveFulfilment(order, desk, fulfilment, found.done.location, units);
      if (isSettled(fulfilment.stage)) return;
    }
  }
  while (fulfilment.stage === 'rejected') {
    if (mustStop(order, fulfilment)) return;
    const answer = await desk.ask(
      [
        {
          code: 'store.rejected',
          sentence: collect
            ? `${fulfilment.location} rejected fulfilment ${fulfilment.fulfilment}, which the customer wants to collect there.`
            : `${fulfilment.location} rejected fulfilment ${fulfilment.fulfilment} and no other location has it.`,
          lines: units.map((l) => l.line),
        },
      ],
      {
        fulfilment: fulfilment.fulfilment,
        location: fulfilment.location,
        ...(order.origin === 'sitoo' ? { without: ['cancel-line'] } : {}),
        autoResolved: () => (mustStop(order, fulfilment) ? 'the fulfilment is taken back.' : undefined),
      },
    );
    if (answer.answer === 'retry') {
      // Placed anew at the same location, under a new fulfilment number: the old one is closed there.
      transition(order, fulfilment, 'moved');
      addFulfilment(order, { location: fulfilment.location, lines: units, tried: fulfilment.tried });
      return;
    }
    if (answer.answer === 'cancel-line') {
      await applyToFulfilment(order, desk, fulfilment, answer, units);
      if (fulfilment.cancelledUnits.length > 0) transition(order, fulfilment, 'cancelled');
      return;
    }
    await applyToFulfilment(order, desk, fulfilment, answer, units);
  }
}

/** Gives units of a fulfilment to another location: taken back here, allocated there at the web shop, and placed as a new fulfilment. */
export async function moveFulfilment(
  order: OrderState,
  desk: CaseRaiser,
  fulfilment: FulfilmentState,
  to: string,
  units: readonly LineUnits[],
): Promise<void> {
  // Also one that we do not know to be placed may be: an answer can have been lost.
  const stillThere = fulfilment.stage === 'placed' || fulfilment.stage === 'picked' || fulfilment.attempted;
  const closed = fulfilment.legs.size > 0 && [...fulfilment.legs.values()].every((leg) => leg.final);
  if (stillThere && !closed) {
    const taken = await runOrRaiseCase(desk, 'system.unreachable', () => cancelFulfilment(identify(order, fulfilment)));
    if (taken.done === 'too-late') {
      tell(order, `${fulfilment.location} had begun fulfilment ${fulfilment.fulfilment}; it was not moved.`);
      return;
    }
  }
  if (order.origin === 'centra') {
    const moved = await runOrRaiseCase(
      desk,
      'shipment.refused',
      () => reallocate({ number: order.number, lines: units, from: fulfilment.location, to }),
      {
        fulfilment: fulfilment.fulfilment,
        location: fulfilment.location,
        autoResolved: () => (mustStop(order, fulfilment) ? 'the fulfilment is taken back.' : undefined),
      },
    );
    if (moved.answer?.answer === 'auto-resolved') return;
  }
  const next = addFulfilment(order, { location: to, lines: units, tried: [...fulfilment.tried, fulfilment.location] });
  tell(
    order,
    `${countUnits(units)} units of fulfilment ${fulfilment.fulfilment} go to ${to} as fulfilment ${next.fulfilment}.`,
  );
  if (countUnits(sentUnits(fulfilment)) > 0) {
    // Part of it left from here: the rest is no longer expected of this location.
    fulfilment.cancelledUnits = addUnits(fulfilment.cancelledUnits, units);
    transition(order, fulfilment, 'sent');
  } else {
    transition(order, fulfilment, 'moved');
  }
  setStage(order, order.stage);
}
