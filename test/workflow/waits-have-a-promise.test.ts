import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answersTo } from '../../domain/cases/catalogue.js';
import { FULFILMENT_WAITS, ORDER_WAITS, type Promised } from '../../domain/order/waits.js';
import { refuse, startScriptedWorker } from '../support/scripted/scripted-worker.js';
import { ERROR_IN_WAREHOUSE, WAIT_MS, WAITING_ORDERS } from '../support/scripted/scripts.js';

/** Clocks of server and worker, and the moment at which a test learns that the wait has begun. */
const TOLERANCE_MS = 300;

const rows = Object.entries({ ...ORDER_WAITS, ...FULFILMENT_WAITS } as Readonly<
  Record<string, Promised | { readonly never: string }>
>).flatMap(([state, wait]) => ('code' in wait ? [{ state, code: wait.code }] : []));

/** Waits about which a person can answer that the order is to be cancelled. */
const cancellable = Object.entries(ORDER_WAITS).flatMap(([state, wait]) =>
  'code' in wait && answersTo(wait.code).includes('cancel-order') ? [{ state }] : [],
);

let worker: Awaited<ReturnType<typeof startScriptedWorker>>;
beforeAll(async () => {
  worker = await startScriptedWorker('waits');
});
afterAll(() => worker?.close());

describe('a state that waits', () => {
  it('Every state that waits has a row here', () => {
    expect(rows.map(({ state }) => state).sort()).toEqual(Object.keys(WAITING_ORDERS).sort());
    process.stderr.write(`waiting states: ${rows.length}\n`);
  });

  it.concurrent.each(rows)(
    'An order that is $state becomes $code when its promise is over, and not before',
    async (row) => {
      const script = WAITING_ORDERS[row.state];
      if (!script) throw new Error(`no order waits in ${row.state}`);
      const begun = Date.now();
      const run = await worker.play(script);
      await script.drive?.(run);
      const open = await run.nextCase();
      expect(open.code).toBe(row.code);
      expect(Date.parse(open.openedAt) - begun).toBeGreaterThanOrEqual(WAIT_MS - TOLERANCE_MS);
      expect(await run.status()).toBe('RUNNING');
    },
  );

  it('A wait that is answered retry has its promise again, and its end closes the case', async () => {
    const script = WAITING_ORDERS['on-hold'];
    if (!script) throw new Error('no order is on hold');
    const run = await worker.play(script);
    const first = await run.nextCase();
    await run.handle.executeUpdate('resolveCase', { args: [{ caseId: first.caseId, answer: 'retry', by: 'Kim' }] });
    const answered = Date.now();
    await run.called('recordCaseClosed');
    const second = await run.nextCase();
    expect(Date.parse(second.openedAt) - answered).toBeGreaterThanOrEqual(WAIT_MS - TOLERANCE_MS);
    const { facts, settings } = script.input as { facts: object; settings: object };
    await run.handle.signal('orderChanged', {
      facts: { ...facts, state: 'open', revision: 'b', changedAt: 5_000, readAt: 5_000 },
      settings,
    });
    await run.called('placeFulfilment');
    await run.called('recordCaseClosed', 2);
    expect(run.openCases()).toEqual([]);
  });

  it.concurrent.each(cancellable)(
    'A cancellation that is asked for while an order is $state, and waits for a lock, has a promise of its own',
    async ({ state }) => {
      const script = WAITING_ORDERS[state];
      if (!script) throw new Error(`no order waits in ${state}`);
      const locked = { cancelAtOrigin: () => ({ cancelled: false, locked: true }) };
      const run = await worker.play({ ...script, answers: { ...script.answers, ...locked } });
      const { caseId } = await run.nextCase();
      await run.handle.executeUpdate('resolveCase', { args: [{ caseId, answer: 'cancel-order', by: 'Kim' }] });
      const answered = Date.now();
      await run.called('recordCaseClosed');
      const open = await run.nextCase();
      expect(open.code).toBe('order.locked');
      expect(Date.parse(open.openedAt) - answered).toBeGreaterThanOrEqual(WAIT_MS - TOLERANCE_MS);
    },
  );

  it('An order that is cancelled by hand, after its cancellation was refused, ends and leaves no case open', async () => {
    const script = WAITING_ORDERS['on-hold'];
    if (!script) throw new Error('no order is on hold');
    const run = await worker.play({ ...script, answers: { ...script.answers, cancelAtOrigin: refuse } });
    const { caseId } = await run.nextCase();
    await run.handle.executeUpdate('resolveCase', { args: [{ caseId, answer: 'cancel-order', by: 'Kim' }] });
    await run.called('recordCaseOpened', 2);
    expect((await run.nextCase()).code).toBe('cancel.refused');
    const { facts, settings } = script.input as { facts: object; settings: object };
    await run.handle.signal('orderChanged', {
      facts: { ...facts, state: 'cancelled', revision: 'b', changedAt: 5_000, readAt: 5_000 },
      settings,
    });
    expect(await run.handle.result()).toMatchObject({ outcome: 'cancelled' });
    expect(run.openCases()).toEqual([]);
  });

  it('An order in the error state of a warehouse system is a case as soon as it is seen', async () => {
    const run = await worker.play(ERROR_IN_WAREHOUSE);
    await ERROR_IN_WAREHOUSE.drive?.(run);
    expect(await run.nextCase()).toMatchObject({ code: 'warehouse.error', location: 'dc' });
  });
});
