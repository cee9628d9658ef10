import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseWebhook, verifyFixedHeader, type WarehouseEvent } from '../../systems/ongoing/events.js';
import { until } from '../support/until.js';
import { type Harness, newOrder, startHarness, startStub } from '../support/warehouse-harness.js';

const TOKEN = 'a-long-random-value';
let harness: Harness;
let gateway: { url: string; close(): Promise<void> };
let events: WarehouseEvent[];
let refuseNext: number;

beforeEach(async () => {
  events = [];
  refuseNext = 0;
  // A minute of the retry plan takes 10 ms here.
  harness = await startHarness({ speed: 6_000 });
  gateway = await startStub((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      if (refuseNext > 0) {
        refuseNext -= 1;
        response.writeHead(503).end();
        return;
      }
      const header = message.headers['x-auth-token'];
      if (!verifyFixedHeader(typeof header === 'string' ? header : undefined, ['the-old-one', TOKEN])) {
        response.writeHead(401).end();
        return;
      }
      events.push(...parseWebhook(Buffer.concat(chunks).toString('utf8')));
      response.writeHead(200).end();
    });
  });
  await harness.control.post('webhook', { url: gateway.url, token: TOKEN });
});
afterEach(async () => {
  await harness.close();
  await gateway.close();
});

const statusesOf = () => events.map((event) => JSON.parse(event.raw).status).sort();

describe('the warehouse announces what happens', () => {
  it('The warehouse announces an order that is created, started, picked and sent, without customer data', async () => {
    await harness.wms.placeOrder(newOrder('C1-1'));
    await harness.act(
      { type: 'wms.begin', name: 'C1-1' },
      { type: 'wms.pick', name: 'C1-1' },
      { type: 'wms.ship', name: 'C1-1', waybill: 'SE1' },
    );
    await until(() => events.length === 5, { what: 'five events came' });
    expect(statusesOf()).toEqual([200, 300, 400, 400, 450]);
    expect(new Set(events.map((event) => event.eventId)).size).toBe(5);
    expect(events.every((event) => event.kind === 'order' && event.subject === 'C1-1')).toBe(true);
    expect(JSON.stringify(events)).not.toMatch(/Ada|example\.test/);
  });

  it('The warehouse announces stock that is adjusted or received', async () => {
    await harness.act(
      { type: 'wms.adjust', sku: 'CAP', quantity: -1 },
      { type: 'wms.receive', sku: 'TEE-M', quantity: 4 },
    );
    await until(() => events.length === 2, { what: 'both came' });
    expect(events.map(({ kind, subject }) => `${kind} ${subject}`).sort()).toEqual([
      'inventory CAP',
      'inventory TEE-M',
    ]);
  });

  it('The warehouse repeats an announcement with the same event id until it is accepted', async () => {
    refuseNext = 2;
    await harness.wms.placeOrder(newOrder('C1-1'));
    await until(() => events.length === 1, { what: 'the third attempt came through' });
    expect(refuseNext).toBe(0);
  });

  it('The warehouse holds its announcements while a rehearsal asks for it, and resumes afterwards', async () => {
    await harness.control.post('event-faults', { rules: [{ fault: 'lost', times: 1_000_000 }] });
    await harness.act(
      { type: 'wms.receive', sku: 'TEE-M', quantity: 4 },
      { type: 'wms.adjust', sku: 'TEE-M', quantity: 1 },
    );
    await harness.control.post('event-faults', { rules: [] });
    await harness.act({ type: 'wms.adjust', sku: 'CAP', quantity: -1 });
    await until(() => events.length > 0, { what: 'the next event came' });
    expect(events.map((event) => event.subject)).toEqual(['CAP']);
  });

  it('The warehouse loses, repeats or delays announcements when a rehearsal asks for it', async () => {
    await harness.control.post('event-faults', {
      rules: [
        { subject: 'C1-1', fault: 'lost', times: 1 },
        { subject: 'C2-1', fault: 'duplicate', times: 1 },
        { subject: 'C3-1', fault: 'late', times: 1, delayMs: 400 },
      ],
    });
    for (const n of [1, 2, 3, 4]) await harness.wms.placeOrder(newOrder(`C${n}-1`));
    await until(() => events.length === 4, { what: 'all but the lost one came' });
    const subjects = events.map((event) => event.subject);
    expect(subjects.filter((subject) => subject === 'C1-1')).toEqual([]);
    expect(new Set(events.filter((event) => event.subject === 'C2-1').map((event) => event.eventId)).size).toBe(1);
    expect(subjects.filter((subject) => subject === 'C2-1')).toHaveLength(2);
    expect(subjects.indexOf('C3-1')).toBeGreaterThan(subjects.indexOf('C4-1'));
  });
});
