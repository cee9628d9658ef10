import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure, type WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import { parseBrand } from '../../config/load-brand.js';
import { followerWorkflowId } from '../../domain/followers.js';
import { neededLoops, unneededLoops } from '../../domain/loops.js';
import { publisherWorkflowId, syncProductsWorkflowId } from '../../domain/names.js';
import { endUnneededLoops } from '../../systems/executions.js';
import type { Follow, PublishStock, SyncProducts } from '../../workflows/messages.js';
import { replay, runOf } from '../support/harness/histories.js';
import { keepHistory, type WorkflowType } from '../support/harness/kept-histories.js';
import { startWorkerOver, type WorkerUnderTest } from '../support/harness/worker-under-test.js';
import { until } from '../support/until.js';

/** Loops whose counterpart refuses them. */
const refused = new Set<WorkflowType>();
/** Loops whose counterpart answers nothing, while this lasts. */
const silent = new Set<WorkflowType>();
let speak = (): void => {};
const never = new Promise<void>((resolve) => {
  speak = resolve;
});
async function round<T>(type: WorkflowType, result: T): Promise<T> {
  if (silent.has(type)) await never;
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
  {
    type: 'follow',
    input: { ...pace, follower: 'centra' } satisfies Follow,
    idOf: (ofBrand: string) => followerWorkflowId(ofBrand, 'centra'),
  },
  {
    type: 'publishStock',
    input: { ...pace, target: 'centra', flows } satisfies PublishStock & typeof pace,
    idOf: (ofBrand: string) => publisherWorkflowId(ofBrand, 'centra'),
  },
  { type: 'syncProducts', input: pace satisfies SyncProducts, idOf: syncProductsWorkflowId },
] as const satisfies readonly { type: WorkflowType; input: object; idOf: (ofBrand: string) => string }[];

let worker: WorkerUnderTest;
beforeAll(async () => {
  worker = await startWorkerOver('long-running', activities);
});
afterAll(async () => {
  speak();
  await worker?.close();
});

type Loop = WorkflowHandleWithFirstExecutionRunId;
const start = (type: WorkflowType, input: object, workflowId = `${type}/${Date.now()}`): Promise<Loop> =>
  worker.client.workflow.start(type, {
    workflowId,
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

/** A brand of tills and a WMS, which had a web shop before. */
const withoutShop = (name: string) =>
  parseBrand(
    `{brand: ${name}, currency: SEK, couriers: {}, locations: [
      {id: dc, kind: warehouse, name: DC, sitoo: 20, wms: 1}, {id: s1, kind: store, name: Store, sitoo: 7}]}`,
    'brand.yaml',
  );

describe('A loop that its brand no longer needs', () => {
  it('Every kind of loop that a brand may need is among those that end here', () => {
    const kindOf = (workflowId: string) => workflowId.split('/')[0];
    const of = withoutShop('any');
    const kinds = new Set([...neededLoops(of), ...unneededLoops(of)].map(kindOf));
    expect([...kinds].sort()).toEqual(LOOPS.map(({ idOf }) => kindOf(idOf('any'))).sort());
  });

  const STATES = {
    'is at rest': async () => {},
    'is refused and has asked': async () => {
      for (const { type } of LOOPS) refused.add(type);
    },
    'waits for a call that nobody answers': async () => {
      for (const { type } of LOOPS) silent.add(type);
    },
    'was paused by a person': async () => {},
  };

  it.each(Object.entries(STATES))(
    'A loop that is no longer needed while it %s closes its case, ends well and is not missed',
    async (state, bring) => {
      const ofBrand = withoutShop(`gone-${Object.keys(STATES).indexOf(state)}`);
      await bring();
      const loops = await Promise.all(
        LOOPS.map(({ type, input, idOf }) => start(type, { ...input, brand: ofBrand.brand }, idOf(ofBrand.brand))),
      );
      if (state === 'was paused by a person')
        await worker.client.workflow
          .getHandle(publisherWorkflowId(ofBrand.brand, 'centra'))
          .signal('pause', { by: 'Kim' });
      const asked = async (loop: Loop) => (await openCasesOf(loop)) === 1;
      if (refused.size > 0)
        for (const loop of loops) await until(() => asked(loop), { what: `the case of ${loop.workflowId}` });

      expect((await endUnneededLoops(worker.client, ofBrand)).sort()).toEqual(
        loops.map(({ workflowId }) => workflowId).sort(),
      );
      for (const loop of loops) await loop.result();
      for (const loop of loops) expect([loop.workflowId, await openCasesOf(loop)]).toEqual([loop.workflowId, 0]);
      if (refused.size > 0)
        for (const loop of loops)
          expect((await casesOf(loop)).map(({ outcome }) => outcome)).toEqual(['auto-resolved']);
      expect(await endUnneededLoops(worker.client, ofBrand)).toEqual([]);
      refused.clear();
      silent.clear();
    },
  );
});
