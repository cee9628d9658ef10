import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FactLine } from '../../domain/order/order-facts.js';
import { story } from '../../workflows/messages.js';
import { asId } from '../support/ids.js';
import { answer, asked, play as playOn } from '../support/scripted/answering.js';
import { refuse, type Script, type ScriptedRun, startScriptedWorker } from '../support/scripted/scripted-worker.js';
import {
  afterPlacing,
  inWarehouse,
  line,
  ofOrder,
  oneSent,
  order,
  progress,
  reading,
  sent,
} from '../support/scripted/scripts.js';
import { until } from '../support/until.js';

let worker: Awaited<ReturnType<typeof startScriptedWorker>>;
beforeAll(async () => {
  worker = await startScriptedWorker('accounts');
});
afterAll(() => worker?.close());

const play = (script: Script): Promise<ScriptedRun> => playOn(worker, script);

/** What the shipments of an order were made of, by line, in their order. */
async function shipped(run: ScriptedRun): Promise<string[][]> {
  const { events } = await run.handle.fetchHistory();
  return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: made }) => {
    if (made?.activityType?.name !== 'createShipment') return [];
    const { lines }: { lines: { line: string; quantity: number }[] } = JSON.parse(`${made.input?.payloads?.[0]?.data}`);
    return [lines.map((l) => `${l.quantity} of ${l.line}`)];
  });
}

const service = (quantity: number, inShipments = 0) => ({ line: asId<never>('s1'), quantity, inShipments });

describe('services', () => {
  const withService = (lines: readonly FactLine[] = [inWarehouse], inShipments = 0) =>
    order({ lines, services: [service(1, inShipments)] });

  it.concurrent('A service is captured at the end when the goods of its order fell away', async () => {
    const gone = withService([{ ...inWarehouse, quantity: 0 }]);
    const run = await play(
      ofOrder(
        { readOrder: () => gone },
        async (playing) => {
          await playing.called('placeFulfilment');
          await playing.handle.signal('orderChanged', reading({}, gone));
        },
        withService(),
      ),
    );
    expect(await run.handle.result()).toMatchObject({ outcome: 'fulfilled' });
    expect(await shipped(run)).toEqual([['1 of s1']]);
    expect(run.calls('completeShipment')).toBe(1);
  });

  it.concurrent('A service is captured at the end when the shipment that should have carried it was not made', async () => {
    const run = await play(
      ofOrder(
        {
          createShipment: (call) => (call === 0 ? refuse() : { id: 2, status: 'captured', failures: 0 }),
          readOrder: () => withService(),
        },
        afterPlacing(sent),
        withService(),
      ),
    );
    await answer(run, 'shipment.refused', 'skip');
    expect(await run.handle.result()).toMatchObject({ outcome: 'fulfilled' });
    expect(await shipped(run)).toEqual([['2 of 11', '1 of s1'], ['1 of s1']]);
  });

  it.concurrent('A service that was shipped by hand is not shipped again', async () => {
    const run = await play(
      ofOrder(
        { createShipment: refuse, readOrder: () => withService([inWarehouse], 1) },
        afterPlacing(sent),
        withService(),
      ),
    );
    await answer(run, 'shipment.refused', 'skip');
    expect(await run.handle.result()).toMatchObject({ outcome: 'fulfilled' });
    expect(run.calls('createShipment')).toBe(1);
  });

  it.concurrent('A service that is added once the goods are captured is shipped by itself, and only what was added', async () => {
    const more = order({ lines: [inWarehouse], services: [service(3, 1)] });
    const run = await play(
      ofOrder(
        { readOrder: () => more },
        async (playing) => {
          await afterPlacing(progress())(playing);
          await playing.called('createShipment');
          await playing.handle.signal('orderChanged', reading({ besides: 'more' }, more));
          await playing.handle.signal('fulfilmentsProgressed', [sent]);
        },
        withService(),
      ),
    );
    expect(await run.handle.result()).toMatchObject({ outcome: 'fulfilled' });
    expect(await shipped(run)).toEqual([['2 of 11', '1 of s1'], ['2 of s1']]);
  });

  it.concurrent('Goods that are added while the money of a service is pending do not wait for it', async () => {
    let paid = false;
    const more = order({ lines: [inWarehouse], services: [service(1)] });
    const run = await play(
      ofOrder(
        {
          createShipment: (call) => ({ id: call + 1, status: call === 0 ? 'pending' : 'captured', failures: 0 }),
          readCapture: () => ({ status: paid ? 'captured' : 'pending', failures: 0 }),
          readOrder: () => more,
        },
        async (playing) => {
          await playing.called('createShipment');
          await playing.handle.signal('orderChanged', reading({}, more));
          await playing.called('placeFulfilment');
          paid = true;
          await playing.handle.signal('fulfilmentsProgressed', [sent]);
        },
        order({ lines: [], services: [service(1)] }),
      ),
    );
    expect(await run.handle.result()).toMatchObject({ outcome: 'fulfilled' });
    expect(await shipped(run)).toEqual([['1 of s1'], ['2 of 11']]);
    expect(run.calls('completeShipment')).toBe(2);
  });
});

describe('money', () => {
  it.concurrent('When units are not cancelled after their money was released, finance is asked', async () => {
    const run = await play(
      ofOrder({ releaseReserve: () => ({ outcome: 'released' }), cancelUnits: refuse }, afterPlacing(oneSent)),
    );
    await answer(run, 'store.short-pick', 'cancel-line');
    await answer(run, 'cancel.refused', 'skip');
    const { problems } = await asked(run, 'payment.differs');
    expect(problems).toMatchObject([{ sentence: expect.stringContaining('then the units were not cancelled') }]);
  });

  it.concurrent('Money that was released before a lock refused the cancellation is not released again, and finance is not asked', async () => {
    const newer = { revision: 'c', changedAt: 3_000, readAt: 3_000 };
    const cut = order({ ...newer, lines: [{ ...inWarehouse, quantity: 1 }] });
    const run = await play(
      ofOrder(
        {
          releaseReserve: () => ({ outcome: 'released' }),
          cancelUnits: (call) => (call === 0 ? { cancelled: false, locked: true } : { cancelled: true }),
          readOrder: () => cut,
        },
        afterPlacing(oneSent),
      ),
    );
    await answer(run, 'store.short-pick', 'cancel-line');
    await run.called('cancelUnits');
    await run.handle.signal('orderChanged', reading({}));
    expect(await run.handle.result()).toMatchObject({ outcome: 'fulfilled' });
    expect([run.calls('cancelUnits'), run.calls('releaseReserve')]).toEqual([2, 1]);
    expect(run.everyCase().filter(({ code }) => code.startsWith('payment.'))).toEqual([]);
  });

  it.concurrent('Money is released before units are cancelled also where only services were captured', async () => {
    const withService = order({ lines: [], services: [service(1)] });
    const run = await play(
      ofOrder(
        {},
        async (playing) => {
          await playing.called('createShipment');
          const added = reading({ lines: [line({ allocations: [] })], services: [service(1, 1)] }, withService);
          await playing.handle.signal('orderChanged', added);
        },
        withService,
      ),
    );
    await answer(run, 'order.unallocated', 'cancel-line');
    await run.called('cancelUnits');
    expect(run.calls('releaseReserve')).toBe(1);
  });

  it.concurrent('An order that is complete with money that was never captured, or too much of it, is a case for finance', async () => {
    for (const kind of ['not-captured', 'captured-too-much'] as const) {
      const run = await play(
        ofOrder({}, async (playing) => {
          await playing.called('placeFulfilment');
          const done = reading({ state: 'done', moneyLeft: { kind, minor: 5_000 } });
          await playing.handle.signal('orderChanged', done);
          await playing.handle.signal('fulfilmentsProgressed', [sent]);
        }),
      );
      const { problems } = await asked(run, 'payment.differs');
      expect(problems).toMatchObject([{ sentence: expect.stringContaining('50.00 SEK') }]);
      await answer(run, 'payment.differs', 'skip');
      expect(await run.handle.result()).toMatchObject({ outcome: 'fulfilled' });
    }
  });

  it.concurrent('Money that is left is asked about as well when the order learns of it while it ends', async () => {
    let free: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      free = resolve;
    });
    const run = await play(
      ofOrder({ recordOrderStage: (call) => (call === 0 ? held : undefined) }, afterPlacing(sent)),
    );
    await run.called('completeShipment');
    await run.called('recordOrderStage');
    const moneyLeft = { kind: 'not-captured', minor: 5_000 } as const;
    await run.handle.signal('orderChanged', reading({ revision: 'a', state: 'done', moneyLeft }));
    free?.();
    await asked(run, 'payment.differs');
  });

  it.concurrent('Finance is asked about each kind of money that is left, also when it was asked about another kind before', async () => {
    const run = await play(
      ofOrder({}, async (playing) => {
        await playing.called('placeFulfilment');
        const reserved = { kind: 'reserved', minor: 5_000 } as const;
        await playing.handle.signal('orderChanged', reading({ state: 'done', moneyLeft: reserved }));
        await playing.handle.signal('fulfilmentsProgressed', [sent]);
      }),
    );
    await asked(run, 'payment.still-reserved');
    const moneyLeft = { kind: 'captured-too-much', minor: 5_000 } as const;
    const later = { revision: 'c', changedAt: 3_000, readAt: 3_000, state: 'done', moneyLeft } as const;
    await run.handle.signal('orderChanged', reading(later));
    await asked(run, 'payment.differs');
  });

  it.concurrent('Units that finance settled are not planned again when the order changes, though they stay allocated', async () => {
    const settled = order({ lines: [inWarehouse, line({ line: asId('12') })] });
    const run = await play(
      ofOrder(
        {
          placeFulfilment: (call) => ({ outcome: 'placed', ref: `r${call + 1}`, dueAt: Date.now() + 3_600_000 }),
          readOrder: () => settled,
        },
        async (playing) => {
          await playing.called('placeFulfilment', 2);
          await playing.handle.signal('fulfilmentsProgressed', [{ ...progress(), final: false }]);
          await playing.called('createShipment');
          await playing.handle.signal('fulfilmentsProgressed', [{ ...oneSent, picked: progress().picked }]);
        },
        settled,
      ),
    );
    await answer(run, 'shipment.incomplete', 'skip');
    await run.handle.signal('orderChanged', reading({ gift: { requested: false, messagePresent: true } }, settled));
    const lines = [{ line: asId<never>('12'), quantity: 2 }];
    const parcels = [{ ref: 'p2', lines, packages: 1 }];
    await run.handle.signal('fulfilmentsProgressed', [{ ...sent, fulfilment: 2, picked: lines, parcels }]);
    expect(await run.handle.result()).toMatchObject({ outcome: 'fulfilled', fulfilments: 2 });
    expect(run.calls('placeFulfilment')).toBe(2);
  });

  it.concurrent('What finance took out of a shipment makes no unit of another parcel one beyond the order: it is captured', async () => {
    const halves = ['store-01', 'dc'].map((location) => ({ location, quantity: 2 }));
    const four = order({ lines: [line({ quantity: 4, allocations: halves })] });
    const run = await play(
      ofOrder(
        {
          placeFulfilment: (call) => ({ outcome: 'placed', ref: `r${call + 1}`, dueAt: Date.now() + 3_600_000 }),
          readOrder: () => four,
          createShipment: (call) => ({ id: call + 1, status: 'captured', failures: 0 }),
        },
        async (playing) => {
          await playing.called('placeFulfilment', 2);
          await playing.handle.signal('fulfilmentsProgressed', [progress()]);
          await playing.called('createShipment');
          await playing.handle.signal('fulfilmentsProgressed', [{ ...oneSent, picked: progress().picked }]);
        },
        four,
      ),
    );
    await answer(run, 'shipment.incomplete', 'skip');
    // What an answer settles is settled once its case is closed.
    await until(async () => (await run.handle.query(story)).fulfilments[0]?.stage === 'sent', { withinMs: 60_000 });
    const three = line({ quantity: 3, allocations: [{ location: 'store-01', quantity: 1 }, ...halves.slice(1)] });
    await run.handle.signal('orderChanged', reading({ lines: [three] }, four));
    await run.handle.signal('fulfilmentsProgressed', [{ ...sent, fulfilment: 2, ref: 'r2' }]);
    expect(await run.handle.result()).toMatchObject({ outcome: 'fulfilled', fulfilments: 2 });
    expect(await shipped(run)).toEqual([['2 of 11'], ['2 of 11']]);
  });
});

describe('an order that is archived', () => {
  it.concurrent('An archived order ends once finance has settled what was not sent, and nobody has to take it out again', async () => {
    const settled = order({ lines: [inWarehouse] });
    const run = await play(
      ofOrder(
        { readOrder: () => settled },
        async (playing) => {
          await afterPlacing({ ...progress(), final: false })(playing);
          await playing.called('createShipment');
          await playing.handle.signal('fulfilmentsProgressed', [{ ...oneSent, picked: progress().picked }]);
          await asked(playing, 'shipment.incomplete');
          await playing.handle.signal('orderChanged', reading({ state: 'archived' }, settled));
        },
        settled,
      ),
    );
    await answer(run, 'shipment.incomplete', 'skip');
    expect(await run.handle.result()).toMatchObject({ outcome: 'fulfilled' });
    expect(run.everyCase().map(({ code }) => code)).toEqual(['shipment.incomplete']);
  });
});

describe('units that the order no longer holds', () => {
  const held = (quantity: number) => order({ lines: [{ ...inWarehouse, quantity }] });
  const inStore = (quantity: number) => order({ lines: [line({ quantity })] });
  const rejectedAll = progress({ stage: 'rejected', picked: [], final: true });
  // An order keeps something: one without any units is a question of its own.
  const kept = line({ line: asId('12'), allocations: [{ location: 'dc', quantity: 2 }] });
  const picked = [{ line: asId<never>('12'), quantity: 2 }];
  const keptSent = { ...sent, fulfilment: 2, ref: 'r2', picked, parcels: [{ ref: 'p2', lines: picked, packages: 1 }] };
  const working = progress({ stage: 'working', picked: [] });
  /** How a location says that it does not send everything, and what is asked about that. */
  const WAYS = {
    'warehouse.short-pick': { before: held(2), after: held(1), shows: [oneSent] },
    'store.short-pick': { before: inStore(2), after: inStore(1), shows: [oneSent] },
    'store.rejected': {
      before: order({ lines: [line(), kept] }),
      after: order({ lines: [line({ quantity: 0 }), kept] }),
      shows: [rejectedAll, keptSent],
    },
  } as const;
  const ORDERS = ['the edit comes first, and is accepted', 'the location comes first'] as const;

  for (const [code, { before, after, shows }] of Object.entries(WAYS))
    for (const first of ORDERS)
      it.concurrent(`Nobody is asked by ${code} about units that were taken off the order when ${first}`, async () => {
        const tooLate = first === ORDERS[0] ? 0 : undefined;
        const cancelFulfilment = (call: number) => (call === tooLate ? 'too-late' : 'cancelled');
        const placeFulfilment = (call: number) => ({
          outcome: 'placed',
          ref: `r${call + 1}`,
          dueAt: Date.now() + 3_600_000,
        });
        const run = await play(
          ofOrder({ placeFulfilment, cancelFulfilment, readOrder: () => after }, undefined, before),
        );
        await run.called('placeFulfilment', shows.length);
        const edit = () => run.handle.signal('orderChanged', reading({}, after));
        if (first === ORDERS[0]) {
          await run.handle.signal('fulfilmentsProgressed', [working]);
          await edit();
          await answer(run, 'order.edited-after-transfer', 'skip');
          await run.handle.signal('fulfilmentsProgressed', shows);
        } else {
          await run.handle.signal('fulfilmentsProgressed', shows);
          await asked(run, code);
          await edit();
        }
        await run.handle.result();
        const codes = run.everyCase().map((one) => one.code);
        expect(codes).toEqual([first === ORDERS[0] ? 'order.edited-after-transfer' : code]);
        expect(run.calls('cancelUnits')).toBe(0);
      });
});
