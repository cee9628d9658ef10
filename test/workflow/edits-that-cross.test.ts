import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { story } from '../../workflows/messages.js';
import { asId } from '../support/ids.js';
import { answer, asked, play as playOn } from '../support/scripted/answering.js';
import { refuse, type Script, type ScriptedRun, startScriptedWorker } from '../support/scripted/scripted-worker.js';
import { afterPlacing, line, ofOrder, oneSent, order, progress, reading, sent } from '../support/scripted/scripts.js';
import { until } from '../support/until.js';

let worker: Awaited<ReturnType<typeof startScriptedWorker>>;
beforeAll(async () => {
  worker = await startScriptedWorker('edits-that-cross');
});
afterAll(() => worker?.close());

const play = (script: Script): Promise<ScriptedRun> => playOn(worker, script);

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

describe('units that are taken off while their shipment is refused', () => {
  const two = order();
  const cut = reading({ lines: [line({ quantity: 1 })] }, two);
  const codes = (run: ScriptedRun): string[] => run.everyCase().map(({ code }) => code);
  const refusedOnce = (call: number): unknown => (call === 0 ? refuse() : { id: 1, status: 'captured', failures: 0 });

  it.concurrent.each(['retry', 'skip'])(
    'What left beyond the order is asked about once after the answer %s',
    async (choice) => {
      const run = await play(ofOrder({ createShipment: refusedOnce }, afterPlacing(sent), two));
      await asked(run, 'shipment.refused');
      await run.handle.signal('orderChanged', cut);
      await answer(run, 'shipment.refused', choice);
      const { problems } = await asked(run, 'order.changed-after-end');
      expect(problems).toMatchObject([{ sentence: expect.stringContaining('has sent 1 units') }]);
      await answer(run, 'order.changed-after-end', 'skip');
      expect(await run.handle.result()).toMatchObject({ outcome: 'fulfilled' });
      expect(codes(run)).toEqual(['shipment.refused', 'order.changed-after-end']);
    },
  );

  it.concurrent('What is picked beyond the order is asked about before it leaves, and not again when it is let go', async () => {
    const run = await play(ofOrder({ createShipment: refusedOnce }, afterPlacing(progress()), two));
    await asked(run, 'shipment.refused');
    await run.handle.signal('orderChanged', cut);
    await answer(run, 'shipment.refused', 'retry');
    await answer(run, 'order.edited-after-transfer', 'skip');
    await run.handle.signal('fulfilmentsProgressed', [sent]);
    expect(await run.handle.result()).toMatchObject({ outcome: 'fulfilled' });
    expect(codes(run)).toEqual(['shipment.refused', 'order.edited-after-transfer']);
  });

  it.concurrent('What the location takes out of the parcel in time has not left, and is not asked about again', async () => {
    const run = await play(ofOrder({ createShipment: refusedOnce }, afterPlacing(progress()), two));
    await asked(run, 'shipment.refused');
    await run.handle.signal('orderChanged', cut);
    await answer(run, 'shipment.refused', 'retry');
    await asked(run, 'order.edited-after-transfer');
    await run.handle.signal('fulfilmentsProgressed', [oneSent]);
    await answer(run, 'order.edited-after-transfer', 'retry');
    expect(await run.handle.result()).toMatchObject({ outcome: 'fulfilled' });
    expect(codes(run)).toEqual(['shipment.refused', 'order.edited-after-transfer']);
  });

  it.concurrent('A change that is read after the goods were sent is asked about as long as the order goes on', async () => {
    const other = line({ line: asId('12'), allocations: [{ location: 'dc', quantity: 2 }] });
    const both = order({ lines: [line(), other] });
    const run = await play(
      ofOrder(
        {
          placeFulfilment: (call) => ({ outcome: 'placed', ref: `r${call + 1}`, dueAt: Date.now() + 3_600_000 }),
          createShipment: refusedOnce,
        },
        async (playing) => {
          await playing.called('placeFulfilment', 2);
          await playing.handle.signal('fulfilmentsProgressed', [sent]);
        },
        both,
      ),
    );
    await answer(run, 'shipment.refused', 'skip');
    await until(async () => (await run.handle.query(story)).fulfilments[0]?.stage === 'sent', { withinMs: 60_000 });
    await run.handle.signal('orderChanged', reading({ lines: [line({ quantity: 1 }), other] }, both));
    await asked(run, 'order.changed-after-end');
    await run.handle.signal('orderChanged', {
      ...reading({ lines: [line({ quantity: 1 }), other], revision: 'c', changedAt: 3_000, readAt: 3_000 }, both),
    });
    await answer(run, 'order.changed-after-end', 'skip');
    expect(codes(run)).toEqual(['shipment.refused', 'order.changed-after-end']);
  });
});

it.concurrent('Whoever decides about an order that a warehouse does not send reads why it does not', async () => {
  const refused = progress({ stage: 'cancelled', picked: [], final: true, why: 'Unknown article' });
  const run = await play(ofOrder({}, afterPlacing(refused)));
  const { problems } = await asked(run, 'warehouse.cancelled');
  expect(problems).toMatchObject([{ sentence: expect.stringMatching(/on its own: Unknown article$/) }]);
});
