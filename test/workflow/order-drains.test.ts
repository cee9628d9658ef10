import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseActivities } from '../../activities/cases/case-records.js';
import type { OrderActivities } from '../../activities/orders/index.js';
import type { ShipmentActivities } from '../../activities/orders/shipments.js';
import type { OrderFacts } from '../../domain/order/order-facts.js';
import { settingsFor } from '../../domain/order/settings-of-brand.js';
import type { StageOfOrder } from '../../systems/database/port.js';
import type { Outcome } from '../../workflows/fulfil-order.js';
import { fulfilmentsProgressed, type OrderReading, orderChanged, type Story, story } from '../../workflows/messages.js';
import { startWorkerOver, type WorkerUnderTest } from '../support/harness/worker-under-test.js';
import { asId } from '../support/ids.js';
import { until } from '../support/until.js';
import { testBrand } from '../support/web-order.js';

const brand = testBrand();
const warehouse = brand.locations.find(({ kind }) => kind === 'warehouse')?.id ?? '';

/** An order of one unit of each of these lines. */
const reading = (lines: readonly string[], changes: Partial<OrderFacts> = {}): OrderReading => ({
  facts: {
    origin: 'centra',
    number: asId('10045'),
    revision: lines.join(' '),
    changedAt: lines.length,
    readAt: 0,
    state: 'open',
    currency: brand.currency,
    totalMinor: 0,
    addsUpToMinor: 0,
    delivery: 'home',
    courier: Object.keys(brand.couriers)[0] ?? '',
    gift: { requested: false, messagePresent: false },
    shipTo: 'here',
    addressMissing: [],
    attributesMissing: [],
    lines: lines.map((line) => ({
      line: asId(line),
      sku: 'TEE',
      quantity: 1,
      knowledge: 'known',
      unitPriceMinor: 0,
      allocations: [{ location: warehouse, quantity: 1 }],
    })),
    ...changes,
  },
  settings: settingsFor(brand),
});

/** What the records were given, and what happens while they are given it. */
const recorded: StageOfOrder[] = [];
let whileRecorded: (stage: StageOfOrder) => Promise<void> = async () => {};
const placed: number[] = [];
let shipments = 0;

let whileClosed: () => Promise<void> = async () => {};

type Played = Pick<OrderActivities, 'placeFulfilment' | 'recordOrderStage' | 'cancelFulfilment' | 'readFulfilment'> &
  Pick<ShipmentActivities, 'createShipment' | 'completeShipment'> &
  Pick<CaseActivities, 'recordCaseClosed'>;

const played: Played = {
  async placeFulfilment({ fulfilment }) {
    placed.push(fulfilment);
    return { outcome: 'placed', ref: asId(`w${fulfilment}`), dueAt: Date.now() + 3_600_000 };
  },
  async recordOrderStage(stage) {
    recorded.push(stage);
    await whileRecorded(stage);
  },
  cancelFulfilment: async () => 'cancelled',
  readFulfilment: async () => [],
  async createShipment() {
    shipments += 1;
    return { id: asId(String(shipments)), status: 'captured', failures: 0 };
  },
  completeShipment: async () => ({ completed: true }),
  recordCaseClosed: () => whileClosed(),
};

let worker: WorkerUnderTest;
beforeAll(async () => {
  worker = await startWorkerOver('drains', played);
});
afterAll(() => worker?.close());

/** The warehouse has sent a fulfilment of one line. */
const sent = (fulfilment: number, line: string) =>
  ({
    fulfilment,
    ref: `w${fulfilment}`,
    stage: 'sent',
    picked: [{ line: asId(line), quantity: 1 }],
    parcels: [{ ref: `p${fulfilment}`, lines: [{ line: asId(line), quantity: 1 }], packages: 1 }],
    final: true,
    backOrder: false,
  }) as const;

describe('an order whose last record is being written', () => {
  it.each([
    ['a line that is added', reading(['11', '12']), { outcome: 'fulfilled', fulfilments: 2 }],
    [
      'a change that leaves nothing to do',
      reading(['11'], { revision: 'other', changedAt: 2 }),
      { outcome: 'fulfilled', fulfilments: 1 },
    ],
  ])('The order takes in %s then, and ends only when nothing is left', async (_, change, outcome) => {
    [recorded.length, placed.length, shipments] = [0, 0, 0];
    let changes = 1;
    const handle = await worker.client.workflow.start('fulfilOrder', {
      workflowId: `drains-${Date.now()}`,
      taskQueue: worker.taskQueue,
      args: [{ brand: brand.brand, ...reading(['11']) }],
    });
    whileRecorded = async ({ stage }) => {
      if (stage !== 'done' || changes-- <= 0) return;
      await handle.signal(orderChanged, change);
    };
    await until(() => placed.includes(1), { what: 'the first fulfilment placed' });
    await handle.signal(fulfilmentsProgressed, [sent(1, '11')]);
    if (outcome.fulfilments === 2) {
      await until(() => placed.includes(2), { what: 'the added line placed' });
      await handle.signal(fulfilmentsProgressed, [sent(2, '12')]);
    }
    expect((await handle.result()) as Outcome).toEqual(outcome);
    // What it leaves behind is what it knew in the end.
    const last = recorded.at(-1);
    expect(last?.stage).toBe('done');
    expect(last?.ended?.wanted.map(({ line }) => line)).toEqual(change.facts.lines.map(({ line }) => line));
    expect(recorded.map(({ nthStage }) => nthStage)).toEqual(recorded.map((_, i) => i + 1));
  });
});

describe('goods that leave although their fulfilment was cancelled while its order runs', () => {
  it('A person is asked once, nothing else waits for the answer, and the order does not end before it', async () => {
    [recorded.length, placed.length, shipments] = [0, 0, 0];
    whileRecorded = async () => {};
    const handle = await worker.client.workflow.start('fulfilOrder', {
      workflowId: `stray-${Date.now()}`,
      taskQueue: worker.taskQueue,
      args: [{ brand: brand.brand, ...reading(['11']) }],
    });
    const stages = async () => (await handle.query(story)).fulfilments.map(({ stage }) => stage);
    const asked = async () =>
      (await handle.query(story)).cases.filter(({ code }) => code === 'order.changed-after-end');
    await until(() => placed.includes(1), { what: 'the first fulfilment placed' });
    await handle.signal(orderChanged, reading(['11'], { state: 'on-hold', revision: 'held', changedAt: 2 }));
    await until(async () => (await stages()).includes('cancelled'), { what: 'the fulfilment cancelled' });
    await handle.signal(fulfilmentsProgressed, [sent(1, '11')]);
    await handle.signal(fulfilmentsProgressed, [sent(1, '11')]);
    await until(async () => (await asked()).length > 0, { what: 'a person asked' });

    await handle.signal(orderChanged, reading(['11'], { revision: 'goes on', changedAt: 3 }));
    await until(() => placed.includes(2), { what: 'the units placed again' });
    await handle.signal(fulfilmentsProgressed, [sent(2, '11')]);
    await until(async () => (await stages()).includes('sent'), { what: 'the second fulfilment sent' });
    const [open, ...others] = await asked();
    expect(open).toMatchObject({ fulfilment: 1, location: warehouse });
    expect(others).toEqual([]);
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await handle.executeUpdate('resolveCase', { args: [{ caseId: open?.caseId, answer: 'skip', by: 'Kim' }] });
    expect((await handle.result()) as Outcome).toEqual({ outcome: 'fulfilled', fulfilments: 2 });
  });

  it.each([
    ['the last record of the order is being written', 'stage'],
    ['a question that nobody has to answer any more is being closed', 'case'],
  ] as const)('Goods that leave while %s are asked about, and the order ends after the answer', async (_, moment) => {
    [recorded.length, placed.length, shipments] = [0, 0, 0];
    const handle = await worker.client.workflow.start('fulfilOrder', {
      workflowId: `stray-${moment}-${Date.now()}`,
      taskQueue: worker.taskQueue,
      args: [{ brand: brand.brand, ...reading(['11']) }],
    });
    let strays = 1;
    const stray = async () => {
      if (strays-- > 0) await handle.signal(fulfilmentsProgressed, [sent(1, '11')]);
    };
    await until(() => placed.includes(1), { what: 'the first fulfilment placed' });
    // Asked in Temporal, and open until the order ends.
    if (moment === 'case') await handle.cancel();
    whileRecorded = async ({ stage }) => (moment === 'stage' && stage === 'cancelled' ? stray() : undefined);
    whileClosed = async () => (moment === 'case' ? stray() : undefined);
    await handle.signal(orderChanged, reading(['11'], { state: 'cancelled', revision: 'cancelled', changedAt: 2 }));
    const asked = async () => {
      const { cases } = await handle.query<Story>(story.name);
      return cases.find(({ code }) => code === 'order.changed-after-end');
    };
    const open = await until(asked, { what: 'a person asked' });
    [whileRecorded, whileClosed] = [async () => {}, async () => {}];
    await handle.executeUpdate('resolveCase', { args: [{ caseId: open.caseId, answer: 'skip', by: 'Kim' }] });
    expect((await handle.result()) as Outcome).toMatchObject({ outcome: 'cancelled' });
  });
});
