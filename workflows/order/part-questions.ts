import { proxyActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders.js';
import type { Problem, Resolution } from '../../domain/cases/case.js';
import { isSettled } from '../../domain/order/part.js';
import { addUnits, countUnits, type LineUnits } from '../../domain/order/plan.js';
import { counterpart } from '../options.js';
import { attempt } from './attempt.js';
import type { CaseDesk, Overtaken } from './case-desk.js';
import { movePart } from './move-part.js';
import { look, mustStop } from './part-steps.js';
import { cancelOrder, correct, reread } from './prepare.js';
import { type OrderState, type PartState, tell } from './state.js';
import { withdraw } from './withdraw-part.js';

const { cancelUnits } = proxyActivities<OrderActivities>(counterpart);

/** Asks about units of a part. Progress or a cancellation on the way answers it too. */
export async function askAboutPart(
  order: OrderState,
  desk: CaseDesk,
  part: PartState,
  problem: Problem,
): Promise<Resolution | Overtaken> {
  return desk.ask([problem], {
    part: part.part,
    location: part.location,
    ...(order.origin === 'sitoo' ? { without: ['cancel-line'] } : {}),
    overtaken: () =>
      mustStop(order, part)
        ? 'the part is taken back.'
        : part.news
          ? `${part.location} has acted after all.`
          : undefined,
  });
}

/** Carries out an answer that concerns units of one part. */
export async function applyToPart(
  order: OrderState,
  desk: CaseDesk,
  part: PartState,
  answer: Resolution | Overtaken,
  units: readonly LineUnits[],
): Promise<void> {
  switch (answer.answer) {
    case 'move':
      await movePart(order, desk, part, answer.data?.location ?? '', units);
      return;
    case 'cancel-line': {
      const chosen = units.filter((u) => answer.data?.lines?.includes(u.line) ?? true);
      await cancelPartUnits(order, desk, part, answer.caseId, chosen);
      return;
    }
    case 'cancel-order':
      await cancelOrder(order, desk);
      return;
    case 'correct':
      correct(order, answer);
      return;
    case 'retry':
    case 'skip': {
      const { storePickMs, storeHandoverMs, warehousePickMs, warehouseSendMs } = order.settings.promises;
      const pick = part.kind === 'store' ? storePickMs : warehousePickMs;
      const send = part.kind === 'store' ? storeHandoverMs : warehouseSendMs;
      part.dueAt = Date.now() + (part.stage === 'picked' ? send : pick);
      if (part.stage === 'placed' || part.stage === 'picked') await look(order, desk, part);
      return;
    }
    case 'overtaken':
      return;
  }
}

/** Cancels units that will not come: at the origin, as goods that turned out not to exist, and from this part. */
async function cancelPartUnits(
  order: OrderState,
  desk: CaseDesk,
  part: PartState,
  decision: string,
  units: readonly LineUnits[],
): Promise<void> {
  order.deciding += 1;
  try {
    await giveUpUnits(order, desk, part, decision, units);
  } finally {
    order.deciding -= 1;
  }
}

async function giveUpUnits(
  order: OrderState,
  desk: CaseDesk,
  part: PartState,
  decision: string,
  units: readonly LineUnits[],
): Promise<void> {
  // A part that somebody may still pick is taken back first; what remains of it is placed anew.
  if (![...part.legs.values()].every((leg) => leg.final) || part.legs.size === 0) {
    if (part.stage !== 'planned') {
      part.recalled = true;
      await withdraw(order, desk, part);
      if (!isSettled(part.stage)) return;
    }
  }
  // The follower may tell of our own cancellation before the call that made it has ended: no news to this part.
  part.givingUp = units;
  const result = await attempt(desk, 'cancel.refused', () =>
    cancelUnits({ decision, number: order.number, lines: units, removeFromStock: true }),
  );
  part.givingUp = [];
  if (!result.done) return;
  part.cancelledUnits = addUnits(part.cancelledUnits, units);
  tell(order, `${countUnits(units)} units of part ${part.part} were cancelled.`);
  part.news = true;
  await reread(order, desk);
}
