import { allHandlersFinished, condition, proxyActivities, setHandler, sleep, workflowInfo } from '@temporalio/workflow';
import type { ReturnActivities } from '../activities/returns/index.js';
import type { PreparedReturn } from '../domain/return/prepare-return.js';
import type { CaseRaiser } from './cases/case-raiser.js';
import { runOrRaiseCase } from './cases/run-or-raise-case.js';
import { type ReturnInStore, type ReturnStage, returnStory } from './messages.js';
import { counterpart, records } from './options.js';
import { openCases } from './return/cases.js';
import { type Booking, createReturns } from './return/create-returns.js';
import { findOrder } from './return/find-order.js';
import { sendToWarehouse } from './return/forward-to-warehouse.js';
import { linesFound, listenForInspection, untilInspected } from './return/inspect.js';
import { openReturn, type ReturnState, setStage, tell } from './return/state.js';

const { prepareReturn } = proxyActivities<ReturnActivities>(counterpart);
const { recordReturn } = proxyActivities<ReturnActivities>(records);

/** A customer can be faster than the news that the goods were sent: so often it is looked again, each time twice as late. */
const LOOKS = 7;
const LOOK_AGAIN_MS = 2_000;

export interface ReturnOutcome {
  readonly outcome: 'returned' | 'till-sale' | 'accepted' | 'refused';
  readonly returns: readonly string[];
}

/**
 * Goods that came back over the counter: found back to the web order they were sold on, looked at where the brand wants
 * that, returned there once, paid back once, and put into one stock. Whatever goes wrong waits in place for a person.
 */
export async function returnInStore(input: ReturnInStore): Promise<ReturnOutcome> {
  const state = openReturn(input);
  const desk = openCases(state);
  listen(state, desk);
  tell(state, `${state.refund.location} took goods back.`);
  // From the start, so that it can be looked up while nobody knows yet where the goods came from.
  await record(state);

  const found = await findOrder(state, desk);
  if ('without' in found) {
    if (found.without !== 'refused') await sendToWarehouse(state, desk);
    return end(state, found.without);
  }
  state.number = found.number;
  tell(state, `The goods belong to web order ${found.number}.`);
  await record(state);
  await untilInspected(state, desk);

  let booking: Booking;
  do {
    const plan = await makePlan(state, desk);
    if (plan === 'refused') return end(state, 'refused');
    if (plan === 'accepted') {
      await sendToWarehouse(state, desk);
      return end(state, 'accepted');
    }
    booking = await createReturns(state, desk, state.number, plan);
  } while (booking === 'again');
  if (booking === 'refused') return end(state, 'refused');
  await sendToWarehouse(state, desk);
  return end(state, 'returned');
}

/** Plans what is booked where. What does not fit is asked about before anything is. */
async function makePlan(state: ReturnState, desk: CaseRaiser): Promise<PreparedReturn | 'refused' | 'accepted'> {
  for (let looks = 1; ; looks += 1) {
    const number = state.number ?? '';
    const { refund, settings } = state;
    const givesShippingBack = settings.shippingCost === 'when-all-is-returned';
    const planned = await runOrRaiseCase(desk, 'return.exceeds', () =>
      // What a person found counts up to the last moment.
      prepareReturn({ refund, number, lines: linesFound(state), givesShippingBack }),
    );
    const [first, ...others] = planned.done?.problems ?? [];
    if (planned.done && !first) return planned.done;
    if (planned.done?.mayShipYet && looks <= LOOKS) {
      state.next = `Web order ${number} does not show the goods as sent yet.`;
      await sleep(LOOK_AGAIN_MS * 2 ** (looks - 1));
      continue;
    }
    const answer = planned.answer ?? (first ? await desk.ask([first, ...others]) : undefined);
    switch (answer?.answer) {
      case 'refuse':
        return 'refused';
      case 'attach-to-order':
        state.number = answer.data?.order ?? state.number;
        tell(state, `The goods belong to web order ${state.number}.`);
        break;
      case 'accept-without-order':
      case 'skip':
        return planned.done && planned.done.returns.length > 0 ? planned.done : 'accepted';
      default:
        break;
    }
  }
}

function listen(state: ReturnState, desk: CaseRaiser): void {
  listenForInspection(state);
  setHandler(returnStory, () => ({
    stage: state.stage,
    refund: state.refund,
    ...(state.number === undefined ? {} : { order: state.number }),
    timeline: state.timeline,
    returns: state.booked.map(({ planned, status, id, totalMinor }) => ({
      name: planned.name,
      shipment: planned.shipment,
      condition: planned.condition,
      lines: planned.lines,
      status,
      ...(id === undefined ? {} : { id }),
      ...(totalMinor === undefined ? {} : { totalMinor }),
    })),
    cases: desk.open(),
    next: state.next,
  }));
}

const record = ({ brand, refund, number, stage, booked }: ReturnState): Promise<void> =>
  recordReturn({
    brand,
    refund: refund.number,
    ...(number === undefined ? {} : { orderNumber: number }),
    location: refund.location,
    stage,
    names: booked.filter((b) => b.status !== 'undone').map((b) => b.planned.name),
    workflowId: workflowInfo().workflowId,
  });

const ENDINGS = {
  returned: ['done', 'Nothing: the return is booked.'],
  'till-sale': ['done', 'Nothing: a till had sold the goods, and has taken them back.'],
  accepted: ['done', 'Nothing: the goods are stock of the store.'],
  refused: ['refused', 'Nothing: the return was refused.'],
} as const satisfies Record<ReturnOutcome['outcome'], readonly [ReturnStage, string]>;

async function end(state: ReturnState, outcome: ReturnOutcome['outcome']): Promise<ReturnOutcome> {
  const [stage, next] = ENDINGS[outcome];
  state.next = next;
  setStage(state, stage);
  tell(state, `The return has ended: ${outcome}.`);
  await record(state);
  await condition(allHandlersFinished);
  return { outcome, returns: state.booked.filter((b) => b.status === 'completed').map((b) => b.planned.name) };
}
