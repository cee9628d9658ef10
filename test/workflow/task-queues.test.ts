import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NativeConnection } from '@temporalio/worker';
import { connect } from '../../client/temporal.js';
import { createLog } from '../../config/log.js';
import { brandWorkers } from '../../workers/brand-workers.js';
import { installRuntime } from '../../workers/runtime.js';
import type { WorkerGroup } from '../../workers/worker-group.js';
import { fullNameOf, routedActivities, routeOf, TASK_QUEUES, type TaskQueue } from '../../workflows/task-queues.js';
import type { CallOfTest } from '../support/calls-of-test.js';
import { temporalNamespace, temporalOfTheRun } from '../support/temporal-of-the-run.js';
import { until } from '../support/until.js';

const taskQueue = `queues-${randomUUID()}`;
const QUEUES = Object.keys(TASK_QUEUES) as TaskQueue[];

/** One call for each queue, by the routes: of an activity that goes there, with what makes it go there. */
const CALLS = new Map<TaskQueue | undefined, CallOfTest>(
  routedActivities().flatMap((activity) =>
    ['centra', 'sitoo']
      .flatMap((origin) => ['store', 'warehouse'].map((kind) => ({ origin, kind, refund: { number: '1' } })))
      .map((input) => [routeOf(activity, input).queue, { activity, input }] as const),
  ),
);
const callOf = (queue: TaskQueue | undefined): CallOfTest => {
  const call = CALLS.get(queue);
  if (call === undefined) throw new Error(`No activity goes to ${queue}.`);
  return call;
};

/** A counterpart that does not answer until the test says so. */
const hanging = { begun: 0, answered: 0, release: (): void => {} };
let released = Promise.resolve();
const hang = (call: CallOfTest): CallOfTest => ({ ...call, input: { ...call.input, hangs: true } });
async function answer({ hangs }: { hangs?: true }): Promise<void> {
  if (!hangs) return;
  hanging.begun += 1;
  await released;
  hanging.answered += 1;
}

let workers: WorkerGroup;
let client: Awaited<ReturnType<typeof connect>>;
let connection: NativeConnection;
let running: Promise<void>;
beforeAll(async () => {
  installRuntime(createLog('queues', { terminal: false, destination: { write() {} } }));
  client = await connect(temporalOfTheRun());
  connection = await NativeConnection.connect(temporalOfTheRun());
  workers = await brandWorkers({
    connection,
    namespace: temporalNamespace,
    taskQueue,
    activities: Object.fromEntries(routedActivities().map((name) => [name, answer])),
    workflows: { path: fileURLToPath(new URL('../support/calls-of-test.ts', import.meta.url)) },
    rehearsal: true,
  });
  running = workers.run();
});
afterAll(async () => {
  hanging.release();
  workers?.shutdown();
  await running;
  await client?.connection.close();
  await connection?.close();
});

const start = (calls: readonly CallOfTest[]) =>
  client.workflow.start('callAll', { workflowId: `calls/${randomUUID()}`, taskQueue, args: [calls] });

/** Lets so many calls hang, and waits until as many as there are places for have begun. */
async function letHang(call: CallOfTest, count: number, places: number) {
  released = new Promise((resolve) => (hanging.release = resolve));
  hanging.begun = 0;
  hanging.answered = 0;
  const perWorkflow = 50;
  const handles = [];
  for (let left = count; left > 0; left -= perWorkflow)
    handles.push(await start(Array.from({ length: Math.min(perWorkflow, left) }, () => hang(call))));
  await until(() => hanging.begun >= places || undefined);
  return handles;
}

describe('the task queues of a brand', () => {
  it('Every queue that a route names is polled by a worker of the process', async () => {
    expect(workers.state().map((worker) => worker.taskQueue)).toEqual([
      taskQueue,
      ...QUEUES.map((queue) => fullNameOf(taskQueue, queue)),
    ]);
    for (const { taskQueue: name, state } of workers.state()) {
      expect(state).toBe('RUNNING');
      await until(async () => {
        const { pollers } = await client.workflowService.describeTaskQueue({
          namespace: temporalNamespace,
          taskQueue: { name },
          taskQueueType: 2,
        });
        return (pollers?.length ?? 0) > 0 || undefined;
      });
    }
  });

  it('Four hundred orders that wait for a warehouse which does not answer hold up no follower, store, shop or publisher', async () => {
    const warehouse = { activity: 'placeFulfilment', input: { origin: 'centra', kind: 'warehouse' } };
    const orders = await letHang(warehouse, 400, TASK_QUEUES['centra-wms']);
    await (
      await start([
        { activity: 'readChanges', input: { follower: 'sitoo' } },
        { activity: 'readTillSales', input: {} },
        { activity: 'placeFulfilment', input: { origin: 'centra', kind: 'store' } },
        { activity: 'cancelFulfilment', input: { kind: 'store' } },
        { activity: 'createShipment', input: {} },
        { activity: 'publishStock', input: { target: 'centra' } },
      ])
    ).result();
    // All of that happened while every order still waited.
    expect(hanging).toMatchObject({ begun: TASK_QUEUES['centra-wms'], answered: 0 });
    hanging.release();
    await Promise.all(orders.map((order) => order.result()));
    expect(hanging.answered).toBe(400);
  });

  it(`Calls that hang in any of ${QUEUES.length} queues hold up no call of any other`, async () => {
    for (const queue of QUEUES) {
      const places = TASK_QUEUES[queue];
      const handles = await letHang(callOf(queue), places + 1, places);
      await (await start([undefined, ...QUEUES.filter((other) => other !== queue)].map(callOf))).result();
      expect({ queue, answered: hanging.answered }).toEqual({ queue, answered: 0 });
      hanging.release();
      await Promise.all(handles.map((handle) => handle.result()));
    }
  });
});
