import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import { msNumberToTs } from '@temporalio/common/lib/time.js';
import { applySchedules, listSchedules } from '../../client/schedules/schedules.js';
import { controlPublisher } from '../../client/stock/control-publisher.js';
import { queryPublisher } from '../../client/stock/query-publisher.js';
import { startReconcile } from '../../client/stock/reconcile.js';
import { startPublishers } from '../../client/stock/start-publishers.js';
import { connect, type TemporalClient } from '../../client/temporal.js';
import { brandSchema } from '../../config/brand.js';
import type { Brand } from '../../domain/brand.js';
import { standaloneCaseWorkflowId, taskQueueOf } from '../../domain/names.js';
import { terminateRehearsal } from '../../lab/day/harness/borrowed-servers.js';
import { temporalOfTheRun } from '../support/temporal-of-the-run.js';
import { until } from '../support/until.js';

/** No worker serves this brand: what is started waits, which is all that these tests check. */
const BRAND = `stock-clock-${process.pid}`;
const brandWith = (stock: unknown): Brand =>
  brandSchema.parse({
    brand: BRAND,
    currency: 'SEK',
    locations: [{ id: 'dc', kind: 'warehouse', name: 'DC', centra: 9, sitoo: 109, wms: 1 }],
    couriers: {},
    stock,
  });
const flowAs = (mode: unknown) => brandWith({ flows: { storesToCentra: { mode } } });
const FLOW = `publish-stock/${BRAND}/storesToCentra`;
const NIGHT = `reconcile-stock/${BRAND}`;

let client: TemporalClient;
beforeAll(async () => {
  client = await connect(temporalOfTheRun());
});
afterAll(async () => {
  await terminateRehearsal(client, BRAND);
  await client?.connection.close();
});

const apply = async (brand: Brand, scheduleId: string) =>
  (await applySchedules(client, brand)).find((applied) => applied.scheduleId === scheduleId)?.outcome;
const described = (scheduleId: string) => client.schedule.getHandle(scheduleId).describe();
const isRunning = async (workflowId: string): Promise<boolean> =>
  (await client.workflow.getHandle(workflowId).describe()).status.name === 'RUNNING';

describe('the schedules of stock, in Temporal', () => {
  it('Stock schedules are created, changed without losing a pause, and removed when the flow is immediate again', async () => {
    expect(await apply(flowAs({ every: '15m' }), FLOW)).toBe('created');
    await client.schedule.getHandle(FLOW).pause('stock-take');

    expect(await apply(flowAs({ at: ['07:00', '19:30'] }), FLOW)).toBe('updated');
    const { spec, state, action } = await described(FLOW);
    expect(spec).toMatchObject({ intervals: [], timezone: 'Europe/Stockholm' });
    expect(spec.calendars?.map(({ hour, minute }) => [hour[0]?.start, minute[0]?.start])).toEqual([
      [7, 0],
      [19, 30],
    ]);
    expect(action).toMatchObject({ workflowType: 'releaseStock', args: [{ brand: BRAND, flow: 'storesToCentra' }] });
    expect(state).toMatchObject({ paused: true, note: 'stock-take' });

    expect(await apply(flowAs('immediate'), FLOW)).toBe('removed');
    expect(await apply(flowAs('immediate'), FLOW)).toBe('not wanted');
  });

  it('Reconciling is scheduled at night by the clocks of the brand, unless it is off', async () => {
    await apply(flowAs('immediate'), NIGHT);
    const { info } = await described(NIGHT);
    const hours = info.nextActionTimes.map((at) =>
      at.toLocaleTimeString('sv-SE', { timeZone: 'Europe/Stockholm', timeStyle: 'short' }),
    );
    expect(new Set(hours)).toEqual(new Set(['03:00']));
    const off = brandWith({ reconcile: 'off' });
    const listed = async () => (await listSchedules(client, off)).find(({ scheduleId }) => scheduleId === NIGHT);
    expect(await listed()).toMatchObject({ wanted: false, exists: true, unwanted: 'stock.reconcile is off' });
    expect(await apply(off, NIGHT)).toBe('removed');
    expect(await listed()).toMatchObject({ wanted: false, exists: false });
  });
});

describe('the night on which clocks are put forward, in Temporal', () => {
  /** When the server would run the schedule around the coming change of clocks (28 March 2027), by the clock of the brand. */
  async function nightsOf(time: string): Promise<string[]> {
    await apply(brandWith({ reconcile: time }), NIGHT);
    const timestamp = (iso: string) => msNumberToTs(Date.parse(iso));
    const { startTime } = await client.workflowService.listScheduleMatchingTimes({
      namespace: client.options.namespace,
      scheduleId: NIGHT,
      startTime: timestamp('2027-03-26T12:00:00Z'),
      endTime: timestamp('2027-03-29T12:00:00Z'),
    });
    const clock = { timeZone: 'Europe/Stockholm', dateStyle: 'short', timeStyle: 'short' } as const;
    return startTime.map((at) => new Date(Number(at.seconds) * 1_000).toLocaleString('sv-SE', clock));
  }

  it('A schedule whose time the clocks jump over runs once that night as well', async () => {
    expect(await nightsOf('02:30')).toEqual(['2027-03-27 02:30', '2027-03-28 03:00', '2027-03-29 02:30']);
    expect(await nightsOf('03:00')).toEqual(['2027-03-27 03:00', '2027-03-28 03:00', '2027-03-29 03:00']);
  });
});

describe('the stock publishers, in Temporal', () => {
  const signals = async (target: 'centra' | 'sitoo') => {
    const { events } = await client.workflow.getHandle(`publish-stock/${BRAND}/${target}`).fetchHistory();
    return (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) =>
      signal
        ? [[signal.signalName, signal.input?.payloads?.map((p) => defaultPayloadConverter.fromPayload(p))[0]]]
        : [],
    );
  };

  it('Stock publishers start once, and running ones receive the settings of the brand file', async () => {
    const ids = await startPublishers(client, flowAs('immediate'));
    expect(ids).toEqual([`publish-stock/${BRAND}/centra`, `publish-stock/${BRAND}/sitoo`]);
    const first = await client.workflow.getHandle(`publish-stock/${BRAND}/centra`).describe();
    expect(first).toMatchObject({ type: 'publishStock', taskQueue: taskQueueOf(BRAND) });

    await startPublishers(client, flowAs({ every: '15m' }));
    expect((await client.workflow.getHandle(`publish-stock/${BRAND}/centra`).describe()).runId).toBe(first.runId);
    const [, last] = await signals('centra');
    expect(last).toEqual([
      'configure',
      {
        everyMs: 30_000,
        flows: {
          storesToCentra: { mode: 'scheduled', maxStalenessMs: 60_000 },
          warehouseToCentra: { mode: 'immediate', maxStalenessMs: 60_000 },
        },
      },
    ]);
  });

  it('Stock publishers are paused and resumed by name', async () => {
    const brand = brandWith({});
    await controlPublisher(client, {
      brand,
      target: 'sitoo',
      signal: 'pause',
      payload: {
        by: 'Ada',
        since: '2026-11-24T08:00:00Z',
        note: 'count',
      },
    });
    await controlPublisher(client, { brand, target: 'sitoo', signal: 'resume', payload: { by: 'Bo' } });
    expect((await signals('sitoo')).slice(-2)).toEqual([
      ['pause', { by: 'Ada', since: '2026-11-24T08:00:00Z', note: 'count' }],
      ['resume', { by: 'Bo' }],
    ]);
  });

  it('Stock publishers that do not answer or do not run are named', async () => {
    await startPublishers(client, brandWith({}));
    expect(await queryPublisher(client, BRAND, 'centra')).toEqual({
      target: 'centra',
      running: true,
      problem: 'the publisher runs, but does not answer: check that a worker runs',
    });
    expect(await queryPublisher(client, `${BRAND}-none`, 'centra')).toEqual({ target: 'centra', running: false });
  });
});

describe('a requested reconciliation', () => {
  it('A requested reconciliation runs once, however often it is requested', async () => {
    expect(await startReconcile(client, BRAND)).toMatchObject({ workflowId: NIGHT, alreadyRunning: false });
    expect(await startReconcile(client, BRAND)).toMatchObject({ workflowId: NIGHT, alreadyRunning: true });
  });
});

describe('the end of a rehearsal on a borrowed server', () => {
  it('The end of a rehearsal removes all schedules, loops and cases of the brand, and nothing of others', async () => {
    const other = `${BRAND}-2`;
    await applySchedules(client, brandWith({ flows: { storesToCentra: { mode: { every: '1h' } } } }));
    await startPublishers(client, brandWith({}));
    await startReconcile(client, BRAND);
    await startReconcile(client, other);
    await client.schedule.getHandle(NIGHT).trigger();
    const question = standaloneCaseWorkflowId(BRAND, 'stock-refused', 'centra-dc-TEE');
    await client.workflow.start('standaloneCase', { workflowId: question, taskQueue: taskQueueOf(BRAND), args: [{}] });
    const started = async (): Promise<string[]> => {
      const found: string[] = [];
      const query = `ExecutionStatus = "Running" AND TaskQueue = "${taskQueueOf(BRAND)}"`;
      for await (const { workflowId } of client.workflow.list({ query })) found.push(workflowId);
      return found;
    };
    // What was found by looking has to be there to be found: the list of Temporal follows a moment later.
    await until(async () => (await started()).length >= 5, { what: 'five workflows of the brand' });
    await terminateRehearsal(client, BRAND);

    await until(async () => (await started()).length === 0, { what: 'an end of all workflows of the brand' });
    expect((await listSchedules(client, brandWith({}))).filter(({ exists }) => exists)).toEqual([]);
    expect(await isRunning(`reconcile-stock/${other}`)).toBe(true);
    await terminateRehearsal(client, other);
    expect(await isRunning(`reconcile-stock/${other}`)).toBe(false);
  });
});
