import { proxyActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders/index.js';
import { isSettled, mayBecome, type PartStage } from '../../domain/order/fulfilment.js';
import type { CaseDesk } from '../cases/case-raiser.js';
import { attempt } from '../cases/run-or-raise-case.js';
import { counterpart } from '../options.js';
import { isCancelled, isHeld, isLetGo, noteProgress, type OrderState, type PartState, tell } from './state.js';

const { lookAtPart } = proxyActivities<OrderActivities>(counterpart);

/** True while the part must be taken back: the order is cancelled, held, or changed under it. */
export const mustStop = (order: OrderState, part: PartState): boolean =>
  !isLetGo(order, part) && !isSettled(part.stage) && (isCancelled(order) || isHeld(order) || part.recalled);

/** Moves a part on, when the table of stages allows it. */
export function become(order: OrderState, part: PartState, stage: PartStage): void {
  if (part.stage === stage || !mayBecome(part.stage, stage)) return;
  part.stage = stage;
  tell(order, `Part ${part.part} at ${part.location}: ${stage}.`);
}

/** What names a part to the activities. */
export const identify = (order: OrderState, part: PartState) => ({
  origin: order.origin,
  number: order.number,
  part: part.part,
  location: part.location,
  kind: part.kind,
});

/** The location gets the time again that it has for its next step. */
export function renewPromise(order: OrderState, part: PartState): void {
  const { storePickMs, storeHandoverMs, warehousePickMs, warehouseSendMs } = order.settings.promises;
  const pick = part.kind === 'store' ? storePickMs : warehousePickMs;
  const send = part.kind === 'store' ? storeHandoverMs : warehouseSendMs;
  part.dueAt = Date.now() + (part.stage === 'picked' ? send : pick);
}

/** One look for ourselves. What came by signal while we looked may be newer than what we saw. */
export async function look(order: OrderState, desk: CaseDesk, part: PartState): Promise<void> {
  const looked = await attempt(desk, 'system.unreachable', () => lookAtPart(identify(order, part)));
  for (const progress of looked.done ?? []) {
    if (!noteProgress(part, progress)) continue;
    if (progress.stage !== 'open' && progress.stage !== 'working') part.news = true;
  }
}
