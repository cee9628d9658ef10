import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { storeFulfilmentName, warehouseFulfilmentName } from '../../domain/names.js';
import { afterwards } from '../support/harness/afterwards.js';
import { type Harness, startHarness } from '../support/harness.js';
import { asId } from '../support/ids.js';
import { until } from '../support/until.js';

type EventFault = 'lost' | 'duplicate' | 'late';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness('events');
});
afterAll(() => harness?.close());

/** From now on every event of this order meets the fault. */
async function setEventFault(number: number, fault: EventFault): Promise<void> {
  const rule = { fault, times: 100, delayMs: 1_500 };
  const rules = (subject: string) => ({ rules: [{ ...rule, subject }] });
  await harness.controls.centra.post('event-faults', { rules: [] });
  await harness.controls.centra.post('event-faults', { rules: [rule] });
  await harness.controls.sitoo.post('event-faults', rules(storeFulfilmentName(asId(String(number)), 1)));
  await harness.controls.wms.post('event-faults', rules(warehouseFulfilmentName('centra', asId(String(number)), 2)));
}

/** An order of a store fulfilment and a warehouse fulfilment goes its way, and every effect is there once. */
async function play(number: number) {
  const lines = [
    { sku: 'S3-ONLY', quantity: 1 },
    { sku: 'DC-ONLY', quantity: 1 },
  ];
  const order = await harness.webOrder({ lines, order: number });
  await harness.sendFromStore(order.inStore(1), `S-${number}`);
  await harness.sendFromWarehouse(order.inWarehouse(2), `W-${number}`);
  expect(await order.outcome()).toBe('fulfilled');
  const { status, shipments } = await harness.states.centra(order.number);
  expect(status).toBe('SHIPPED');
  expect(shipments.map((s) => s.trackingNumber).sort()).toEqual([`S-${number}`, `W-${number}`]);
  expect((await order.story()).timeline.filter((t) => t.what.startsWith('Case '))).toEqual([]);
  return order;
}

/** Events about the warehouse fulfilment that have come in. */
async function heardOf(name: string): Promise<number> {
  const db = new pg.Client({ connectionString: harness.databaseUrl });
  await db.connect();
  const { rows } = await db.query<{ heard: number }>(
    "select count(*)::int as heard from inbox where system = 'wms' and subject = $1",
    [name],
  );
  await db.end();
  return rows[0]?.heard ?? 0;
}

describe('an order amid event faults', () => {
  it('An order whose events are all lost is still fulfilled, a little later', async () => {
    await setEventFault(2_001, 'lost');
    const order = await play(2_001);
    expect(await heardOf(order.inWarehouse(2))).toBe(0);
  });

  it('An order whose events all come twice has every effect once', async () => {
    await setEventFault(2_002, 'duplicate');
    await play(2_002);
    const repeats = () =>
      harness.lines
        .map((line) => JSON.parse(line) as { system?: string; events?: number; fresh?: number })
        .filter(({ events = 0, fresh = 0 }) => fresh < events);
    await until(() => repeats().some((r) => r.system === 'sitoo'), { what: 'an event of the tills that came twice' });
  });

  it('An order whose events come late, even after its end, is not disturbed by them', async () => {
    await setEventFault(2_003, 'late');
    const order = await play(2_003);
    await until(() => heardOf(order.inWarehouse(2)), { what: 'the late events' });
    expect(await harness.states.wms('centra', order.number)).toHaveLength(1);
    expect((await harness.states.centra(order.number)).shipments).toHaveLength(2);
  });
});

afterwards(() => harness);
