import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CentraShipmentId } from '../../domain/ids.js';
import { type FulfilmentStage, STAGES_ONWARD } from '../../domain/order/fulfilment.js';
import type { FulfilmentRow, StageOfOrder } from '../../systems/database/port.js';
import { asId } from '../support/ids.js';
import { recordsOfTest } from '../support/records-of-test.js';

const { records } = await recordsOfTest();

let lastNumber = 50_000;
const nextNumber = () => asId(String(++lastNumber));

const shipments = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 3 });
const stage = fc.constantFrom(...STAGES_ONWARD);

/** A write of what one fulfilment has become: whole, as placing it writes, or a step on. */
const write = fc.oneof(
  fc.record({ kind: fc.constant('whole' as const), stage, shipments }),
  fc.record({ kind: fc.constant('stage' as const), stage }),
  fc.record({ kind: fc.constant('shipment' as const), shipment: fc.integer({ min: 1, max: 5 }) }),
);
type Write = typeof write extends fc.Arbitrary<infer T> ? T : never;

const asShipment = (id: number): CentraShipmentId => asId(id);

/** Applies writes to a fulfilment of its own, and reads what the records hold in the end. */
async function written(writes: readonly Write[]): Promise<Pick<FulfilmentRow, 'stage' | 'shipments'> | undefined> {
  const orderNumber = nextNumber();
  const key = { origin: 'centra', orderNumber, fulfilment: 1 } as const;
  const identity = { location: 'dc', system: 'wms', name: `C${orderNumber}-1`, ref: asId('9') } as const;
  const placed: FulfilmentRow = { ...key, ...identity, stage: 'placed', shipments: [] };
  await records.orders.upsertFulfilment(placed);
  for (const one of writes) {
    if (one.kind === 'whole')
      await records.orders.upsertFulfilment({
        ...placed,
        stage: one.stage,
        shipments: one.shipments.map(asShipment),
      });
    else if (one.kind === 'stage') await records.orders.advanceFulfilment({ ...key, stage: one.stage });
    else await records.orders.advanceFulfilment({ ...key, shipment: asShipment(one.shipment) });
  }
  const [row] = await records.orders.fulfilments('centra', orderNumber);
  return row && { stage: row.stage, shipments: row.shipments };
}

const STAGES: readonly string[] = STAGES_ONWARD;
const rankOf = (one: string): number => STAGES.indexOf(one);

/** What must be left of writes, in whatever order they come: the furthest stage and every shipment. */
function expected(writes: readonly Write[]): Pick<FulfilmentRow, 'stage' | 'shipments'> {
  const stages: FulfilmentStage[] = writes.flatMap((one) => (one.kind === 'shipment' ? [] : [one.stage]));
  const ids = writes.flatMap((one) =>
    one.kind === 'whole' ? one.shipments : one.kind === 'shipment' ? [one.shipment] : [],
  );
  return {
    stage: ['placed', ...stages].reduce((far, next) => (rankOf(next) > rankOf(far) ? next : far)),
    shipments: [...new Set(ids)].sort((a, b) => a - b).map((id) => asId(String(id))),
  };
}

describe('what is written of a fulfilment', () => {
  it('No order of writes, and no repeat of one, takes a shipment away or moves a fulfilment back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(write, { maxLength: 8 }), fc.infiniteStream(fc.nat()), async (writes, dice) => {
        // Repeats arrive among the others, as late answers do.
        const shuffled = [...writes, ...writes]
          .map((one) => ({ one, at: dice.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        expect(await written(writes)).toEqual(expected(writes));
        expect(await written(shuffled)).toEqual(expected(writes));
      }),
      { numRuns: 60 },
    );
  });
});

describe('the stage of an order', () => {
  const stageOf = (number: StageOfOrder['number'], run: number, nthStage: number): StageOfOrder => ({
    brand: 'b',
    origin: 'centra',
    number,
    stage: `${run}/${nthStage}`,
    workflowId: 'w',
    run,
    nthStage,
  });

  it('Whatever order the stages of an order arrive in, the newest of its newest run counts', async () => {
    const moments = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })), {
      minLength: 1,
      maxLength: 9,
      selector: ([run, nth]) => run * 10 + nth,
    });
    await fc.assert(
      fc.asyncProperty(moments, async (all) => {
        const number = nextNumber();
        for (const [run, nth] of [...all, ...all.slice(0, 2)])
          await records.orders.upsertOrder(stageOf(number, run, nth));
        const [run = 0, nth = 0] = [...all].sort((a, b) => b[0] - a[0] || b[1] - a[1])[0] ?? [];
        expect((await records.orders.order('centra', number))?.stage).toBe(`${run}/${nth}`);
      }),
      { numRuns: 30 },
    );
  });

  it('A stage is left only by an order that is in it', async () => {
    const number = nextNumber();
    await records.orders.upsertOrder({ ...stageOf(number, 1, 1), stage: 'waiting-for-batch' });
    const leave = { origin: 'centra', number, from: 'waiting-for-batch', to: 'fulfilling' } as const;
    await records.orders.leaveStage(leave);
    expect((await records.orders.order('centra', number))?.stage).toBe('fulfilling');
    await records.orders.upsertOrder({ ...stageOf(number, 1, 2), stage: 'done' });
    await records.orders.leaveStage(leave);
    expect((await records.orders.order('centra', number))?.stage).toBe('done');
  });
});
