import { isCancellation, proxyActivities } from '@temporalio/workflow';
import type { ReturnActivities } from '../../activities/returns/index.js';
import { describeMoney } from '../../domain/money.js';
import type { PreparedReturn } from '../../domain/return/prepare-return.js';
import type { CaseRaiser } from '../cases/case-raiser.js';
import { problemFrom, runOrRaiseCase } from '../cases/run-or-raise-case.js';
import { counterpart } from '../options.js';
import { refund } from './refund.js';
import { type CreatedReturn, type ReturnState, tell } from './state.js';
import { undos } from './undo.js';

const { createReturn, completeReturn, undoReturn } = proxyActivities<ReturnActivities>(counterpart);

/** `again`: what was made was taken back, and the refund is to be planned anew. */
export type Booking = 'booked' | 'refused' | 'again';

/**
 * Makes the returns at the web shop, pays back where that is the web shop's fulfilment, and completes them. When a person refuses,
 * or wants it tried again, what was made is taken back first: the order may have changed since it was planned.
 */
export async function createReturns(
  state: ReturnState,
  desk: CaseRaiser,
  number: string,
  plan: PreparedReturn,
): Promise<Booking> {
  const undo = undos(desk);
  state.booked = plan.returns.map((planned) => ({ planned, status: 'planned' }));
  for (const booked of state.booked) {
    undo.register(async () => {
      await undoReturn({ number, name: booked.planned.name, location: state.refund.location });
      booked.status = 'undone';
    });
    const made = await create(state, desk, number, plan, booked);
    if (made !== 'booked') return takeBack(made);
  }
  if (!(await valuesAgree(state, desk, plan))) return takeBack('refused');
  // From here on money moves or has moved: nothing is taken back any more.
  for (const booked of state.booked) {
    if (booked.status !== 'created') continue;
    if (state.settings.refund === 'original-payment') await refund(state, desk, number, booked);
    await complete(state, desk, number, booked);
  }
  return 'booked';

  async function takeBack(because: Booking): Promise<Booking> {
    await undo.run();
    tell(state, 'What was made at the web shop was taken back.');
    return because;
  }
}

async function create(
  state: ReturnState,
  desk: CaseRaiser,
  number: string,
  plan: PreparedReturn,
  booked: CreatedReturn,
): Promise<Booking> {
  const { refund, settings } = state;
  const { planned } = booked;
  try {
    const made = await createReturn({
      number,
      name: planned.name,
      planned,
      location: refund.location,
      currency: refund.currency,
      // A refund is charged for once, however many returns it takes.
      feeMinor: booked === state.booked[0] ? settings.feeMinor : 0,
      costs: plan.costs[planned.name] ?? { shippingMinor: 0, voucherMinor: 0 },
    });
    Object.assign(booked, { status: 'created', ...made });
  } catch (err) {
    if (isCancellation(err)) throw err;
    const answer = await desk.ask([problemFrom(err, 'return.refused')]);
    if (answer.answer === 'refuse') return 'refused';
    if (answer.answer !== 'skip') return 'again';
    booked.status = 'skipped';
  }
  tell(state, `Return ${planned.name}: ${booked.status}.`);
  return 'booked';
}

/** The till has paid: what it gave for the goods must be what the web shop values them at. */
async function valuesAgree(state: ReturnState, desk: CaseRaiser, plan: PreparedReturn): Promise<boolean> {
  const { refund, settings, booked } = state;
  const complete = booked.every((b) => b.status === 'created') && plan.problems.length === 0;
  if (settings.refund === 'original-payment' || !complete) return true;
  const shipping = Object.values(plan.costs).reduce((sum, cost) => sum + cost.shippingMinor, 0);
  const total = booked.reduce((sum, b) => sum + (b.totalMinor ?? 0), 0);
  const goods = total + settings.feeMinor - shipping;
  if (goods === refund.amountMinor) return true;
  const money = (minor: number): string => describeMoney({ minor, currency: refund.currency });
  const answer = await desk.ask([
    {
      code: 'return.amount-differs',
      sentence: `The till gave back ${money(refund.amountMinor)} for goods that the web shop values at ${money(goods)}.`,
    },
  ]);
  return answer.answer !== 'refuse';
}

async function complete(state: ReturnState, desk: CaseRaiser, number: string, booked: CreatedReturn): Promise<void> {
  const done = await runOrRaiseCase(
    desk,
    'return.refused',
    () => completeReturn({ number, name: booked.planned.name }),
    // It was paid for: there is nothing left to refuse.
    { without: ['refuse'] },
  );
  booked.status = done.answer ? 'skipped' : 'completed';
  tell(state, `Return ${booked.planned.name}: ${booked.status}.`);
}
