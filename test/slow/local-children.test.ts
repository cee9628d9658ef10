import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, expect, it } from '@jest/globals';
import { startProcessGroup } from '../../lab/local/process-group.js';
import { until } from '../support/until.js';

function isAlive(pid: number): boolean {
  try {
    // One that has ended but was not collected yet shows as Z, where there is a /proc to ask.
    const stat = `/proc/${pid}/stat`;
    return process.kill(pid, 0) && !(existsSync(stat) && /\) Z/.test(readFileSync(stat, 'utf8')));
  } catch {
    return false;
  }
}

const node = (script: string) => ({ command: process.execPath, args: ['-e', script] });

describe('child processes of a run', () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'exit', 'exception'] as const)(
    'Child processes end with a parent that ends by %s, and its temporary folders are removed',
    async (how) => {
      const args = ['--import', './test/support/typescript.mjs', './test/support/process-group-parent.ts'];
      const stubborn = how === 'SIGKILL' ? ['stubborn'] : [];
      const parent = spawn(process.execPath, [...args, ...stubborn], { stdio: ['pipe', 'pipe', 'ignore'] });
      const [line] = await once(createInterface({ input: parent.stdout }), 'line');
      const { pids, folder }: { pids: number[]; folder: string } = JSON.parse(String(line));
      expect([pids.every(isAlive), existsSync(folder)]).toEqual([true, true]);
      if (how === 'exit' || how === 'exception') parent.stdin.write(how);
      else parent.kill(how);
      await until(() => !pids.some(isAlive) && !existsSync(folder), { what: 'the end of the children' });
    },
    20_000,
  );

  it('Child processes count as started once they report that they are ready, and all their lines are read', async () => {
    const family = startProcessGroup();
    const lines: string[] = [];
    const script = "console.log('one'); console.error('two'); console.log('ready now'); setInterval(() => {}, 1000)";
    const child = await family.spawn({
      name: 'talker',
      ...node(script),
      ready: /ready/,
      onLine: (line) => lines.push(line),
    });
    await until(() => lines.length === 3);
    expect([...lines].sort()).toEqual(['one', 'ready now', 'two']);
    child.kill('SIGKILL');
    expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
    await family.stop();
  });

  it('Child processes are stopped in reverse order of their start', async () => {
    const family = startProcessGroup();
    const ended: string[] = [];
    for (const name of ['database', 'engine', 'worker']) {
      const child = await family.spawn({
        name,
        ...node("console.log('up'); setInterval(() => {}, 1000)"),
        ready: /up/,
      });
      void child.exited.then(() => ended.push(name));
    }
    await family.stop();
    expect(ended).toEqual(['worker', 'engine', 'database']);
  });

  it('Child processes that fail to start are reported with their last words', async () => {
    const family = startProcessGroup();
    const failing = { name: 'loser', ...node("console.error('no luck'); process.exit(3)"), ready: /up/ };
    await expect(family.spawn(failing)).rejects.toThrow(/loser ended immediately \(3\).*no luck/s);
    await expect(family.spawn({ name: 'ghost', command: '/no/such/program' })).rejects.toThrow(/ghost could not be/);
    const silent = { name: 'mute', ...node('setInterval(() => {}, 1000)'), ready: /up/, readyWithinMs: 100 };
    await expect(family.spawn(silent)).rejects.toThrow(/mute did not get ready/);
    await family.stop();
  });
});
