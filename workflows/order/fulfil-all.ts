import { condition } from '@temporalio/workflow';
import type { FulfilmentState } from '../../domain/order/fulfilment-state.js';
import { nextOrderStep, type OrderStep } from '../../domain/order/next-step.js';
import { openServices } from '../../domain/order/services.js';
import { fulfil } from './fulfil.js';
import { allSettled, holdsNothingOpen, mustAskFinance, type OrderState } from './order-state.js';
import { plan } from './plan.js';
import { type OrderRun, runOf } from './run.js';
import { untilValid } from './validate.js';

/**
 * Fulfils all fulfilments side by side, each on its own. Fulfilments are added on the way: when one moves, when a hold ends,
 * when the order is edited. Ends when nothing more is expected of any fulfilment.
 */
export async function fulfilAll(run: OrderRun): Promise<void> {
  const { order } = run;
  const launched = new Set<FulfilmentState>();
  const running = new Set<FulfilmentState>();
  const failures: unknown[] = [];
  const step = (): OrderStep => orderStep(order, running.size > 0);
  const hasUnlaunched = (): boolean => order.fulfilments.some((f) => !launched.has(f));

  function launch(fulfilment: FulfilmentState): void {
    launched.add(fulfilment);
    running.add(fulfilment);
    fulfil(runOf(run, fulfilment))
      .catch((err) => failures.push(err))
      .finally(() => running.delete(fulfilment));
  }

  for (;;) {
    if (step() === 'plan') await planOnceValid(run);
    for (const fulfilment of order.fulfilments) if (!launched.has(fulfilment)) launch(fulfilment);
    if (step() === 'end') return;
    await condition(() => failures.length > 0 || hasUnlaunched() || step() !== 'wait');
    if (failures.length > 0) throw failures[0];
  }
}

/** Validating can take as long as a person takes to answer, so whether units are being cancelled is checked once more. */
async function planOnceValid(run: OrderRun): Promise<void> {
  const { order } = run;
  if (!(await untilValid(run))) order.plannedRevision = order.facts.revision;
  else if (!isDeciding(order)) plan(run);
}

/** Nothing more is to be done for the order as it is known now. */
export const isFinished = (order: OrderState): boolean => order.besides === 0 && isIdle(order);

const isIdle = (order: OrderState): boolean =>
  orderStep(order, false) === 'end' &&
  (order.isShippingServices || openServices(order.facts, order.servicesSettled).length === 0) &&
  !mustAskFinance(order);

/** Waits for what runs beside the order, unless the order has something to do in the meantime. */
export async function untilNothingRunsBeside(order: OrderState): Promise<void> {
  if (order.besides > 0) await condition(() => order.besides === 0 || !isIdle(order));
}

const orderStep = (order: OrderState, isRunning: boolean): OrderStep =>
  nextOrderStep({
    state: order.facts.state,
    mustPlan: order.plannedRevision !== order.facts.revision,
    isDeciding: isDeciding(order),
    allSettled: !isRunning && allSettled(order),
    holdsNothingOpen: holdsNothingOpen(order),
  });

const isDeciding = ({ fulfilments }: OrderState): boolean => fulfilments.some((f) => f.isCancellingUnits);
