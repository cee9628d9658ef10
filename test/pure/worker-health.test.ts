import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { watchLoopDelay } from '../../systems/loop-delay.js';
import { type Condition, liveness, readiness } from '../../workers/health.js';

const RUNNING: Condition = {
  workers: [
    { taskQueue: 'onepool-b', state: 'RUNNING' },
    { taskQueue: 'onepool-b-sitoo', state: 'RUNNING' },
  ],
  loop: { longestMs: 12, isTooLong: false },
  ping: { state: 'answered', forMs: 1_000 },
  records: true,
};
const one = (state: Condition['workers'][number]['state']): Partial<Condition> => ({
  workers: [...RUNNING.workers, { taskQueue: 'onepool-b-wms', state }],
});

describe('the health of a worker process', () => {
  it.each<[string, Partial<Condition>, boolean, boolean]>([
    ['does its work', {}, true, true],
    ['has a worker that failed', one('FAILED'), false, false],
    ['has a worker that ended', one('STOPPED'), false, false],
    ['finishes what is under way', one('STOPPING'), true, false],
    ['has not begun', one('INITIALIZED'), true, false],
    ['has no worker at all', { workers: [] }, false, false],
    ['stands still', { loop: { longestMs: 9_000, isTooLong: true } }, false, false],
    ['runs while Temporal is away', { ping: { state: 'away', forMs: 3_600_000 } }, true, false],
    ['runs before any follower was started', { ping: { state: 'unknown', forMs: 3_600_000 } }, true, false],
    ['was not answered by a workflow for a moment', { ping: { state: 'silent', forMs: 20_000 } }, true, false],
    ['was not answered by a workflow for over a minute', { ping: { state: 'silent', forMs: 61_000 } }, false, false],
    ['runs while the records are away', { records: false }, true, false],
  ])('A worker process that %s says so', (_case, change, isLive, isReady) => {
    const condition = { ...RUNNING, ...change };
    expect([liveness(condition).ok, readiness(condition).ok]).toEqual([isLive, isReady]);
  });

  it('An answer names the state of the workers, the longest pause, and Temporal in words', () => {
    const { body } = readiness({ ...RUNNING, ...one('FAILED'), ping: { state: 'away', forMs: 1 } });
    expect(body).toEqual({
      workers: { RUNNING: 2, FAILED: 1 },
      longestPauseMs: 12,
      temporal: 'away',
      records: 'answered',
    });
  });
});

describe('the event loop of a process', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('A pause of the event loop counts for twenty seconds, and is too long above five', () => {
    let nowMs = 0;
    const loop = watchLoopDelay(() => nowMs);
    const second = (ms = 1_000) => {
      nowMs += ms;
      jest.advanceTimersByTime(1_000);
    };
    second();
    expect([loop.longestMs, loop.isTooLong]).toEqual([0, false]);
    second(7_000);
    expect([loop.longestMs, loop.isTooLong]).toEqual([6_000, true]);
    for (let i = 0; i < 19; i += 1) second();
    expect(loop.isTooLong).toBe(true);
    second();
    expect([loop.longestMs, loop.isTooLong]).toEqual([0, false]);
    loop.stop();
  });
});
