import type { ReturnActivities } from '../../activities/returns/index.js';
import { isPosted } from '../../domain/ids.js';
import { describeMoney } from '../../domain/money.js';
import { countUnits } from '../../domain/order/split-order.js';
import { describeUnclearPayer } from '../../domain/return/payer.js';
import { steps } from '../calls.js';
import { counterpart } from '../options.js';
import { refund } from './refund.js';
import type { CreatedReturn, PlannedRun } from './run.js';
import { undos } from './undo.js';

const { createReturn, completeReturn, undoReturn } = steps<ReturnActivities>(counterpart);

/** `again`: what was created was undone, and the return is to be planned again. */
export type Creation = 'created' | 'refused' | 'again';

/**
 * Creates the returns at the web shop, refunds where the web shop pays, and completes them. When a person refuses, or wants
 * it tried again, what was created is undone first: the order may have changed since it was planned.
 */
export async function createReturns(run: PlannedRun): Promise<Creation> {
  const { state, order, plan, timeline } = run;
  const undo = undos(run.cases);
  state.returns = plan.returns.map((planned) => ({ planned, status: 'planned' }));
  for (const ret of state.returns) {
    undo.register({
      step: () => undoReturn({ number: order, name: ret.planned.name, location: placeOf(state, ret) }),
      done: () => {
        ret.status = 'undone';
      },
    });
    const creation = await create(run, ret);
    if (creation !== 'created') return undoAll(creation);
  }
  if (!(await payerIsClear(run)) || !(await valuesAgree(run))) return undoAll('refused');
  // From here on money moves or has moved: nothing is undone any more.
  for (const ret of state.returns) {
    if (ret.status !== 'created') continue;
    if (state.payer === 'web-shop') await refund(run, ret);
    await complete(run, ret);
  }
  return 'created';

  async function undoAll(because: Creation): Promise<Creation> {
    await undo.run();
    timeline.add('What was created at the web shop was undone.');
    return because;
  }
}

async function create({ state, cases, order, plan, timeline }: PlannedRun, ret: CreatedReturn): Promise<Creation> {
  const { refund, settings } = state;
  const { planned } = ret;
  const creation = () =>
    createReturn({
      number: order,
      name: planned.name,
      planned,
      location: placeOf(state, ret),
      currency: refund.currency,
      // A refund is charged for once, however many returns it takes.
      feeMinor: ret === state.returns[0] ? settings.feeMinor : 0,
      costs: plan.costs[planned.name] ?? { shippingMinor: 0, voucherMinor: 0 },
    });
  // The order may have changed since it was planned: `retry` plans again.
  const created = await cases.runOrRaise('return.refused', creation, { once: true });
  if (created.done) Object.assign(ret, { status: 'created', ...created.done });
  else {
    if (created.answer?.answer === 'refuse') return 'refused';
    if (created.answer?.answer !== 'skip') return 'again';
    ret.status = 'skipped';
  }
  timeline.add(`Return ${planned.name}: ${ret.status}.`);
  return 'created';
}

/** The store that has the goods: that of the till, unless the till put them into another one's stock. */
const placeOf = ({ refund }: PlannedRun['state'], { planned }: CreatedReturn): string =>
  planned.restockAt ?? refund.location;

/** Asks finance who pays when the receipt does not say: money that was paid twice is harder to get back than money that waits. */
async function payerIsClear({ state, cases }: PlannedRun): Promise<boolean> {
  if (state.payer !== 'unclear' || state.returns.every((r) => r.status !== 'created')) return true;
  const { answer } = await cases.raise([
    { code: 'return.payer-unclear', sentence: describeUnclearPayer(state.refund) },
  ]);
  if (answer === 'refuse') return false;
  state.payer = answer === 'pay-original' ? 'web-shop' : 'till';
  return true;
}

/**
 * What the receipt gives for the goods must be what the customer had paid for them, whoever pays: the customer has it in
 * writing. A parcel that came by post has no receipt.
 */
async function valuesAgree({ state, cases, plan }: PlannedRun): Promise<boolean> {
  const { refund, settings, returns } = state;
  const complete = returns.every((r) => r.status === 'created') && plan.problems.length === 0;
  if (isPosted(refund.number) || !complete) return true;
  const shipping = Object.values(plan.costs).reduce((sum, cost) => sum + cost.shippingMinor, 0);
  const total = returns.reduce((sum, r) => sum + (r.totalMinor ?? 0), 0);
  const goods = total + settings.feeMinor - shipping;
  // What a row was paid with does not always divide by its units: the till rounds, and so does the web shop.
  const rounding = countUnits(refund.lines);
  if ([goods, plan.paidMinor].some((value) => Math.abs(value - refund.amountMinor) <= rounding)) return true;
  const money = (minor: number): string => describeMoney({ minor, currency: refund.currency });
  const answer = await cases.raise([
    {
      code: 'return.amount-differs',
      sentence: `The ${state.payer === 'web-shop' ? 'receipt gives' : 'till gave'} back ${money(refund.amountMinor)} for goods that the web shop values at ${money(goods)}.`,
    },
  ]);
  return answer.answer !== 'refuse';
}

async function complete({ cases, order, timeline }: PlannedRun, ret: CreatedReturn): Promise<void> {
  const done = await cases.runOrRaise(
    'return.refused',
    () => completeReturn({ number: order, name: ret.planned.name }),
    // It was paid for: there is nothing left to refuse.
    { without: ['refuse'] },
  );
  ret.status = done.answer ? 'skipped' : 'completed';
  timeline.add(`Return ${ret.planned.name}: ${ret.status}.`);
}
