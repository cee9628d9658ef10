import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WEEKDAYS } from '../../domain/opening-hours.js';
import { afterwards } from '../support/harness/afterwards.js';
import { SITOO, WMS } from '../support/harness/counterpart-states.js';
import type { OrderUnderTest } from '../support/harness/order-under-test.js';
import { smallBrand } from '../support/harness/world.js';
import { type Harness, startHarness } from '../support/harness.js';
import { until } from '../support/until.js';

let harness: Harness;

describe('a location that does not act within its promise', () => {
  beforeAll(async () => {
    // The harness is twenty times faster than life: one second of silence is enough.
    harness = await startHarness('silence', { promises: { storePick: '20s', warehousePick: '20s' } });
  });
  afterAll(() => harness?.close());

  it.concurrent('A silent store opens a case for retail; the fulfilment is cancelled there and moves to the warehouse', async () => {
    const order = await harness.webOrder({ location: 'store-02' });
    const open = await order.answer('store.silent', 'move', { location: 'dc' });
    expect(open).toMatchObject({ owner: 'retail', location: 'store-02', fulfilment: 1 });
    await harness.sendFromWarehouse(order.inWarehouse(await order.placedAt('dc')), 'SILENT-1');
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.states.sitoo(order.number)).toMatchObject([{ state: SITOO.cancelled }]);
    expect((await harness.states.centra(order.number)).lines[0]?.allocations).toEqual([{ warehouse: 9, quantity: 2 }]);
    await harness.keep('fulfilOrder/silent-store', order);
  });

  it.concurrent('A silent store that acts while the case is open closes it', async () => {
    const order = await harness.webOrder({ location: 'store-03' });
    const open = await order.waitsFor('store.silent');
    await harness.sendFromStore(order.inStore(), 'SILENT-2');
    expect(await order.outcome()).toBe('fulfilled');
    const closed = await until(async () => (await harness.records.cases.show(open.caseId))?.row.closedAt);
    expect(closed).toBeTruthy();
    expect((await harness.records.cases.show(open.caseId))?.row).toMatchObject({
      outcome: 'auto-resolved',
      resolvedBy: 'onepool',
    });
    const late = { caseId: open.caseId, answer: 'move', by: 'Tester', data: { location: 'dc' } };
    await expect(order.handle.executeUpdate('resolveCase', { args: [late] })).rejects.toThrow();
    expect(await harness.states.wms('centra', order.number)).toEqual([]);
  });

  it.concurrent('A silent location gets more time when a person says so', async () => {
    const order = await harness.webOrder();
    const first = await order.answer('warehouse.silent', 'retry');
    // Asked again after another second, not at once.
    const second = await order.waitsForAnother('warehouse.silent', 1);
    expect(Date.parse(second.openedAt) - Date.parse(first.openedAt)).toBeGreaterThanOrEqual(1_000);
    await harness.sendFromWarehouse(order.inWarehouse(), 'SILENT-3');
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.states.wms('centra', order.number)).toMatchObject([{ status: WMS.sent }]);
  });

  afterwards(() => harness);
});

/** `2026-11-28 14:00` on the clock of the stores. */
const onTheClock = (ms: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm', dateStyle: 'short', timeStyle: 'short' }).format(
    // A timer is started a moment after the time that it ends was worked out.
    Math.round(ms / 60_000) * 60_000,
  );

/** When each timer of an order is to fire, the oldest first. */
async function timersOf({ handle }: OrderUnderTest): Promise<string[]> {
  const { events = [] } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ eventTime, timerStartedEventAttributes: timer }) =>
    timer ? [onTheClock(msOf(eventTime) + msOf(timer.startToFireTimeout))] : [],
  );
}

const msOf = (time: { seconds?: unknown; nanos?: number | null } | null | undefined): number =>
  Number(time?.seconds ?? 0) * 1_000 + Number(time?.nanos ?? 0) / 1_000_000;

describe('a promise of a store that opens tomorrow', () => {
  const day = (ms: number): string => onTheClock(ms).slice(0, 10);
  beforeAll(async () => {
    const { locations } = smallBrand('overnight', {});
    const openingHours = Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, '10:00-18:00']));
    harness = await startHarness('overnight', {
      // Opening hours count in real time only.
      rehearsalSpeed: 1,
      promises: { storePick: '4h' },
      locations: (locations as object[]).map((location) => ({
        ...location,
        ...('wms' in location ? {} : { openingHours, closedDates: [day(Date.now())] }),
      })),
    });
  });
  afterAll(() => harness?.close());

  it.concurrent('A promise that is renewed over night counts open hours, as the first one did', async () => {
    const order = await harness.webOrder({ delivery: 'collect', location: 'store-01' });
    await order.fulfilment(1, 'placed');
    const tomorrow = `${day(Date.now() + 24 * 3_600_000)} 14:00`;
    expect(await timersOf(order)).toEqual([tomorrow]);

    await order.handle.signal('stockShort', [{ location: 'store-01', sku: 'TEE-M', units: 1 }]);
    await order.waitsFor('order.oversold');
    // The store holds enough again: its time begins now.
    await order.handle.signal('stockShort', [{ location: 'store-01', sku: 'TEE-M', units: 0 }]);
    await until(async () => (await timersOf(order)).length === 2, { what: 'the renewed promise' });
    expect(await timersOf(order)).toEqual([tomorrow, tomorrow]);

    await harness.tills.actSoon({ type: 'store.pick', name: order.inStore() });
    await harness.tills.act({ type: 'store.collect', name: order.inStore() });
    expect(await order.outcome()).toBe('fulfilled');
  });

  afterwards(() => harness);
});
