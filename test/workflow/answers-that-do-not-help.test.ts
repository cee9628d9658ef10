import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answer as answerOpen } from '../support/scripted/answering.js';
import { refuse, type ScriptedRun, startScriptedWorker } from '../support/scripted/scripted-worker.js';
import { afterPlacing, ofOrder, order, progress } from '../support/scripted/scripts.js';
import { until } from '../support/until.js';

let worker: Awaited<ReturnType<typeof startScriptedWorker>>;
beforeAll(async () => {
  worker = await startScriptedWorker('no-help');
});
afterAll(() => worker?.close());

/** Answers the case of this code that is open, and waits for its end. */
async function answer(run: ScriptedRun, code: string, choice: string): Promise<void> {
  const { caseId } = await answerOpen(run, code, choice);
  await until(() => run.closedWith(caseId), { what: `the end of ${caseId}`, withinMs: 60_000 });
}

describe('answers that do not help', () => {
  it('After an answer that left the order as it was, the money is asked for again only by the answer retry', async () => {
    const script = ofOrder(
      {
        createShipment: () => ({ id: 1, status: 'failed', failures: 1 }),
        captureShipment: refuse,
        cancelAtOrigin: refuse,
      },
      afterPlacing(progress()),
    );
    const run = await worker.play(script);
    await script.drive?.(run);
    for (const asked of [1, 2]) {
      await answer(run, 'shipment.capture-failed', 'cancel-order');
      await answer(run, 'cancel.refused', 'skip');
      await run.called('recordCaseOpened', 2 * asked + 1);
      expect(run.calls('captureShipment')).toBe(1);
    }
    await answer(run, 'shipment.capture-failed', 'retry');
    await run.called('captureShipment', 2);
  });

  it('Fifty refused answers are recorded one at a time, and the last one counts', async () => {
    let free: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      free = resolve;
    });
    const run = await worker.play(ofOrder({ recordRefusedAnswer: () => held }, undefined, order({ courier: '' })));
    const { caseId } = await run.nextCase();
    const answers = Array.from({ length: 50 }, (_, nth) => ({ caseId, answer: `nonsense-${nth}`, by: 'Kim' }));
    for (const one of answers) await run.handle.signal('resolveCase', one);
    await run.called('recordRefusedAnswer');
    // An update is answered after the signals that came before it.
    await run.handle.executeUpdate('resolveCase', { args: [{ caseId, answer: 'cancel-order', by: 'Kim' }] });
    expect(run.calls('recordRefusedAnswer')).toBe(1);
    free?.();
    await run.called('recordRefusedAnswer', 2);
    const { events = [] } = await run.handle.fetchHistory();
    const recorded = (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: made }) =>
      made?.activityType?.name === 'recordRefusedAnswer' ? [`${made.input?.payloads?.[0]?.data}`] : [],
    );
    expect(recorded).toHaveLength(2);
    expect(recorded[1]).toContain('nonsense-49');
  });
});
