import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NativeConnection, Worker } from '@temporalio/worker';
import { applySchedules, listSchedules } from '../../client/schedules/schedules.js';
import { connect, type TemporalClient } from '../../client/temporal.js';
import { parseBrand } from '../../config/load-brand.js';
import type { Brand } from '../../domain/brand.js';
import type { CaseRow, Records } from '../../systems/database/port.js';
import { asId } from '../support/ids.js';
import { freshRecords, type TestRecords } from '../support/records-of-test.js';
import { environmentOfTheRun, temporalAddress, temporalOfTheRun } from '../support/temporal-of-the-run.js';
import { onepool } from '../support/test-shell.js';

const BRAND = 'cli-test';
const brandText = (posOrders: unknown) =>
  JSON.stringify({
    brand: BRAND,
    currency: 'SEK',
    locations: [{ id: 'dc', kind: 'warehouse', name: 'DC', centra: 9, sitoo: 109, wms: 1 }],
    couriers: {},
    posOrders,
    stock: { reconcile: 'off' },
  });

let records: Records;
let closeRecords: TestRecords['close'];
let client: TemporalClient;
let env: Record<string, string>;

beforeAll(async () => {
  const opened = await freshRecords({ maxConnections: 2 });
  ({ records, close: closeRecords } = opened);
  env = { ...environmentOfTheRun(opened.databaseUrl), ONEPOOL_BRAND: 'config/example.brand.yaml' };
  client = await connect(temporalOfTheRun());
});
afterAll(async () => {
  await client?.connection.close();
  await closeRecords?.();
});

describe('the connection to Temporal', () => {
  it('A missing namespace is named in a sentence', async () => {
    const connecting = connect({ address: temporalAddress(), namespace: 'nowhere', tls: false });
    await expect(connecting).rejects.toThrow(/has no namespace "nowhere"\. Create it/);
  });

  it('A Temporal server that does not answer is reported in a sentence that says how to start one', async () => {
    const connecting = connect({ address: '127.0.0.1:1', namespace: 'default', tls: false });
    await expect(connecting).rejects.toThrow(
      /No Temporal server answers at 127\.0\.0\.1:1\. Start one with `onepool up`/,
    );
  });
});

describe('the schedule of POS orders, in Temporal', () => {
  it('The schedule of POS orders is created, changed without losing an operator’s pause, and removed', async () => {
    const every = (text: string) => parseBrand(brandText({ every: text }), 'brand');
    const scheduleId = `release-pos-orders/${BRAND}`;
    const ofPosOrders = <T extends { scheduleId: string }>(all: T[]) => all.filter((s) => s.scheduleId === scheduleId);
    const apply = async (brand: Brand) => ofPosOrders(await applySchedules(client, brand));
    expect(await apply(every('15m'))).toEqual([{ scheduleId, outcome: 'created' }]);
    await client.schedule.getHandle(scheduleId).pause('stock-take');

    expect(await apply(every('30m'))).toEqual([{ scheduleId, outcome: 'updated' }]);
    const { spec, state } = await client.schedule.getHandle(scheduleId).describe();
    expect(spec.intervals?.[0]?.every).toBe(30 * 60_000);
    expect(state).toMatchObject({ paused: true, note: 'stock-take' });
    expect(ofPosOrders(await listSchedules(client, every('30m')))).toMatchObject([
      { wanted: true, exists: true, paused: true },
    ]);

    const immediate = parseBrand(brandText('immediate'), 'brand');
    expect(await apply(immediate)).toEqual([{ scheduleId, outcome: 'removed' }]);
    expect(await apply(immediate)).toEqual([{ scheduleId, outcome: 'not wanted' }]);
  });
});

describe('onepool prepare', () => {
  it('The prepare command creates what is needed, and does no harm when repeated', async () => {
    const first = await onepool(['prepare', '--json'], env);
    expect(first).toMatchObject({ code: 0, err: '' });
    const again = await onepool(['prepare'], env);
    expect(again.out).toContain('The tables are up to date.');
    expect(again.out).toContain('OnepoolStage');
    const ofStock = ['publish-stock/nordvik/centra', 'publish-stock/nordvik/sitoo'];
    expect(JSON.parse(first.out)).toMatchObject({ publishers: ofStock });
    for (const id of ['follow/nordvik/centra', 'follow/nordvik/sitoo', 'follow/nordvik/wms', ...ofStock]) {
      const handle = client.workflow.getHandle(id);
      expect((await handle.describe()).status.name).toBe('RUNNING');
      await handle.terminate('end of the test');
    }
    await client.schedule.getHandle('reconcile-stock/nordvik').delete();
  });
});

describe('onepool cases resolve', () => {
  const taskQueue = `cases-${process.pid}`;
  const row = (over: Partial<CaseRow>): CaseRow => ({
    caseId: 'c-1',
    workflowId: `waiting-${process.pid}`,
    brand: BRAND,
    code: 'order.unknown-sku',
    codes: ['order.unknown-sku'],
    owner: 'integration',
    severity: 'high',
    subject: 'centra 1',
    whatHappened: 'x',
    whatToDo: 'y',
    answers: ['retry'],
    openedAt: new Date(0).toISOString(),
    ...over,
  });
  const resolve = (caseId: string, answer: string, ...more: string[]) =>
    onepool(['cases', 'resolve', caseId, '--answer', answer, '--by', 'Ada', ...more], env);

  it('An answer reaches the waiting workflow once however often it is sent, and a refusal is printed as it is', async () => {
    for (const caseId of ['c-1', 'c-2']) await records.cases.recordOpened(row({ caseId }));
    const connection = await NativeConnection.connect({ address: temporalAddress() });
    const worker = await Worker.create({
      connection,
      taskQueue,
      workflowsPath: fileURLToPath(new URL('../support/waiting-case.ts', import.meta.url)),
    });
    try {
      const finished = await worker.runUntil(async () => {
        const handle = await client.workflow.start('waitingCase', { taskQueue, workflowId: row({}).workflowId });
        const refused = await resolve('c-1', 'skip');
        expect(refused).toMatchObject({ code: 1, out: '', err: 'skip is not an answer here. Choose: retry.\n' });

        const gift = ['--gift-message', 'Dear Astrid'];
        expect(await resolve('c-1', 'retry', ...gift)).toMatchObject({
          code: 0,
          out: 'Accepted: The order tries again (1).\n',
        });
        expect((await resolve('c-1', 'retry', ...gift)).out).toBe('Accepted: The order tries again (1).\n');
        expect((await resolve('c-2', 'retry', '--json')).out).toContain('The order tries again (2).');
        return handle.result();
      });
      expect(finished).toEqual([
        { caseId: 'c-1', answer: 'retry', by: 'Ada', data: { giftMessageRef: 'note/c-1/gift' } },
        { caseId: 'c-2', answer: 'retry', by: 'Ada' },
      ]);
      expect(await records.notes.read('note/c-1/gift')).toBe('Dear Astrid');
    } finally {
      await connection.close();
    }
  });

  it('An answer to a workflow that has ended is reported', async () => {
    await records.cases.recordOpened(row({ caseId: 'c-3', workflowId: 'order/cli-test/centra/none' }));
    const { code, err } = await resolve('c-3', 'retry');
    expect([code, err]).toEqual([
      1,
      'The process order/cli-test/centra/none has ended, so nothing waits for this answer.\n',
    ]);
  });
});

describe('onepool order show', () => {
  it('An order is shown from the database although its workflow and the systems cannot be asked', async () => {
    const order = {
      brand: BRAND,
      origin: 'centra',
      number: asId('777'),
      stage: 'working',
      workflowId: 'order/cli-test/centra/777',
    } as const;
    await records.orders.upsertOrder(order);
    const { out, err, code } = await onepool(['order', 'show', '777'], env);
    expect(code).toBe(0);
    expect(out).toContain('centra 777');
    expect(out).toContain('not available:');
    expect(out).toContain('/namespaces/default/workflows/order%2Fcli-test%2Fcentra%2F777');
    expect(err).toContain('CENTRA_URL');
    expect((await onepool(['order', 'show', '778'], env)).err).toContain('The records know no order 778.');
  });
});
