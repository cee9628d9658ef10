import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  beAway,
  breakContract,
  refuse,
  type Script,
  startScriptedWorker,
  throttle,
} from '../support/scripted/scripted-worker.js';
import { INPUTS, PRODUCTS } from '../support/scripted/scripts.js';
import { until } from '../support/until.js';

/** How long each loop of this file may fail before a person is told, ms: more than a bounded round of attempts. */
const ALARM_AFTER_MS = 4_000;
/** Clocks of server and worker. */
const TOLERANCE_MS = 200;

const LOOPS = [
  { type: 'follow', step: 'readChanges', done: { more: false } },
  { type: 'publishStock', step: 'publishStock', done: { calls: 0, figures: 0, refused: 0 } },
  { type: 'syncProducts', step: 'readProductChanges', done: { changed: 0, due: 0 } },
] as const;

let worker: Awaited<ReturnType<typeof startScriptedWorker>>;
beforeAll(async () => {
  worker = await startScriptedWorker('alarms');
});
afterAll(() => worker?.close());

const loop = ({ type, step }: (typeof LOOPS)[number], answer: (call: number) => unknown): Script => ({
  type,
  input: { ...INPUTS[type], alarmAfterMs: ALARM_AFTER_MS },
  answers: { ...PRODUCTS, [step]: answer },
});

describe('the alarm of a loop', () => {
  it.concurrent.each(LOOPS)(
    'The alarm of $type opens when its promise is over and not before, and closes with the first success',
    async (row) => {
      let isAway = true;
      let firstFailure = 0;
      const run = await worker.play(
        loop(row, () => {
          if (!isAway) return row.done;
          firstFailure ||= Date.now();
          return beAway();
        }),
      );
      const open = await run.nextCase();
      expect(open).toMatchObject({ code: 'system.unreachable', answers: ['retry'] });
      expect(Date.parse(open.openedAt) - firstFailure).toBeGreaterThanOrEqual(ALARM_AFTER_MS - TOLERANCE_MS);
      isAway = false;
      await until(() => run.closedWith(open.caseId) === 'auto-resolved', {
        withinMs: 60_000,
        what: 'the case to close',
      });
    },
  );

  it.concurrent.each(LOOPS)('What only a person can fix is a case of $type immediately', async (row) => {
    const run = await worker.play(loop(row, refuse));
    const open = await run.nextCase();
    expect(run.calls(row.step)).toBe(1);
    expect(open.code).toBe('system.unreachable');
  });

  it.concurrent.each(LOOPS)('An answer that breaks its contract is a case of $type that says so', async (row) => {
    const run = await worker.play(loop(row, breakContract));
    expect((await run.nextCase()).code).toBe('system.contract-broken');
  });

  it.concurrent.each(LOOPS)('A short outage of $type is no case', async (row) => {
    const run = await worker.play(loop(row, (call) => (call < 2 ? beAway() : row.done)));
    await run.called(row.step, 4);
    expect(run.calls('recordCaseOpened')).toBe(0);
  });

  it.concurrent('Waiting for our own budget of calls is no case when an outage is one already', async () => {
    const [follow] = LOOPS;
    const away = await worker.play(loop(follow, beAway));
    const throttled = await worker.play(loop(follow, throttle));
    await away.nextCase();
    expect(throttled.openCases()).toEqual([]);
    expect((await throttled.nextCase()).code).toBe('system.throttled');
  });
});

describe('the comparison of stock', () => {
  it('One location that is refused has a case, and all others are compared', async () => {
    let compared = 0;
    const run = await worker.play({
      type: 'reconcileStock',
      input: INPUTS.reconcileStock,
      answers: {
        locationsToReconcile: () => ({ locations: ['store-01', 'store-02', 'dc'] }),
        reconcileLocation: (call) => {
          if (call === 0) return refuse();
          compared += 1;
          return { compared: 1, corrected: 0, moving: 0, found: 0 };
        },
        raiseSafetyStockCases: () => ({ locations: [] }),
      },
    });
    expect(await run.handle.result()).toMatchObject({ compared: 2, notCompared: ['store-01'] });
    expect(compared).toBe(2);
    expect(run.calls('raiseNotCompared')).toBe(1);
  });
});
