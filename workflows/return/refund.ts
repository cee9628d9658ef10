import { proxyActivities, sleep } from '@temporalio/workflow';
import type { ReturnActivities } from '../../activities/returns/index.js';
import type { CaseRaiser } from '../cases/case-raiser.js';
import { runOrRaiseCase } from '../cases/run-or-raise-case.js';
import { counterpart } from '../options.js';
import { type CreatedReturn, type ReturnState, show, tell } from './state.js';

const { refundReturn, readRefundStatus } = proxyActivities<ReturnActivities>(counterpart);

/** A refund that was asked for is looked at soon, then more and more seldom, ms. */
const LOOK_FIRST_MS = 2_000;
const LOOK_AT_MOST_MS = 3_600_000;
/** How long a payment provider may take before a person is asked, ms. */
const ANSWERS_WITHIN_MS = 24 * 3_600_000;

/** Asks the web shop to pay, and follows the payment provider's answer to its end. */
export async function refund(
  state: ReturnState,
  desk: CaseRaiser,
  number: string,
  booked: CreatedReturn,
): Promise<void> {
  const identity = { number, name: booked.planned.name };
  const otherwise = (): void => tell(state, `${booked.planned.name} was paid back in another way.`);
  for (let failures = 0; ; ) {
    const asked = await runOrRaiseCase(desk, 'return.refund-failed', () => refundReturn({ ...identity, failures }));
    if (!asked.done) return otherwise();
    let now = asked.done;
    const until = Date.now() + ANSWERS_WITHIN_MS;
    for (let wait = LOOK_FIRST_MS; now.status === 'pending' && Date.now() < until; wait *= 2) {
      state.next = 'The payment provider is paying back.';
      show(state);
      await sleep(Math.min(wait, LOOK_AT_MOST_MS));
      const looked = await runOrRaiseCase(desk, 'return.refund-failed', () => readRefundStatus(identity));
      if (!looked.done) return otherwise();
      now = looked.done;
    }
    if (now.status === 'refunded') {
      booked.status = 'refunded';
      return tell(state, `Return ${booked.planned.name}: paid back.`);
    }
    failures = now.failures;
    const said = now.status === 'pending' ? 'has not answered about' : 'did not pay back';
    const answer = await desk.ask([
      {
        code: 'return.refund-failed',
        sentence: `The payment provider ${said} return ${booked.planned.name} of web order ${number}.${now.why ? ` ${now.why}` : ''}`,
      },
    ]);
    if (answer.answer !== 'retry') return otherwise();
  }
}
