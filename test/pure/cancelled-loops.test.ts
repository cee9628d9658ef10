import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { checkpoint, progressBefore, signOfLife } from '../../activities/checkpoint.js';
import { awaitingLoopsOf } from '../support/loops.js';
import { projectFiles } from '../support/sources.js';

const activities = projectFiles('activities').filter((file) => file.endsWith('.ts'));
const loops = activities.flatMap((file) => awaitingLoopsOf(file, readFileSync(file, 'utf8'), 'checkpoint'));

/** Loops that must run to their end, with the reason. */
const RUN_TO_THEIR_END: Readonly<Record<string, string>> = {
  'activities/stock/publish/bisect-refused.ts':
    'every call that it makes ends when cancelled, and then all lines that were not sent must wait again',
};

describe('loops of activities', () => {
  it('Every loop that waits for something ends when Temporal has given its attempt up', () => {
    expect(loops.length).toBeGreaterThan(30);
    const deaf = loops.filter(({ calls }) => !calls);
    const allowed = deaf.filter(({ file }) => RUN_TO_THEIR_END[file] !== undefined);
    expect(deaf.filter((loop) => !allowed.includes(loop)).map(({ file, line }) => `${file}:${line}`)).toEqual([]);
    expect([...new Set(allowed.map(({ file }) => file))]).toEqual(Object.keys(RUN_TO_THEIR_END));
    process.stdout.write(`${loops.length} loops in ${activities.length} files\n`);
  });

  it('No other sign of life wipes out how far an activity has got', () => {
    const own = activities.filter((file) => /\bheartbeat\(/.test(readFileSync(file, 'utf8')));
    expect(own).toEqual(['activities/checkpoint.ts']);
  });

  it('A loop that does not stop is found, wherever it awaits', () => {
    const text = `
      async function f(all) {
        for (const one of all) await g(one);
        for (const one of await all) h(one);
        while (await more()) { checkpoint(); }
        for (;;) { run(async () => { checkpoint(); await g(); }); await g(); }
        for (const one of all) { later(async () => { await g(one); }); }
      }`;
    expect(awaitingLoopsOf('f.ts', text, 'checkpoint').map(({ line, calls }) => [line, calls])).toEqual([
      [3, false],
      [5, true],
      [6, false],
    ]);
  });
});

describe('a checkpoint', () => {
  const environment = (info = {}) => new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });

  it('A checkpoint ends an attempt that was cancelled or has timed out', async () => {
    const attempt = environment();
    let rounds = 0;
    const run = attempt.run(async () => {
      for (; rounds < 10; rounds += 1) {
        checkpoint();
        if (rounds === 3) attempt.cancel('TIMED_OUT');
        await Promise.resolve();
      }
    });
    await expect(run).rejects.toBeInstanceOf(CancelledFailure);
    expect(rounds).toBe(4);
  });

  it('A sign of life keeps what was reported last, in this attempt or the one before', async () => {
    const attempt = environment({ heartbeatDetails: { page: 3 } });
    const reported: unknown[] = [];
    attempt.on('heartbeat', (details: unknown) => reported.push(details));
    await attempt.run(async () => {
      reported.push(progressBefore());
      signOfLife();
      checkpoint({ page: 4 });
      signOfLife();
      checkpoint();
    });
    expect(reported.map((one) => JSON.stringify(one))).toEqual([3, 3, 4, 4, 4].map((page) => JSON.stringify({ page })));
  });

  it('A checkpoint outside an activity does nothing', () => {
    expect(() => checkpoint({ page: 1 })).not.toThrow();
    expect(progressBefore()).toBeUndefined();
  });
});
