import { describe, expect, it } from '@jest/globals';
import { FOLLOWER_NAMES } from '../../domain/followers.js';
import { TARGETS } from '../../domain/stock/flows.js';
import { workerGroup } from '../../workers/worker-group.js';
import { routedActivities, routeOf, TASK_QUEUES, type TaskQueue } from '../../workflows/task-queues.js';

/** Every input that a route can tell apart. */
const INPUTS = ['centra', 'sitoo'].flatMap((origin) =>
  ['store', 'warehouse'].flatMap((kind) =>
    [['sitoo'], ['wms'], ['sitoo', 'wms']].flatMap((pickers) =>
      ['77', 'wms-C1-1'].map((number) => ({ origin, kind, pickers, refund: { number } })),
    ),
  ),
);

interface Loop {
  readonly name: string;
  /** It runs now and then, by a schedule; two runs of it never meet. */
  readonly isPeriodic: boolean;
}

/** Workflows of the queues that belong to loops, as often as each runs: found by the activities that they call. */
function loopsByQueue(): Map<TaskQueue, Loop[]> {
  const OF_LOOPS: readonly (TaskQueue | undefined)[] = ['followers', 'till-sales', 'stock'];
  const inputs = { readChanges: FOLLOWER_NAMES.filter((one) => one !== 'till-sales'), publishStock: TARGETS };
  const loops = new Map<TaskQueue, Loop[]>();
  for (const activity of routedActivities()) {
    const { queue } = routeOf(activity, INPUTS[0]);
    if (queue === undefined || !OF_LOOPS.includes(queue)) continue;
    const runs = inputs[activity as keyof typeof inputs] ?? [activity];
    const isPeriodic = !['readChanges', 'readTillSales', 'publishStock'].includes(activity);
    loops.set(queue, [...(loops.get(queue) ?? []), ...runs.map((name) => ({ name, isPeriodic }))]);
  }
  return loops;
}

/** A worker that runs until it is told to stop, or fails. */
function fakeWorker(taskQueue: string) {
  let state: 'INITIALIZED' | 'RUNNING' | 'STOPPED' | 'FAILED' = 'INITIALIZED';
  let end: (failure?: Error) => void = () => {};
  return {
    options: { taskQueue },
    getState: () => state,
    async run(): Promise<void> {
      state = 'RUNNING';
      await new Promise<void>((resolve, reject) => {
        end = (failure) => (failure ? reject(failure) : resolve());
      }).catch((failure: unknown) => {
        state = 'FAILED';
        throw failure;
      });
      state = 'STOPPED';
    },
    shutdown: () => end(),
    fail: () => end(new Error(`${taskQueue} is out of order`)),
  };
}

describe('task queues', () => {
  it('Every activity goes, whatever it is given, to a queue that has a worker', () => {
    const queues = routedActivities().flatMap((name) => INPUTS.map((input) => routeOf(name, input).queue));
    expect(queues.length).toBeGreaterThan(150);
    for (const queue of new Set(queues)) expect([undefined, ...Object.keys(TASK_QUEUES)]).toContain(queue);
  });

  it('Every queue that has a worker is the way of some activity', () => {
    const used = new Set(routedActivities().flatMap((name) => INPUTS.map((input) => routeOf(name, input).queue)));
    // The warehouse fulfils everything of a till, and a store fulfils nothing of one.
    expect(Object.keys(TASK_QUEUES).filter((queue) => !used.has(queue as keyof typeof TASK_QUEUES))).toEqual([]);
  });

  it('Loops that share a queue have a place each, and one more each while an attempt that has timed out still ends', () => {
    const loops = loopsByQueue();
    process.stdout.write(`${[...loops.values()].flat().length} loops in ${loops.size} queues\n`);
    expect([...loops.keys()].sort()).toEqual(['followers', 'stock', 'till-sales']);
    for (const [queue, ofQueue] of loops) {
      const needed = ofQueue.reduce((places, { isPeriodic }) => places + (isPeriodic ? 1 : 2), 0);
      expect([queue, TASK_QUEUES[queue]]).toEqual([queue, needed]);
    }
  });

  it('What an activity without a route is given decides nothing: it stays in the queue of its workflow', () => {
    for (const name of ['nothing', 'toString', 'constructor']) expect(routeOf(name, {}).queue).toBeUndefined();
  });

  it('A cancellation goes before other calls of its queue', () => {
    expect(routeOf('cancelFulfilment', { kind: 'store' })).toEqual({ queue: 'sitoo', priorityKey: 1 });
    expect(routeOf('readFulfilment', { kind: 'store' })).toEqual({ queue: 'sitoo' });
  });

  it('When one worker of a process fails all stop, and the process learns why', async () => {
    const workers = ['main', 'centra', 'wms'].map(fakeWorker);
    const all = workerGroup(workers);
    const running = all.run();
    expect(all.state().map(({ state }) => state)).toEqual(['RUNNING', 'RUNNING', 'RUNNING']);
    workers[1]?.fail();
    await expect(running).rejects.toThrow('centra is out of order');
    expect(all.state()).toEqual([
      { taskQueue: 'main', state: 'STOPPED' },
      { taskQueue: 'centra', state: 'FAILED' },
      { taskQueue: 'wms', state: 'STOPPED' },
    ]);
  });

  it('When one worker of a process ends all end', async () => {
    const workers = ['main', 'centra', 'wms'].map(fakeWorker);
    const running = workerGroup(workers).run();
    workers[2]?.shutdown();
    await running;
    expect(workers.map((worker) => worker.getState())).toEqual(['STOPPED', 'STOPPED', 'STOPPED']);
  });
});
