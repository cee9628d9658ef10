import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseEvents, type SitooEvent, verifyBasic } from '../../systems/sitoo/events.js';
import { home, openShop, type SitooShop, until, webOrder } from '../support/sitoo-shop.js';

let shop: SitooShop;
let listener: Server;
let batches: { authorised: boolean; events: SitooEvent[] }[];
/** What the listener answers to the next deliveries; 200 when it runs out. */
let answers: number[];

beforeEach(async () => {
  batches = [];
  answers = [];
  listener = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const authorised = verifyBasic(request.headers.authorization, { user: 'onepool', passwords: ['new', 'old'] });
      batches.push({ authorised, events: parseEvents(Buffer.concat(chunks).toString()) });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready));
  shop = await openShop();
  const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/events`;
  await shop.control.post('webhook', { url, user: 'onepool', password: 'old' });
});
afterEach(async () => {
  await shop.close();
  listener.closeAllConnections();
  await new Promise((closed) => listener.close(closed));
});

const settled = () => until(async () => (await shop.events()).waiting === 0, 'all events to be delivered or dropped');
const heard = () => batches.flatMap((batch) => batch.events);

describe('events that Sitoo pushes', () => {
  it('Sitoo pushes the events of an order from creation to end, in order and with credentials', async () => {
    const orderId = await shop.sitoo.placeOrder(webOrder('centra-1-1', home));
    await shop.act({ type: 'store.pick', orderid: orderId });
    await shop.act({ type: 'store.ship', orderid: orderId, waybill: 'SE-1' });
    await settled();
    const words = heard().map(({ raw }) => {
      const { data } = JSON.parse(raw) as { data: Record<string, unknown> };
      return data.order_delivery_state_changed ?? data.order_state_changed ?? data.order_event_type;
    });
    expect(words.filter((word) => word !== undefined)).toEqual(['open', 'ready-to-ship', 'in-transit', 'closed']);
    expect(new Set(heard().map((event) => event.kind))).toEqual(new Set(['order', 'delivery', 'stock-moved']));
    expect(heard()[0]?.subject).toBe(String(orderId));
    expect(batches.every((batch) => batch.authorised)).toBe(true);
  });

  it('Sitoo repeats a batch after a 503 and holds later events behind it', async () => {
    answers = [503, 429, 504];
    const first = await shop.sitoo.placeOrder(webOrder('centra-1-1'));
    const second = await shop.sitoo.placeOrder(webOrder('centra-2-1'));
    await until(async () => (await shop.events()).delivered === 2, 'both events');
    await settled();
    expect(batches.slice(0, 4).map((batch) => batch.events[0]?.subject)).toEqual(Array(4).fill(String(first)));
    expect(heard().at(-1)?.subject).toBe(String(second));
    expect((await shop.events()).dropped).toBe(0);
  });

  it('Sitoo drops a batch for good after a 500', async () => {
    answers = [500];
    await shop.sitoo.placeOrder(webOrder('centra-1-1'));
    await settled();
    expect(await shop.events()).toMatchObject({ delivered: 0, dropped: 1, attempts: 1 });
  });

  it('Sitoo never pushes more than ten events at a time', async () => {
    answers = [503, 503];
    for (let n = 1; n <= 25; n += 1) await shop.sitoo.placeOrder(webOrder(`centra-${n}-1`));
    await settled();
    expect(Math.max(...batches.map((batch) => batch.events.length))).toBeLessThanOrEqual(10);
    expect(new Set(heard().map((event) => event.subject)).size).toBe(25);
  });

  it('The simulator loses all events while it is set to', async () => {
    await shop.control.post('event-faults', { rules: [{ fault: 'lost', times: 1_000_000 }] });
    for (const n of [1, 2, 3]) await shop.sitoo.placeOrder(webOrder(`centra-${n}-1`));
    expect(await shop.events()).toMatchObject({ lost: 3, attempts: 0, waiting: 0 });
    await shop.control.post('event-faults', { rules: [] });
    const heardAgain = await shop.sitoo.placeOrder(webOrder('centra-4-1'));
    await until(() => heard().length > 0, 'the next event');
    await settled();
    expect(heard().map((event) => event.subject)).toEqual([String(heardAgain)]);
  });

  it('The simulator repeats, loses and delays events when it is set to, and a repeat keeps its id', async () => {
    await shop.control.post('event-faults', {
      rules: [
        { subject: 'centra-1-1', fault: 'duplicate', times: 1 },
        { subject: 'centra-2-1', fault: 'lost', times: 1 },
        { subject: 'centra-3-1', fault: 'late', times: 1, delayMs: 60 },
      ],
    });
    for (const n of [1, 2, 3, 4]) await shop.sitoo.placeOrder(webOrder(`centra-${n}-1`));
    await until(() => heard().length === 4, 'four deliveries');
    const [one, again, four, three] = heard();
    expect(again?.eventId).toBe(one?.eventId);
    expect(Number(three?.subject)).toBeLessThan(Number(four?.subject));
    expect(heard().some((event) => event.subject === String(Number(one?.subject) + 1))).toBe(false);
  });
});
