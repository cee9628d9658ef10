import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CASES, type CaseKind } from '../../domain/cases/catalogue.js';
import { story } from '../../workflows/messages.js';
import { asId } from '../support/ids.js';
import { answer, asked, play as playOn } from '../support/scripted/answering.js';
import { type Script, type ScriptedRun, startScriptedWorker } from '../support/scripted/scripted-worker.js';
import {
  afterPlacing,
  inWarehouse,
  ofOrder,
  oneSent,
  order,
  progress,
  sent,
  tillOrder,
} from '../support/scripted/scripts.js';
import { until } from '../support/until.js';

let worker: Awaited<ReturnType<typeof startScriptedWorker>>;
beforeAll(async () => {
  worker = await startScriptedWorker('taken-back');
});
afterAll(() => worker?.close());

const play = (script: Script): Promise<ScriptedRun> => playOn(worker, script);

describe('goods that a location shows as sent no more', () => {
  const back = progress({ picked: oneSent.picked });
  const partlySent = { ...oneSent, final: false };
  const afterSending = async (playing: ScriptedRun): Promise<void> => {
    await afterPlacing(partlySent)(playing);
    await playing.called('completeShipment');
    await playing.handle.signal('fulfilmentsProgressed', [back]);
    await playing.called('readFulfilment');
  };

  it.concurrent('What was reported as sent and is taken back is asked about, until the location shows it again', async () => {
    const run = await play(ofOrder({ readFulfilment: () => [back] }, afterSending));
    await asked(run, 'shipment.taken-back');
    await run.handle.signal('fulfilmentsProgressed', [{ ...sent, picked: progress().picked }]);
    expect(await run.handle.result()).toMatchObject({ outcome: 'fulfilled' });
  });

  it.concurrent('A reading that is only older is passed over: the location is read once more', async () => {
    const run = await play(ofOrder({ readFulfilment: () => [partlySent] }, afterSending));
    await run.handle.signal('fulfilmentsProgressed', [sent]);
    expect(await run.handle.result()).toMatchObject({ outcome: 'fulfilled' });
    expect(run.calls('recordCaseOpened')).toBe(0);
  });

  it.concurrent('What is taken back before it was reported leaves once it has left after all', async () => {
    let [paid, isRead, leavesAgain] = [false, false, false];
    const completed: boolean[] = [];
    const run = await play(
      ofOrder(
        {
          createShipment: () => ({ id: 1, status: 'pending', failures: 0 }),
          readCapture: () => {
            isRead ||= paid;
            return { status: paid ? 'captured' : 'pending', failures: 0 };
          },
          completeShipment: () => void completed.push(leavesAgain),
          readFulfilment: () => [progress()],
        },
        async (playing) => {
          await afterPlacing(sent)(playing);
          await playing.called('createShipment');
          await playing.handle.signal('fulfilmentsProgressed', [progress()]);
          const taken = async () =>
            (await playing.handle.query(story)).timeline.some(({ what }) => what.includes('taken back'));
          await until(taken, { withinMs: 60_000 });
        },
      ),
    );
    paid = true;
    await until(() => isRead, { withinMs: 60_000 });
    await run.handle.query(story);
    leavesAgain = true;
    await run.handle.signal('fulfilmentsProgressed', [sent]);
    expect(await run.handle.result()).toMatchObject({ outcome: 'fulfilled' });
    expect(run.calls('recordCaseOpened')).toBe(0);
    expect(completed).toEqual([true]);
  });

  const REPORTS = {
    completeShipment: order({ lines: [inWarehouse] }),
    reportDelivery: tillOrder(),
  } as const;
  for (const [call, input] of Object.entries(REPORTS))
    it.concurrent(`What is taken back while ${call} is under way is asked about`, async () => {
      let isAsked = false;
      const run = await play(
        ofOrder(
          {
            readFulfilment: () => [progress()],
            [call]: () => until(() => isAsked, { what: 'the question', withinMs: 60_000 }),
          },
          async (playing) => {
            await afterPlacing(sent)(playing);
            await playing.called(call);
            await playing.handle.signal('fulfilmentsProgressed', [progress()]);
            await asked(playing, 'shipment.taken-back');
            isAsked = true;
          },
          input,
        ),
      );
      // A brand without the other place of orders can have the question too.
      const { onlyWith = [] }: CaseKind = CASES['shipment.taken-back'];
      expect(onlyWith.filter((system) => system !== input.facts.origin)).toEqual([]);
      await answer(run, 'shipment.taken-back', 'skip');
      expect(await run.handle.result()).toMatchObject({ outcome: 'fulfilled' });
    });

  it.concurrent('A parcel that is taken back while another one is reported to the tills is not reported', async () => {
    const parcel = (ref: string) => ({ ref, lines: [{ line: asId<never>('11'), quantity: 1 }], packages: 1 });
    const main = { ...oneSent, parcels: [parcel('p1')], final: false };
    const more = { ...oneSent, ref: 'r2', parcels: [parcel('p2')], backOrder: true };
    const none = progress({ ref: 'r2', stage: 'open', picked: [], backOrder: true });
    let [isTakenBack, leavesAgain] = [false, false];
    const later: boolean[] = [];
    const run = await play(
      ofOrder(
        {
          readFulfilment: () => [main, none],
          reportDelivery: (call) =>
            call === 0
              ? until(() => isTakenBack, { what: 'the parcel is taken back', withinMs: 60_000 })
              : void later.push(leavesAgain),
        },
        async (playing) => {
          await playing.called('placeFulfilment');
          await playing.handle.signal('fulfilmentsProgressed', [main, more]);
          await playing.called('reportDelivery');
          await playing.handle.signal('fulfilmentsProgressed', [none]);
          const taken = async () =>
            (await playing.handle.query(story)).timeline.some(({ what }) => what.includes('taken back'));
          await until(taken, { withinMs: 60_000 });
          isTakenBack = true;
          const isIdle = async () => ((await playing.handle.describe()).raw.pendingActivities?.length ?? 0) === 0;
          await until(isIdle, { withinMs: 60_000 });
          await playing.handle.query(story);
        },
        tillOrder(),
      ),
    );
    leavesAgain = true;
    await run.handle.signal('fulfilmentsProgressed', [more]);
    expect(await run.handle.result()).toMatchObject({ outcome: 'fulfilled' });
    expect(later).toEqual([true]);
  });
});
