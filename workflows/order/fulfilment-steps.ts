import { proxyActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders/index.js';
import { type FulfilmentStage, isSettled, mayBecome } from '../../domain/order/fulfilment.js';
import type { CaseRaiser } from '../cases/case-raiser.js';
import { runOrRaiseCase } from '../cases/run-or-raise-case.js';
import { counterpart } from '../options.js';
import {
  type FulfilmentState,
  isAcceptedAsIs,
  isCancelled,
  isHeld,
  noteProgress,
  type OrderState,
  tell,
} from './state.js';

const { readFulfilment } = proxyActivities<OrderActivities>(counterpart);

/** True while the fulfilment must be taken back: the order is cancelled, held, or changed under it. */
export const mustStop = (order: OrderState, fulfilment: FulfilmentState): boolean =>
  !isAcceptedAsIs(order, fulfilment) &&
  !isSettled(fulfilment.stage) &&
  (isCancelled(order) || isHeld(order) || fulfilment.recalled);

/** Moves a fulfilment on, when the table of stages allows it. */
export function transition(order: OrderState, fulfilment: FulfilmentState, stage: FulfilmentStage): void {
  if (fulfilment.stage === stage || !mayBecome(fulfilment.stage, stage)) return;
  fulfilment.stage = stage;
  tell(order, `Fulfilment ${fulfilment.fulfilment} at ${fulfilment.location}: ${stage}.`);
}

/** What names a fulfilment to the activities. */
export const identify = (order: OrderState, fulfilment: FulfilmentState) => ({
  origin: order.origin,
  number: order.number,
  fulfilment: fulfilment.fulfilment,
  location: fulfilment.location,
  kind: fulfilment.kind,
});

/** The location gets the time again that it has for its next step. */
export function renewPromise(order: OrderState, fulfilment: FulfilmentState): void {
  const { storePickMs, storeHandoverMs, warehousePickMs, warehouseSendMs } = order.settings.promises;
  const pick = fulfilment.kind === 'store' ? storePickMs : warehousePickMs;
  const send = fulfilment.kind === 'store' ? storeHandoverMs : warehouseSendMs;
  fulfilment.dueAt = Date.now() + (fulfilment.stage === 'picked' ? send : pick);
}

/** One look for ourselves. What came by signal while we looked may be newer than what we saw. */
export async function look(order: OrderState, desk: CaseRaiser, fulfilment: FulfilmentState): Promise<void> {
  const looked = await runOrRaiseCase(desk, 'system.unreachable', () => readFulfilment(identify(order, fulfilment)));
  for (const progress of looked.done ?? []) {
    if (!noteProgress(fulfilment, progress)) continue;
    if (progress.stage !== 'open' && progress.stage !== 'working') fulfilment.news = true;
  }
}
