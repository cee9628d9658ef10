import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure, type WorkflowHandle } from '@temporalio/client';
import type { PublishReport, PublishRequest } from '../../activities/stock/publish/publish-run.js';
import type { PublisherState, PublishStock } from '../../workflows/messages.js';
import { replay, runOf } from '../support/harness/histories.js';
import { keepHistory, type Way } from '../support/harness/kept-histories.js';
import { startWorkerOver, type WorkerUnderTest } from '../support/harness/worker-under-test.js';
import { until } from '../support/until.js';

/** What the loop asked for, when, and what it is answered. */
const asked: { input: PublishRequest; at: number }[] = [];
let answer: (input: PublishRequest) => PublishReport = () => ({ calls: 0, figures: 0, refused: 0 });

const publishStock = async (input: PublishRequest): Promise<PublishReport> => {
  asked.push({ input, at: Date.now() });
  return answer(input);
};

let worker: WorkerUnderTest;
beforeAll(async () => {
  worker = await startWorkerOver('push', { publishStock });
});
afterAll(() => worker?.close());

async function loopOf(brand: string, flows: PublishStock['flows']): Promise<WorkflowHandle> {
  asked.length = 0;
  const input: PublishStock = { brand, target: 'centra', flows, everyMs: 60_000, woken: false, alarmAfterMs: 0 };
  const workflowId = `push-${randomUUID()}`;
  return worker.client.workflow.start('publishStock', { workflowId, taskQueue: worker.taskQueue, args: [input] });
}

async function endOf(loop: WorkflowHandle, way: Way): Promise<void> {
  await keepHistory(worker.client, way, loop);
  expect(await replay(worker.bundle, [await runOf(worker.client, loop.workflowId)])).toEqual([]);
  await loop.terminate();
}

describe('a scheduled flow that was released', () => {
  it('A scheduled flow stays released until what waited is published, however busy the day is', async () => {
    // Immediate flows always have more to publish.
    answer = ({ releasedAt = {} }) => ({ calls: 1, figures: 1, refused: 0, againMs: 0, published: keysOf(releasedAt) });
    const loop = await loopOf('busy', {
      storesToCentra: { mode: 'scheduled', maxStalenessMs: 60_000 },
      warehouseToCentra: { mode: 'immediate', maxStalenessMs: 60_000 },
    });
    const before = Date.now();
    await loop.signal('releaseFlow', { flow: 'storesToCentra' });
    await until(() => asked.some(({ input }) => input.flows.storesToCentra !== undefined));
    await until(async () => (await loop.query<PublisherState>('publisherState')).released.length === 0);
    const released = asked.filter(({ input }) => input.flows.storesToCentra !== undefined);
    expect(released).toHaveLength(1);
    expect(released[0]?.input.releasedAt?.storesToCentra).toBeGreaterThanOrEqual(before - 1_000);
    answer = () => ({ calls: 0, figures: 0, refused: 0 });
    await endOf(loop, 'publishStock/released-flow');
  });
});

describe('a counterpart that takes no stock', () => {
  it('A counterpart that accepts nothing opens a case when its promise is over, is not called more often, and a pause is respected', async () => {
    answer = () => {
      throw ApplicationFailure.create({ message: 'Nobody answers.' });
    };
    const loop = await loopOf('away', { warehouseToCentra: { mode: 'immediate', maxStalenessMs: 60_000 } });
    await loop.signal('wake');
    const open = async () => (await worker.records.cases.list({ open: true }, 10)).length;
    await until(async () => (await open()) === 1, { withinMs: 10_000 });
    expect(asked).toHaveLength(2);
    for (let i = 0; i < 20; i += 1) await loop.signal('wake');
    await until(() => asked.length > 2, { withinMs: 10_000 });
    expect((asked[2]?.at ?? 0) - (asked[1]?.at ?? 0)).toBeGreaterThanOrEqual(900);

    await until(() => asked.length === 4, { withinMs: 10_000 });
    await loop.signal('pause', { by: 'Tester' });
    answer = () => ({ calls: 0, figures: 0, refused: 0 });
    await loop.signal('resume', { by: 'Tester' });
    await until(async () => (await open()) === 0, { withinMs: 5_000 });
    await endOf(loop, 'publishStock/refused-and-recovered');
  });
});

const keysOf = (released: NonNullable<PublishRequest['releasedAt']>): ('storesToCentra' | 'warehouseToCentra')[] =>
  (['storesToCentra', 'warehouseToCentra'] as const).filter((flow) => released[flow] !== undefined);
