import { describe, expect, it } from '@jest/globals';
import { workerGroup } from '../../workers/worker-group.js';
import { routedActivities, routeOf, TASK_QUEUES } from '../../workflows/task-queues.js';

/** Every input that a route can tell apart. */
const INPUTS = ['centra', 'sitoo'].flatMap((origin) => ['store', 'warehouse'].map((kind) => ({ origin, kind })));

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
