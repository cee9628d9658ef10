import type { ShipmentActivities } from '../../activities/orders/shipments.js';
import { describeMoney } from '../../domain/money.js';
import { webOrderNumber } from '../../domain/order/order-ref.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import { unitsAtWebShop } from '../../domain/order/units-at-origin.js';
import { steps } from '../calls.js';
import { counterpart } from '../options.js';
import type { OrderRun } from './run.js';

const { releaseReserve } = steps<ShipmentActivities>(counterpart);

/**
 * Releases money that is reserved and will not be taken, where the order has some. Call it once a shipment is captured and
 * before it is completed: the web shop takes it no more when the order is shipped.
 */
export async function releaseExcess(run: OrderRun): Promise<void> {
  if (run.order.facts.reserve?.isTooMuch) await release(run);
}

/** The same before units are cancelled: when they are the last that the order waits for, it is shipped right after. */
export async function releaseBeforeCancelling(run: OrderRun, units: readonly LineUnits[]): Promise<void> {
  const { origin, fulfilments, earlier } = run.order;
  const mayBeCaptured = earlier.runs > 0 || fulfilments.some(({ shipments }) => shipments.length > 0);
  if (origin === 'centra' && mayBeCaptured) await release(run, units);
}

async function release(run: OrderRun, cancelling?: readonly LineUnits[]): Promise<void> {
  const { order, cases, timeline } = run;
  const { done } = await cases.runOrRaise('system.unreachable', () =>
    releaseReserve({
      number: webOrderNumber(order),
      ...(cancelling ? { cancelling: unitsAtWebShop(order, cancelling).lines } : {}),
    }),
  );
  if (done?.outcome === 'refused') {
    const money = describeMoney({ minor: done.minor, currency: done.currency });
    askAboutReserve(run, `${money} stays reserved for what will not be sent. ${done.why}`);
  }
  if (done?.outcome !== 'released') return;
  order.reserve = 'released';
  timeline.add('Money that was only reserved was released.');
}

/** At the end of an order: units were cancelled too late, or by others, and the web shop releases nothing any more. */
export function askAboutReserveLeft(run: OrderRun): void {
  const { facts, reserve } = run.order;
  if (facts.state !== 'done' || !facts.reserve?.isTooMuch || reserve !== 'untouched') return;
  const { number, currency } = facts;
  const money = describeMoney({ minor: facts.reserve.minor, currency });
  askAboutReserve(run, `Web order ${number} is complete, and ${money} of it is still reserved.`);
}

/**
 * Asks finance to release the money where the payment provider keeps it. Asked once, beside everything else that the order
 * does: neither the parcel nor the cancellation waits for the answer.
 */
export function askAboutReserve({ order, cases }: OrderRun, sentence: string): void {
  if (order.reserve === 'asked') return;
  order.reserve = 'asked';
  order.openQuestions += 1;
  const { readAt } = order.facts;
  const isGone = (): boolean => order.facts.readAt > readAt && order.facts.reserve === undefined;
  void cases
    .raise([{ code: 'payment.still-reserved', sentence }], {
      autoResolved: () => (isGone() ? 'nothing is reserved any more.' : undefined),
    })
    .finally(() => {
      order.openQuestions -= 1;
    });
}
