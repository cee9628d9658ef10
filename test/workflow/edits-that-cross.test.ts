import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Case } from '../../domain/cases/case.js';
import { asId } from '../support/ids.js';
import { type Script, type ScriptedRun, startScriptedWorker } from '../support/scripted/scripted-worker.js';
import { afterPlacing, line, ofOrder, order, progress, sent } from '../support/scripted/scripts.js';
import { until } from '../support/until.js';

let worker: Awaited<ReturnType<typeof startScriptedWorker>>;
beforeAll(async () => {
  worker = await startScriptedWorker('edits-that-cross');
});
afterAll(() => worker?.close());

async function play(script: Script): Promise<ScriptedRun> {
  const run = await worker.play(script);
  await script.drive?.(run);
  return run;
}

const asked = (run: ScriptedRun, code: string): Promise<Case> =>
  until(() => run.openCases().find((open) => open.code === code), { what: `case ${code}`, withinMs: 60_000 });

async function answer(run: ScriptedRun, code: string, choice: string): Promise<void> {
  const { caseId } = await asked(run, code);
  await run.handle.executeUpdate('resolveCase', { args: [{ caseId, answer: choice, by: 'Kim' }] });
}

const oneSent = progress({
  stage: 'sent',
  final: true,
  picked: [{ line: asId('11'), quantity: 1 }],
  parcels: [{ ref: 'p1', lines: [{ line: asId<never>('11'), quantity: 1 }], packages: 1 }],
});

describe('units that are cancelled while another shipment leaves', () => {
  it.concurrent('Money for units that are cancelled while the last shipment leaves is released before it is completed, or right after the cancellation', async () => {
    const reserve = { minor: 200, isTooMuch: false };
    const lines = [line(), line({ line: asId('12'), allocations: [{ location: 'dc', quantity: 2 }] })];
    const of = [{ line: asId<never>('12'), quantity: 2 }];
    const fromDc = { ...sent, fulfilment: 2, ref: 'r2', picked: of, parcels: [{ ref: 'p2', lines: of, packages: 1 }] };
    let free: (() => void) | undefined;
    const held = new Promise((resolve) => {
      free = () => resolve({ cancelled: true });
    });
    const run = await play(
      ofOrder(
        {
          placeFulfilment: (call) => ({ outcome: 'placed', ref: `r${call + 1}`, dueAt: Date.now() + 3_600_000 }),
          cancelUnits: () => held,
          readOrder: () =>
            order({ lines: [line({ quantity: 1 }), ...lines.slice(1)], reserve: { ...reserve, isTooMuch: true } }),
        },
        afterPlacing(oneSent),
        order({ lines, reserve }),
      ),
    );
    await answer(run, 'store.short-pick', 'cancel-line');
    await run.called('cancelUnits');
    expect(run.calls('releaseReserve')).toBe(1);
    await run.handle.signal('fulfilmentsProgressed', [fromDc]);
    await run.called('completeShipment', 2);
    expect(run.calls('releaseReserve')).toBe(2);
    free?.();
    await run.called('releaseReserve', 3);
  });
});
