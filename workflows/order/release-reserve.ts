import type { ShipmentActivities } from '../../activities/orders/shipments.js';
import type { Problem } from '../../domain/cases/case.js';
import { describeMoney } from '../../domain/money.js';
import { moneyProblem } from '../../domain/order/money-problem.js';
import type { MoneyLeft } from '../../domain/order/order-facts.js';
import { webOrderNumber } from '../../domain/order/order-ref.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import { unitsAtWebShop } from '../../domain/order/units-at-origin.js';
import { steps } from '../calls.js';
import { counterpart } from '../options.js';
import { askBeside } from './beside.js';
import { mustAskFinance } from './order-state.js';
import type { OrderRun } from './run.js';

const { releaseReserve } = steps<ShipmentActivities>(counterpart);

/**
 * Releases money that is reserved and will not be taken, where the order has some. Call it once a shipment is captured and
 * before it is completed: the web shop takes it no more when the order is shipped.
 */
export async function releaseExcess(run: OrderRun): Promise<void> {
  const { facts, fulfilments } = run.order;
  // Units that another fulfilment has cancelled this moment are in no reading yet.
  const isBeingCancelled = facts.reserve !== undefined && fulfilments.some((f) => f.isCancellingUnits);
  if (facts.reserve?.isTooMuch || isBeingCancelled) await release(run);
}

/**
 * The same before units are cancelled: when they are the last that the order waits for, it is shipped right after.
 * @returns whether money was released for units that must be cancelled now
 */
export async function releaseBeforeCancelling(run: OrderRun, units: readonly LineUnits[]): Promise<boolean> {
  const { origin, fulfilments, servicesAlone, earlier } = run.order;
  const shipped = servicesAlone ? [...fulfilments, servicesAlone] : fulfilments;
  const mayBeCaptured = earlier.runs > 0 || shipped.some(({ shipments }) => shipments.length > 0);
  return origin === 'centra' && mayBeCaptured && (await release(run, units));
}

/** The units were not cancelled after all: nothing is reserved for them any more, so finance must know. */
export function askAboutReserveGone(run: OrderRun): void {
  askBeside(run, {
    code: 'payment.differs',
    sentence: `The money that was reserved for units of web order ${run.order.number} was released, and then the units were not cancelled.`,
  });
}

/** @returns whether it was released */
async function release(run: OrderRun, cancelling?: readonly LineUnits[]): Promise<boolean> {
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
  if (done?.outcome !== 'released') return false;
  timeline.add('Money that was only reserved was released.');
  return true;
}

/**
 * At the end of an order: units were cancelled too late, or by others, and the web shop releases nothing any more; or what was
 * captured is not what the order costs.
 */
export function askAboutMoneyLeft(run: OrderRun): void {
  const { facts } = run.order;
  if (facts.moneyLeft && mustAskFinance(run.order)) askFinance(run, facts.moneyLeft.kind, moneyProblem(facts));
}

/** Asks finance to release the money where the payment provider keeps it. */
export const askAboutReserve = (run: OrderRun, sentence: string): void =>
  askFinance(run, 'reserved', { code: 'payment.still-reserved', sentence });

/** Each kind once, beside everything else that the order does: neither the parcel nor the cancellation waits for the answer. */
function askFinance(run: OrderRun, kind: MoneyLeft['kind'], problem: Problem): void {
  const { order } = run;
  if (order.moneyAsked.has(kind)) return;
  order.moneyAsked.add(kind);
  const { readAt } = order.facts;
  const isSettled = (): boolean =>
    order.facts.readAt > readAt && order.facts.reserve === undefined && order.facts.moneyLeft?.kind !== kind;
  askBeside(run, problem, { autoResolved: () => (isSettled() ? 'the money is settled.' : undefined) });
}
