import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { keepAlive } from '../../lab/day/harness/keep-alive.js';
import type { Child, ChildEnd } from '../../lab/local/process-group.js';

const SPEC = { name: 'the worker', command: 'worker' };

/** Processes that a test ends; of the starts after the first one, so many fail. */
function processes(failures: number) {
  const running: { child: Child; end: (how: ChildEnd) => void; isStopped: boolean }[] = [];
  let starts = 0;
  return {
    running,
    starts: () => starts,
    spawn: async (): Promise<Child> => {
      starts += 1;
      if (starts > 1 && starts <= 1 + failures) throw new Error('the worker ended immediately (SIGKILL)');
      let end: (how: ChildEnd) => void = () => undefined;
      const exited = new Promise<ChildEnd>((resolve) => {
        end = resolve;
      });
      const one = { end, isStopped: false };
      const stop = async (): Promise<void> => {
        one.isStopped = true;
        end({ code: 0, signal: null });
      };
      running.push(
        Object.assign(one, { child: { name: SPEC.name, pid: starts, exited, kill: () => undefined, stop } }),
      );
      return { name: SPEC.name, pid: starts, exited, kill: () => undefined, stop };
    },
  };
}

describe('a process that is kept alive', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('A process that is killed in each of its next twenty starts is still started again, with pauses in between', async () => {
    const family = processes(20);
    const said: string[] = [];
    const kept = await keepAlive(family, SPEC, (line) => said.push(line));
    family.running[0]?.end({ code: null, signal: 'SIGKILL' });
    await jest.advanceTimersByTimeAsync(20 * 30_000);
    expect(family.starts()).toBe(22);
    expect(kept.pid).toBe(22);
    expect(said).toHaveLength(20);
    expect(said.at(-1)).toContain('the worker is started again in 30 s');
    await kept.stop();
  });

  it('A process that is no longer wanted is not started again, also in the pause before a start', async () => {
    const family = processes(100);
    const kept = await keepAlive(family, SPEC, () => undefined);
    family.running[0]?.end({ code: 1, signal: null });
    await jest.advanceTimersByTimeAsync(5_000);
    await kept.stop();
    const starts = family.starts();
    await jest.advanceTimersByTimeAsync(600_000);
    expect(family.starts()).toBe(starts);
  });
});
