import { allHandlersFinished, condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { ReturnActivities } from '../activities/returns/index.js';
import type { CentraOrderNumber } from '../domain/ids.js';
import { endless } from './calls.js';
import { type ReturnInStore, type ReturnStage, type ReturnStory, returnStory } from './messages.js';
import { records } from './options.js';
import { openReturnCases } from './return/cases.js';
import { createReturns } from './return/create-returns.js';
import { findOrder } from './return/find-order.js';
import { forwardToWarehouse } from './return/forward-to-warehouse.js';
import { listenForInspection, untilInspected } from './return/inspect.js';
import { planReturns } from './return/plan.js';
import { attachToOrder, openReturn, type ReturnRun } from './return/run.js';
import { openReturnTimeline } from './return/timeline.js';
import { askAboutUnpaidGoods } from './return/unpaid-goods.js';

const { recordReturn } = endless<ReturnActivities>(records);

export interface ReturnOutcome {
  readonly outcome: 'returned' | 'till-sale' | 'till-order' | 'accepted' | 'refused' | 'without-receipt';
  readonly returns: readonly string[];
}

/**
 * Returns goods that came back over the counter: finds the web order they were sold on, has them inspected where the brand
 * wants that, and sees to it that they are returned there once, refunded once, and put into one stock. Whatever goes wrong
 * waits in place for a person.
 */
export async function returnInStore(input: ReturnInStore): Promise<ReturnOutcome> {
  const state = openReturn(input);
  const timeline = openReturnTimeline(state);
  const run: ReturnRun = { state, timeline, cases: openReturnCases(state, timeline) };
  listen(run);
  timeline.add(`${state.refund.location} took goods back.`);
  // From the start, so that it can be looked up while nobody knows yet where the goods came from.
  await record(run);

  const found = await findOrder(run);
  if ('without' in found) {
    if (found.without === 'accepted') await askAboutUnpaidGoods(run, 'all');
    if (found.without !== 'refused') await forwardToWarehouse(run);
    return end(run, found.without);
  }
  attachToOrder(run, found.order);
  await record(run);
  await untilInspected(run);
  const outcome = await returnGoods(run, found.order);
  if (outcome !== 'refused') await forwardToWarehouse(run);
  return end(run, outcome);
}

/** Plans and creates the returns, and plans them again whenever a person wants it tried again. */
async function returnGoods(run: ReturnRun, order: CentraOrderNumber): Promise<'returned' | 'accepted' | 'refused'> {
  for (;;) {
    const planned = await planReturns(run, order);
    if (planned === 'accepted') await askAboutUnpaidGoods(run, 'all');
    if (planned === 'refused' || planned === 'accepted') return planned;
    const creation = await createReturns(planned);
    if (creation === 'created' && planned.plan.problems.some(({ code }) => code === 'return.exceeds'))
      await askAboutUnpaidGoods(run, 'some');
    if (creation !== 'again') return creation === 'created' ? 'returned' : 'refused';
  }
}

function listen(run: ReturnRun): void {
  listenForInspection(run);
  setHandler(returnStory, () => storyOf(run));
}

const storyOf = ({ state, cases, timeline }: ReturnRun): ReturnStory => ({
  stage: timeline.stage,
  refund: state.refund,
  ...(state.order === undefined ? {} : { order: state.order }),
  timeline: timeline.entries,
  returns: state.returns.map(({ planned, status, id, totalMinor }) => ({
    name: planned.name,
    shipment: planned.shipment,
    condition: planned.condition,
    lines: planned.lines,
    status,
    ...(id === undefined ? {} : { id }),
    ...(totalMinor === undefined ? {} : { totalMinor }),
  })),
  cases: cases.open(),
  next: timeline.next,
});

const record = ({ state, timeline }: ReturnRun): Promise<void> =>
  recordReturn({
    brand: state.brand,
    refund: state.refund.number,
    ...(state.order === undefined ? {} : { orderNumber: state.order }),
    location: state.refund.location,
    stage: timeline.stage,
    names: state.returns.filter((r) => r.status !== 'undone').map((r) => r.planned.name),
    workflowId: workflowInfo().workflowId,
  });

const ENDINGS = {
  returned: ['done', 'Nothing: the goods are returned.'],
  'till-sale': ['done', 'Nothing: a till had sold the goods, and has taken them back.'],
  'till-order': ['done', 'Nothing: the warehouse has the goods back, and a person has seen to the money.'],
  'without-receipt': [
    'without-receipt',
    'Nothing: the goods are stock of the store, and the refund is on the list of its day.',
  ],
  accepted: ['done', 'Nothing: the goods are stock of the location that took them back.'],
  refused: ['refused', 'Nothing: the return was refused.'],
} as const satisfies Record<ReturnOutcome['outcome'], readonly [ReturnStage, string]>;

async function end(run: ReturnRun, outcome: ReturnOutcome['outcome']): Promise<ReturnOutcome> {
  const { state, timeline } = run;
  const [stage, next] = ENDINGS[outcome];
  timeline.expect(next);
  timeline.setStage(stage);
  timeline.add(`The return has ended: ${outcome}.`);
  await record(run);
  await run.cases.end('the return has ended.');
  await condition(allHandlersFinished);
  return { outcome, returns: state.returns.filter((r) => r.status === 'completed').map((r) => r.planned.name) };
}
