import { condition } from '@temporalio/workflow';
import type { Problem } from '../../domain/cases/case.js';
import { type Answer, answersTo } from '../../domain/cases/catalogue.js';
import { type HeldState, isHeld } from '../../domain/order/next-step.js';
import { type GoodsWait, goodsWaitOf, problemsOf } from '../../domain/order/validate.js';
import { applyAnswer } from './apply-answer.js';
import { coveredUnits, isCancelled, isPutAway } from './order-state.js';
import { rereadOrder } from './read-order.js';
import type { OrderRun } from './run.js';
import { waitFor } from './wait-for.js';

const HELD = {
  'waiting-for-payment': {
    expected: 'The order must be paid, or confirmed, where it was placed.',
    ended: 'The order is paid and confirmed.',
  },
  'on-hold': { expected: 'The order is on hold where it was placed.', ended: 'The hold has ended.' },
  archived: {
    expected: 'The order was archived where it was placed, and not everything was sent.',
    ended: 'The order is archived no more.',
  },
} as const satisfies Record<HeldState, { readonly expected: string; readonly ended: string }>;

/**
 * Waits until everything is in place for a transfer: not on hold, paid, and no problem left. All problems become one case;
 * nothing is created anywhere before the list is empty. False when there is nothing to transfer (any more).
 */
export async function untilValid(run: OrderRun): Promise<boolean> {
  const { order, timeline } = run;
  for (;;) {
    if (isCancelled(order) || (order.facts.state === 'done' && order.fulfilments.length === 0)) return false;
    if (isPutAway(order)) return false;
    if (isHeld(order.facts)) {
      const { expected, ended } = HELD[order.facts.state];
      timeline.expect(expected);
      timeline.setStage('on-hold');
      await condition(() => !isHeld(order.facts) || isPutAway(order));
      if (!isHeld(order.facts)) timeline.add(ended);
    } else if (order.reread !== 'no') {
      order.reread = 'uncorrected';
      await rereadOrder(run);
    } else {
      const { facts, settings, corrections } = order;
      const [first, ...others] = problemsOf({ facts, settings, corrections, covered: coveredUnits(order) });
      if (first) await resolveProblems(run, [first, ...others]);
      else {
        const wait = goodsWaitOf({ facts, covered: coveredUnits(order) });
        if (wait !== undefined) await untilGoodsCame(run, wait);
        else {
          order.checkedRevision = facts.revision;
          return true;
        }
      }
    }
  }
}

/** Goods that are not there yet, or not confirmed, are nobody's fault: the order waits, and is checked again once it has changed. */
async function untilGoodsCame({ order, timeline }: OrderRun, wait: GoodsWait): Promise<void> {
  const { revision } = order.facts;
  timeline.expect(
    wait === 'waiting-for-goods'
      ? 'The goods were ordered before they were in stock; the order waits for them.'
      : 'A warehouse must still confirm in the web shop that it has the goods.',
  );
  timeline.setStage(wait);
  await waitFor(order, wait, () => order.facts.revision !== revision || order.reread !== 'no' || isCancelled(order));
}

/** One person answers for all problems. After an answer the order is read again. */
async function resolveProblems(run: OrderRun, problems: readonly [Problem, ...Problem[]]): Promise<void> {
  const { revision } = run.order.facts;
  const answer = await run.cases.raise(problems, { autoResolved: () => whyChanged(run, revision) });
  await applyAnswer(answer, { run, problems: problems.filter((p) => isAnswerTo(p, answer.answer)) });
  if (answer.answer !== 'auto-resolved' && answer.answer !== 'skip') await rereadOrder(run);
}

function whyChanged({ order }: OrderRun, revision: string): string | undefined {
  if (order.reread === 'products-arrived') return 'the product was created where it must be picked.';
  return order.facts.revision === revision ? undefined : 'the order was changed where it was placed.';
}

/** A case may list problems that an answer is not meant for; those are raised again. */
const isAnswerTo = ({ code }: Problem, answer: Answer | 'auto-resolved'): boolean =>
  answer !== 'auto-resolved' && answersTo(code).includes(answer);
