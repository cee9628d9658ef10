import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { orderNotifier } from '../../activities/follow/notify-orders.js';
import { fingerprint } from '../../activities/orders/fingerprint.js';
import type { CentraOrderNumber } from '../../domain/ids.js';
import { webOrderFacts } from '../../domain/order/facts-from-web.js';
import type { EarlierRuns } from '../../domain/order/order-end.js';
import { settingsFor } from '../../domain/order/settings-of-brand.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import { readAgain } from '../../systems/executions.js';
import { asId } from '../support/ids.js';
import { recordsOfTest } from '../support/records-of-test.js';
import { signalledClient } from '../support/signalled-client.js';
import { testBrand, webOrder } from '../support/web-order.js';

const { records } = await recordsOfTest();
const brand = testBrand({ requiredAttributes: [] });
const reading = (changes: Partial<WebOrder>) => ({
  facts: webOrderFacts(webOrder(changes), { brand, knowledgeOf: () => 'known', readAt: 0, fingerprint }),
  settings: settingsFor(brand),
});

let number = 20_000;
let running: Set<string>;
let signalled: string[];
/** When the next start of a workflow ends its worker. */
let dies: 'before' | 'after' | undefined;
let ended: Set<string>;
/** How workflows that do not run have closed. */
let status: 'COMPLETED' | 'TERMINATED';
/** Workflows that began, with what they were given of the runs before. */
let began: { readonly type: string; readonly earlier: EarlierRuns | undefined }[];

/** As much of Temporal as telling orders needs. */
const signals = signalledClient(
  async (workflowId) => {
    if (!running.has(workflowId)) throw new WorkflowNotFoundError('It does not run.', workflowId, undefined);
    signalled.push(workflowId);
  },
  (workflowId) => {
    if (!running.has(workflowId) && !ended.has(workflowId))
      throw new WorkflowNotFoundError('There is none.', workflowId, undefined);
    return status;
  },
);
interface StartOptions {
  readonly workflowId: string;
  readonly args: readonly { readonly earlier?: EarlierRuns }[];
  readonly workflowIdReusePolicy?: string;
}
const start = async (type: string, { workflowId, args, workflowIdReusePolicy }: StartOptions): Promise<void> => {
  const death = dies;
  dies = undefined;
  if (death === 'before') throw new Error('died before the order began');
  const isTaken = running.has(workflowId) || (ended.has(workflowId) && workflowIdReusePolicy === 'REJECT_DUPLICATE');
  if (isTaken) throw new WorkflowExecutionAlreadyStartedError('It runs.', workflowId, type);
  running.add(workflowId);
  began.push({ type, earlier: args[0]?.earlier });
  if (death === 'after') throw new Error('died when the order had begun');
};
const workflow = Object.assign(signals.workflow, { start });
const temporal: Client = Object.assign(signals, { workflow });

const notifier = orderNotifier({ brand, records, temporal });
const tell = (changes: Partial<WebOrder> = {}) =>
  notifier.sendReadings('centra', [reading({ number: asId(number), ...changes })]);

beforeEach(() => {
  number += 1;
  [running, signalled, dies] = [new Set(), [], undefined];
  [ended, status, began] = [new Set(), 'COMPLETED', []];
});

describe('an order', () => {
  it('An order starts once and is notified of changes', async () => {
    expect(await tell()).toEqual({ started: 1, notified: 0 });
    expect(await tell()).toEqual({ started: 0, notified: 0 });
    expect(await tell({ status: 'cancelled' })).toEqual({ started: 0, notified: 1 });
    expect(signalled).toEqual([...running]);
  });

  it('An order whose worker died after the start is notified of its cancellation', async () => {
    dies = 'after';
    await expect(tell()).rejects.toThrow('died');
    expect(await tell({ status: 'cancelled' })).toEqual({ started: 0, notified: 1 });
    expect(signalled).toEqual([...running]);
  });

  it('An order whose worker died before the start is started at the next look', async () => {
    dies = 'before';
    await expect(tell()).rejects.toThrow('died');
    expect(await tell()).toEqual({ started: 1, notified: 0 });
  });

  it('An order whose worker died before the start is not started once it is cancelled', async () => {
    dies = 'before';
    await expect(tell()).rejects.toThrow('died');
    expect(await tell({ status: 'cancelled' })).toEqual({ started: 0, notified: 0 });
    expect(running.size).toBe(0);
  });

  it('An order that is already finished when it is first read is left alone', async () => {
    expect(await tell({ status: 'cancelled' })).toEqual({ started: 0, notified: 0 });
    expect(await records.orders.order('centra', asId(String(number)))).toBeUndefined();
  });
});

describe('an order whose workflow was terminated before it had ended', () => {
  const id = () => `order/${brand.brand}/centra/${number}`;

  async function isTerminated(): Promise<void> {
    await tell();
    running.delete(id());
    ended.add(id());
    status = 'TERMINATED';
  }

  it('Its cancellation is kept for the run that takes it up again', async () => {
    await isTerminated();
    expect(await tell({ status: 'cancelled' })).toEqual({ started: 0, notified: 0 });
    running.add(id());
    expect(await tell({ status: 'cancelled' })).toEqual({ started: 0, notified: 1 });
    expect(await tell({ status: 'cancelled' })).toEqual({ started: 0, notified: 0 });
  });

  it('An order that is taken up again is read once more by its number, and notified of what it knew already', async () => {
    await isTerminated();
    const orderNumber = asId<CentraOrderNumber>(number);
    const taken = { brand: brand.brand, workflowId: id(), occasion: 'run-1' };
    await readAgain(records, taken);
    await readAgain(records, taken);
    const hints = (await records.inbox.pending('centra', 100)).filter(({ subject }) => subject === orderNumber);
    expect(hints).toMatchObject([{ kind: 'order' }]);
    running.add(id());
    expect(await tell()).toEqual({ started: 0, notified: 1 });
    expect(began).toHaveLength(1);
  });

  it('Other workflows that are taken up again leave no hint', async () => {
    await readAgain(records, { brand: brand.brand, workflowId: `follow/${brand.brand}/wms`, occasion: 'run-2' });
    expect(await records.inbox.pending('wms', 100)).toEqual([]);
  });
});

describe('an order that has ended', () => {
  const id = () => `order/${brand.brand}/centra/${number}`;
  const line = webOrder({}).lines[0];
  const more = (quantity: number): Partial<WebOrder> => ({
    updatedAt: '2027-01-01T00:00:00Z',
    lines: line ? [{ ...line, quantity }] : [],
  });

  /** The order is started, and its run ends with all units of its first line sent. */
  async function endsFulfilled(): Promise<void> {
    await tell();
    const units = { line: line?.id ?? asId('0'), quantity: line?.quantity ?? 0 };
    await records.orders.upsertOrder({
      brand: brand.brand,
      origin: 'centra',
      number: asId(String(number)),
      stage: 'done',
      workflowId: id(),
      nthStage: 1,
      ended: {
        run: 1,
        state: 'open',
        changedAt: 0,
        readAt: 0,
        covered: [{ ...units, location: 'dc' }],
        wanted: [units],
        sent: [{ fulfilment: 1, ref: '81', units: 2 }],
      },
    });
    running.delete(id());
    ended.add(id());
    began = [];
  }

  it('An order to which units were added after its end begins again, once, with what it has fulfilled', async () => {
    await endsFulfilled();
    const change = more(7);
    expect(await tell(change)).toEqual({ started: 1, notified: 0 });
    expect(began).toMatchObject([{ type: 'fulfilOrder', earlier: { runs: 1, covered: [{ location: 'dc' }] } }]);
    expect(await records.orders.order('centra', asId(String(number)))).toMatchObject({ stage: 'received' });
    expect(await tell(change)).toEqual({ started: 0, notified: 0 });
    expect(began).toHaveLength(1);
  });

  it('A worker that dies once an order has begun again begins no third run', async () => {
    await endsFulfilled();
    dies = 'after';
    await expect(tell(more(7))).rejects.toThrow('died');
    expect(await tell(more(7))).toEqual({ started: 0, notified: 1 });
    expect(began).toHaveLength(1);
  });

  it('An order whose units are fewer than were sent becomes a case, once', async () => {
    await endsFulfilled();
    expect(await tell({ ...more(0), status: 'cancelled' })).toEqual({ started: 0, notified: 0 });
    expect(began).toMatchObject([{ type: 'standaloneCase' }]);
    await tell({ ...more(0), status: 'cancelled' });
    expect(began).toHaveLength(1);
  });

  it('A change that leaves nothing to do is noted, and begins nothing', async () => {
    await endsFulfilled();
    expect(await tell({ ...more(line?.quantity ?? 0), status: 'shipped' })).toEqual({ started: 0, notified: 0 });
    expect(began).toEqual([]);
  });

  it.each([
    { still: 2, cases: 0 },
    { still: 1, cases: 1 },
    { still: 0, cases: 1 },
  ])(
    'An order that had sent 2 units and ended is asked about in $cases cases when $still are still sent, and never for a back order',
    async ({ still, cases }) => {
      await endsFulfilled();
      const of = { origin: 'centra' as const, number: asId<CentraOrderNumber>(number) };
      const at = { location: 'dc', system: 'wms', name: `C${number}-1`, ref: asId<never>('81') } as const;
      const row = { origin: of.origin, orderNumber: of.number, fulfilment: 1, stage: 'sent', shipments: [], ...at };
      await records.orders.upsertFulfilment(row);
      const shown = { fulfilment: 1, stage: 'open', picked: [], parcels: [], final: false } as const;
      await notifier.sendProgress([{ ...of, progress: { ...shown, ref: '82', backOrder: true } }]);
      expect(began).toEqual([]);
      const lines = [{ line: asId<never>('1'), quantity: still }];
      const parcels = still === 0 ? [] : [{ ref: 'p', lines, packages: 1 }];
      const progress = { ...shown, ref: '81', backOrder: false, parcels };
      await notifier.sendProgress([{ ...of, progress }]);
      await notifier.sendProgress([{ ...of, progress }]);
      expect(began.map(({ type }) => type)).toEqual(Array(cases).fill('standaloneCase'));
    },
  );

  it('Goods that leave although they were cancelled become a case once their order has ended, and others do not', async () => {
    await endsFulfilled();
    const orderNumber = asId<CentraOrderNumber>(number);
    const [one, other] = [1, 2].map((fulfilment) => ({
      origin: 'centra' as const,
      number: orderNumber,
      progress: {
        fulfilment,
        ref: `w${fulfilment}`,
        stage: 'sent' as const,
        picked: [],
        parcels: [{ ref: 'p', lines: [], packages: 1 }],
        final: true,
        backOrder: false,
      },
    }));
    for (const [fulfilment, stage] of [
      [1, 'sent'],
      [2, 'cancelled'],
    ] as const)
      await records.orders.upsertFulfilment({
        origin: 'centra',
        orderNumber,
        fulfilment,
        location: 'dc',
        system: 'wms',
        name: `C${number}-${fulfilment}`,
        ref: asId(`w${fulfilment}`),
        stage,
        shipments: [],
      });
    if (one) await notifier.sendProgress([one]);
    expect(began).toEqual([]);
    if (other) await notifier.sendProgress([other]);
    if (other) await notifier.sendProgress([other]);
    expect(began).toMatchObject([{ type: 'standaloneCase' }]);
  });

  it('A change of an order that a person has terminated is kept for its next start', async () => {
    await endsFulfilled();
    status = 'TERMINATED';
    expect(await tell(more(7))).toEqual({ started: 0, notified: 0 });
    expect(began).toEqual([]);
    running.add(id());
    expect(await tell(more(7))).toEqual({ started: 0, notified: 1 });
  });
});
