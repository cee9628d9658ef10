import { sleep } from '@temporalio/workflow';
import type { ReturnActivities } from '../../activities/returns/index.js';
import type { MoneyBack } from '../../domain/return/money-back.js';
import { steps } from '../calls.js';
import { counterpart } from '../options.js';
import type { CreatedReturn, PlannedRun } from './run.js';

const { refundReturn, readRefundStatus } = steps<ReturnActivities>(counterpart);

/** A pending refund is checked soon, then less and less often, ms. */
const FIRST_CHECK_MS = 2_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** How long a payment provider may take before a person is asked, ms. */
const ANSWERS_WITHIN_MS = 24 * 3_600_000;

/** Asks the web shop to pay, and follows the payment provider's answer to its end. */
export async function refund(run: PlannedRun, ret: CreatedReturn): Promise<void> {
  const { order, cases, timeline } = run;
  const { name } = ret.planned;
  // Free goods: the web shop has nothing to give back for them, and would refuse to.
  if (ret.totalMinor === 0) return timeline.add(`Return ${name}: nothing was paid for it.`);
  let known: Pick<MoneyBack, 'failures' | 'refundedMinor'> = { failures: 0, refundedMinor: 0 };
  for (;;) {
    const { failures, refundedMinor } = known;
    const asked = await cases.runOrRaise('return.refund-failed', () =>
      refundReturn({ number: order, name, failures, refundedMinor }),
    );
    const settled = asked.done && (await untilSettled(run, name, asked.done));
    if (!settled) return timeline.add(`${name} was paid back in another way.`);
    if (settled.status === 'refunded') {
      ret.status = 'refunded';
      return timeline.add(`Return ${name}: paid back.`);
    }
    known = settled;
    const unpaid = settled.refundedMinor > 0 ? 'did not pay back all of' : 'did not pay back';
    const what = settled.status === 'pending' ? 'has not answered about' : unpaid;
    const answer = await cases.raise([
      {
        code: 'return.refund-failed',
        sentence: `The payment provider ${what} return ${name} of web order ${order}.${settled.why ? ` ${settled.why}` : ''}`,
      },
    ]);
    if (answer.answer !== 'retry') return timeline.add(`${name} was paid back in another way.`);
  }
}

/** Checks a pending refund until the payment provider has answered, or has had its time. Undefined when a person settled it. */
async function untilSettled(
  { order, cases, timeline }: PlannedRun,
  name: string,
  asked: MoneyBack,
): Promise<MoneyBack | undefined> {
  let now: MoneyBack = asked;
  const until = Date.now() + ANSWERS_WITHIN_MS;
  for (let pause = FIRST_CHECK_MS; now.status === 'pending' && Date.now() < until; pause *= 2) {
    timeline.expect('The payment provider is paying back.');
    await sleep(Math.min(pause, LONGEST_PAUSE_MS));
    const read = await cases.runOrRaise('return.refund-failed', () => readRefundStatus({ number: order, name }));
    if (!read.done) return undefined;
    now = read.done;
  }
  return now;
}
