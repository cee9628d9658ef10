import { sleep } from '@temporalio/workflow';
import type { ReturnActivities } from '../../activities/returns/index.js';
import type { Resolution } from '../../domain/cases/case.js';
import { type CentraOrderNumber, parseId } from '../../domain/ids.js';
import { steps } from '../calls.js';
import type { AutoResolved } from '../cases/raise.js';
import { counterpart } from '../options.js';
import { linesFound } from './inspect.js';
import { attachToOrder, type PlannedRun, type ReturnRun } from './run.js';

const { prepareReturn } = steps<ReturnActivities>(counterpart);

/** A customer can return goods before the web shop shows them as sent: checked this often, over four minutes. */
const MAX_CHECKS = 11;
/** Pauses between the checks double up to the longest: who stands at the till is not left waiting for two minutes once all is there. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;

type Plan = PlannedRun['plan'];

/** The returns to create, or how the return ends without any. */
export type PlannedOutcome = PlannedRun | 'refused' | 'accepted';

/** Plans which returns the web shop needs. What does not fit raises a case before anything is created. */
export async function planReturns(run: ReturnRun, order: CentraOrderNumber): Promise<PlannedOutcome> {
  const { state, cases, timeline } = run;
  const { refund, settings } = state;
  const givesShippingBack = settings.shippingCost === 'when-all-is-returned';
  for (let checks = 1; ; checks += 1) {
    const number = state.order ?? order;
    const planned = await cases.runOrRaise('return.exceeds', () =>
      // What a person found counts up to the last moment.
      prepareReturn({ refund, number, lines: linesFound(state), givesShippingBack }),
    );
    const plan = planned.done;
    const [first, ...others] = plan?.problems ?? [];
    if (plan && !first) return { ...run, order: number, plan };
    if (plan?.mayShipYet && checks <= MAX_CHECKS) {
      timeline.expect(`Web order ${number} does not show the goods as sent yet.`);
      await sleep(Math.min(FIRST_PAUSE_MS * 2 ** (checks - 1), LONGEST_PAUSE_MS));
      continue;
    }
    const answer = planned.answer ?? (first ? await cases.raise([first, ...others]) : undefined);
    const outcome = answer && applyAnswer(run, answer, plan);
    if (outcome === 'as-planned' && plan) return { ...run, order: number, plan };
    if (outcome === 'refused' || outcome === 'accepted') return outcome;
  }
}

function applyAnswer(
  run: ReturnRun,
  answer: Resolution | AutoResolved,
  plan: Plan | undefined,
): 'refused' | 'accepted' | 'as-planned' | 'plan-again' {
  switch (answer.answer) {
    case 'refuse':
      return 'refused';
    case 'attach-to-order': {
      const order = parseId<CentraOrderNumber>(answer.data?.order);
      if (order) attachToOrder(run, order);
      return 'plan-again';
    }
    case 'accept-without-order':
    case 'skip':
      return plan && plan.returns.length > 0 ? 'as-planned' : 'accepted';
    default:
      return 'plan-again';
  }
}
