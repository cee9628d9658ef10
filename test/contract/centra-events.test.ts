import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CentraEvent, parseWebhook, verifySignature } from '../../systems/centra/events.js';
import { type Harness, placed, startHarness, until, world } from '../support/centra-harness.js';

const SECRET = 'webhook-secret';
let harness: Harness;
let receiver: Server;
const received: CentraEvent[] = [];
const verdicts: string[] = [];

beforeAll(async () => {
  harness = await startHarness({ webhookSecret: SECRET });
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const rawBody = Buffer.concat(chunks);
    const header = request.headers['x-centra-signature'];
    verdicts.push(verifySignature({ rawBody, header, secrets: [SECRET], nowMs: Date.now(), toleranceMs: 60_000 }));
    received.push(...parseWebhook(rawBody));
    response.writeHead(200).end();
  });
  await new Promise<void>((up) => receiver.listen(0, '127.0.0.1', up));
  await harness.control.post('webhook', { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/` });
});
beforeEach(async () => {
  await harness.control.post('world', world);
  await harness.control.post('event-faults', { rules: [] });
  received.length = 0;
});
afterAll(async () => {
  await harness.close();
  await new Promise((closed) => receiver.close(closed));
});

const seenFor = (subject: string | number, count: number) =>
  until(() => {
    const seen = received.filter((event) => event.subject === String(subject));
    return seen.length >= count ? seen : undefined;
  });

describe('webhooks', () => {
  it('A webhook of a new order and its confirmation names the order, is signed, and carries ids only', async () => {
    const { number } = await placed(harness);
    const [first, second] = await seenFor(number, 2);
    expect([first?.kind, second?.kind]).toEqual(['order.insert', 'order.update']);
    expect(first?.raw).toMatch(/^\{"type":"order","action":"insert","date":"[^"]+","id":"\d+"\}$/);
    expect(new Set(verdicts)).toEqual(new Set(['genuine']));
  });

  it('A webhook of a shipment carries its id and the order that it belongs to', async () => {
    const { number, line } = await placed(harness);
    const { shipment } = await harness.centra.createShipment({
      order: number,
      lines: [{ line: line.id, quantity: 2 }],
    });
    expect((await seenFor(shipment.id, 1))[0]?.kind).toBe('shipment.create');
    await seenFor(number, 3);
  });

  it('An event that is delivered twice has the same id both times', async () => {
    await harness.control.post('event-faults', { rules: [{ fault: 'duplicate', times: 1 }] });
    const { number } = await placed(harness);
    const seen = await seenFor(number, 3);
    expect(new Set(seen.map((event) => event.eventId)).size).toBe(2);
  });

  it('The simulator can lose events of one order and delay those of another', async () => {
    const { number } = await placed(harness);
    await seenFor(number, 2);
    const next = Number(number) + 1;
    await harness.control.post('event-faults', {
      rules: [
        { subject: String(next), fault: 'lost', times: 1 },
        { subject: String(next), fault: 'late', times: 1, delayMs: 100 },
      ],
    });
    await placed(harness);
    expect((await seenFor(next, 1)).map((event) => event.kind)).toEqual(['order.update']);
  });
});

describe('the events queue', () => {
  it('The events queue is empty before anyone subscribes, then hands out the oldest events until they are confirmed', async () => {
    await placed(harness);
    expect(await harness.centra.events()).toEqual([]);
    await harness.centra.listen();
    await harness.centra.listen();
    const { number, line } = await placed(harness);
    const { shipment } = await harness.centra.createShipment({
      order: number,
      lines: [{ line: line.id, quantity: 2 }],
    });
    await harness.centra.completeShipment({ id: shipment.id });
    const events = await harness.centra.events();
    expect(events.map((e) => `${e.objectType} ${e.changeType} ${e.reference}`)).toEqual([
      `Order CREATED ${number}`,
      `Order UPDATED ${number}`,
      `Shipment CREATED ${shipment.id}`,
      `Order UPDATED ${number}`,
      `Shipment COMPLETED ${shipment.id}`,
      `Order COMPLETED ${number}`,
    ]);
    await harness.centra.confirmEvents(events.slice(0, 2).map((e) => e.id));
    expect(await harness.centra.events()).toEqual(events.slice(2));
  });
});
