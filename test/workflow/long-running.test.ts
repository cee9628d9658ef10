import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure, type WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import type { Follow, PublishStock, SyncProducts } from '../../workflows/messages.js';
import { replay, runOf } from '../support/harness/histories.js';
import { keepHistory, type WorkflowType } from '../support/harness/kept-histories.js';
import { startWorkerOver, type WorkerUnderTest } from '../support/harness/worker-under-test.js';
import { until } from '../support/until.js';

/** Loops whose counterpart refuses them. */
const refused = new Set<WorkflowType>();
async function round<T>(type: WorkflowType, result: T): Promise<T> {
  if (refused.has(type)) throw ApplicationFailure.nonRetryable('The token is not accepted.', 'unauthorised');
  return result;
}
const activities = {
  readChanges: () => round('follow', { more: false, started: 0, notified: 0 }),
  publishStock: () => round('publishStock', { calls: 0, figures: 0, refused: 0 }),
  listenToProducts: async () => {},
  readProductPages: () => round('syncProducts', { done: true, pages: 1 }),
  readProductChanges: () => round('syncProducts', { changed: 0, due: 0 }),
  compareProducts: () => round('syncProducts', { due: { sitoo: 0, wms: 0 } }),
  writeProducts: () => round('syncProducts', { written: 0, refused: 0, more: false }),
};

const brand = 'long-running';
const pace = { brand, everyMs: 10, gatherMs: 10 };
const flows = { warehouseToCentra: { mode: 'immediate', maxStalenessMs: 1_000 } } as const;
const LOOPS = [
  { type: 'follow', input: { ...pace, follower: 'centra' } satisfies Follow },
  { type: 'publishStock', input: { ...pace, target: 'centra', flows } satisfies PublishStock & typeof pace },
  { type: 'syncProducts', input: pace satisfies SyncProducts },
] as const satisfies readonly { type: WorkflowType; input: object }[];

let worker: WorkerUnderTest;
beforeAll(async () => {
  worker = await startWorkerOver('long-running', activities);
});
afterAll(() => worker?.close());

type Loop = WorkflowHandleWithFirstExecutionRunId;
const start = (type: WorkflowType, input: object): Promise<Loop> =>
  worker.client.workflow.start(type, {
    workflowId: `${type}/${Date.now()}`,
    taskQueue: worker.taskQueue,
    args: [input],
  });
/** The run that is under way, whichever it is. */
const runIdOf = async ({ workflowId }: Loop): Promise<string> =>
  (await worker.client.workflow.getHandle(workflowId).describe()).runId;
/** Wakes a loop so often that a new run must take over. */
const untilRenewed = async (loop: Loop): Promise<void> => {
  const before = await runIdOf(loop);
  const { workflowId } = loop;
  await Promise.all(Array.from({ length: 180 }, () => worker.client.workflow.getHandle(workflowId).signal('wake')));
  await until(async () => (await runIdOf(loop)) !== before, { withinMs: 30_000, what: 'the next run' });
};
const casesOf = async ({ workflowId }: Loop) =>
  (await worker.records.cases.list({}, 100)).filter((row) => row.workflowId === workflowId);
const openCasesOf = async (loop: Loop): Promise<number> =>
  (await casesOf(loop)).filter(({ closedAt }) => closedAt === undefined).length;

describe('A loop that continues as new', () => {
  it.concurrent.each(LOOPS)(
    'The loop $type hands its open case over, closes it once, and opens another when it is refused again',
    async ({ type, input }) => {
      refused.add(type);
      const loop = await start(type, input);
      await untilRenewed(loop);
      expect(await openCasesOf(loop)).toBe(1);

      refused.delete(type);
      await until(async () => (await openCasesOf(loop)) === 0, { what: 'the case to close' });
      await untilRenewed(loop);
      expect(await casesOf(loop)).toHaveLength(1);

      refused.add(type);
      await until(async () => (await openCasesOf(loop)) === 1, { what: 'a second case' });
      expect(await casesOf(loop)).toHaveLength(2);

      const first = { workflowId: loop.workflowId, runId: loop.firstExecutionRunId };
      await keepHistory(worker.client, `${type}/continued-as-new`, first);
      const runs = [
        await runOf(worker.client, first.workflowId, first.runId),
        await runOf(worker.client, first.workflowId),
      ];
      expect(await replay(worker.bundle, runs)).toEqual([]);
      await worker.client.workflow.getHandle(loop.workflowId).terminate();
    },
  );
});
