import { condition, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/orders/index.js';
import type { Problem, Resolution } from '../../domain/cases/case.js';
import { type Answer, answersTo } from '../../domain/cases/catalogue.js';
import { uncoveredLines } from '../../domain/order/split-order.js';
import { problemsOf } from '../../domain/order/validate.js';
import type { AutoResolved, CaseRaiser } from '../cases/case-raiser.js';
import { runOrRaiseCase } from '../cases/run-or-raise-case.js';
import { counterpart, records } from '../options.js';
import { applyOwnReading, coveredUnits, isCancelled, isHeld, type OrderState, setStage, tell } from './state.js';

const { readOrder, cancelAtOrigin, cancelUnits } = proxyActivities<OrderActivities>(counterpart);
const { recordOrderStage } = proxyActivities<OrderActivities>(records);

/** A POS order waits for the pick-list batch where the brand sends them in batches. */
export async function untilReleased(order: OrderState): Promise<void> {
  if (order.released) return;
  order.next = 'Waits for the next pick-list batch.';
  setStage(order, 'waiting-for-batch');
  const { brand, origin, number, stage } = order;
  await recordOrderStage({ brand, origin, number, stage, workflowId: workflowInfo().workflowId });
  await condition(() => order.released || isCancelled(order));
}

/**
 * Waits until everything is in place for a transfer: not on hold, paid, and no problem left. All problems become one case;
 * nothing is created anywhere before the list is empty. False when the order was cancelled meanwhile.
 */
export async function makeReady(order: OrderState, desk: CaseRaiser): Promise<boolean> {
  for (;;) {
    if (isCancelled(order) || (order.facts.state === 'done' && order.fulfilments.length === 0)) return false;
    if (isHeld(order)) {
      order.next = 'The order is on hold where it was placed.';
      setStage(order, 'on-hold');
      await condition(() => !isHeld(order));
      tell(order, 'The hold has ended.');
      continue;
    }
    if (order.readUncorrected) {
      order.productsCame = false;
      await reread(order, desk);
      continue;
    }
    const [first, ...rest] = problemsOf(order.facts, order.settings, order.corrections, coveredUnits(order));
    if (!first) return true;
    const { revision } = order.facts;
    const answer = await desk.ask([first, ...rest], {
      ...(order.origin === 'sitoo' ? { without: ['cancel-line'] } : {}),
      autoResolved: () =>
        order.productsCame
          ? 'the product was created where it must be picked.'
          : order.facts.revision === revision
            ? undefined
            : 'the order was changed where it was placed.',
    });
    await applyToOrder(order, desk, answer, fitting([first, ...rest], answer.answer));
  }
}

/** The problems that an answer is meant for: a case may list others, which are asked about again. */
const fitting = (problems: readonly Problem[], answer: Answer | 'auto-resolved'): Problem[] =>
  problems.filter((p) => answer !== 'auto-resolved' && answersTo(p.code).includes(answer));

/** Carries out an answer that concerns the whole order and reads the order again. */
export async function applyToOrder(
  order: OrderState,
  desk: CaseRaiser,
  answer: Resolution | AutoResolved,
  problems: readonly Problem[],
): Promise<void> {
  switch (answer.answer) {
    case 'auto-resolved':
      return;
    case 'correct':
      correct(order, answer);
      break;
    case 'skip':
      order.corrections = {
        ...order.corrections,
        accepted: [...(order.corrections.accepted ?? []), ...problems.map((p) => p.code)],
      };
      return;
    case 'move':
      chooseLocation(order, answer, problems);
      break;
    case 'cancel-line': {
      const lines = answer.data?.lines ?? problems.flatMap((p) => p.lines ?? []);
      await cancelLines(order, desk, answer.caseId, lines);
      break;
    }
    case 'cancel-order':
      await cancelOrder(order, desk);
      break;
    case 'retry':
      break;
  }
  await reread(order, desk);
}

/** Remembers a correction; it is applied whenever the order is read or placed from now on. */
export function correct(order: OrderState, { data }: Resolution): void {
  const { mapSku, courier, giftMessage, giftMessageRef } = data ?? {};
  order.corrections = {
    ...order.corrections,
    ...(mapSku ? { skus: { ...order.corrections.skus, [mapSku.from]: mapSku.to } } : {}),
    ...(courier ? { courier } : {}),
    ...(giftMessage ? { giftMessage } : {}),
    ...(giftMessageRef ? { giftMessageRef } : {}),
  };
}

export async function reread(order: OrderState, desk: CaseRaiser): Promise<void> {
  const read = await runOrRaiseCase(desk, 'system.unreachable', () =>
    readOrder({ origin: order.origin, number: order.number, corrections: order.corrections }),
  );
  if (read.done) applyOwnReading(order, read.done);
}

export async function cancelOrder(order: OrderState, desk: CaseRaiser): Promise<void> {
  const { origin, number } = order;
  const result = await runOrRaiseCase(desk, 'cancel.refused', () => cancelAtOrigin({ origin, number }));
  if (result.done) await reread(order, desk);
}

async function cancelLines(
  order: OrderState,
  desk: CaseRaiser,
  decision: string,
  lines: readonly string[],
): Promise<void> {
  // Units that a fulfilment stands for are being picked; they are that part's question.
  const units = uncoveredLines(order.facts, coveredUnits(order))
    .filter((l) => lines.includes(l.line) && l.quantity > 0)
    .map(({ line, quantity }) => ({ line, quantity }));
  if (units.length === 0) return;
  await runOrRaiseCase(desk, 'cancel.refused', () =>
    cancelUnits({ decision, number: order.number, lines: units, removeFromStock: false }),
  );
}

function chooseLocation(order: OrderState, { data }: Resolution, problems: readonly Problem[]): void {
  if (!data?.location) return;
  const lines = data.lines ?? problems.flatMap((p) => p.lines ?? []);
  const chosen = Object.fromEntries(lines.map((line) => [line, data.location as string]));
  order.corrections = { ...order.corrections, locations: { ...order.corrections.locations, ...chosen } };
}
