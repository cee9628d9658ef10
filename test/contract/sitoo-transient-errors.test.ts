import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../lab/simulators/kit/faults.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import { createSitoo } from '../../systems/sitoo/adapter.js';
import { asId } from '../support/ids.js';
import { DC, openShop, type SitooShop, STORE, webOrder } from '../support/sitoo-shop.js';

let shop: SitooShop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const strike = (operation: string, fault: Fault, times = 1) =>
  shop.control.post('faults', { rules: [{ operation, fault, times }] });

describe('one request at a time', () => {
  it('Sitoo refuses the second of two concurrent requests when nothing serialises them', async () => {
    const open = shop.connect({ limiter: unlimited });
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => open.settings()));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toMatchObject({ kind: 'throttled', status: 429 });
    expect((await shop.calls()).throttled).toBe(refused.length);
  });

  it('No 429 occurs behind a limiter that lets one call through at a time', async () => {
    await Promise.all(Array.from({ length: 25 }, () => shop.sitoo.settings()));
    expect(await shop.calls()).toMatchObject({ throttled: 0, mostInFlight: 1, total: 25 });
  });

  it('A 429 names the time to retry and pauses the limiter until then', async () => {
    await strike('GET settings', { kind: 'status', status: 429, headers: { 'retry-after': '7' } });
    const before = Date.now();
    await expect(shop.sitoo.settings()).rejects.toMatchObject({ kind: 'throttled', retryAfterMs: 7_000 });
    expect(shop.limiter.pausedUntil).toHaveLength(1);
    expect(shop.limiter.pausedUntil[0]).toBeGreaterThanOrEqual(before + 7_000);
  });

  it('A 429 inside the body of a 200 is recognised', async () => {
    const body = '{"statuscode":429,"errortext":"Too many connections"}';
    await strike('GET settings', { kind: 'status', status: 200, body });
    await expect(shop.sitoo.settings()).rejects.toMatchObject({ kind: 'throttled', retryAfterMs: 1_000 });
  });
});

describe('a write whose answer does not come back', () => {
  for (const fault of ['response-lost', 'truncated'] as const)
    it(`A write has an unknown outcome after ${fault}, and is found by its name`, async () => {
      await strike('POST orders', { kind: fault });
      await expect(shop.sitoo.placeOrder(webOrder('centra-1-1'))).rejects.toMatchObject({ kind: 'unknown-outcome' });
      const found = await shop.sitoo.orderByExternalId('centra-1-1');
      expect(found?.externalId).toBe('centra-1-1');
      expect((await shop.state()).orders).toHaveLength(1);
    });

  it('A write that is answered too late has an unknown outcome, although Sitoo took the order', async () => {
    const hasty = shop.connect({ timeoutMs: 150 });
    await strike('POST orders', { kind: 'slow', ms: 2_000 });
    await expect(hasty.placeOrder(webOrder('centra-1-1'))).rejects.toMatchObject({ kind: 'unknown-outcome' });
    expect(await shop.sitoo.orderByExternalId('centra-1-1')).toBeDefined();
  });

  it('A write has an unknown outcome when the connection breaks before it took effect', async () => {
    await strike('POST orders', { kind: 'connection-reset' });
    await expect(shop.sitoo.placeOrder(webOrder('centra-1-1'))).rejects.toMatchObject({ kind: 'unknown-outcome' });
    expect(await shop.sitoo.orderByExternalId('centra-1-1')).toBeUndefined();
  });

  for (const fault of [{ kind: 'html' }, { kind: 'status', status: 500 }, { kind: 'status', status: 503 }] as Fault[])
    it(`A write has an unknown outcome after ${JSON.stringify(fault)}`, async () => {
      await strike('POST orders', fault);
      await expect(shop.sitoo.placeOrder(webOrder('centra-1-1'))).rejects.toMatchObject({ kind: 'unknown-outcome' });
    });

  it('A lookup finds a delivery that was recorded although its answer was lost', async () => {
    const orderId = await shop.sitoo.placeOrder(webOrder('centra-1-1'));
    await strike('POST orderdeliveries', { kind: 'response-lost' });
    const parcel = { warehouseId: STORE, reference: 'T-1', items: [{ itemId: asId(0), quantity: 1 }] };
    await expect(shop.sitoo.addDelivery(orderId, parcel)).rejects.toMatchObject({ kind: 'unknown-outcome' });
    expect(await shop.sitoo.deliveries(orderId)).toMatchObject([{ reference: 'T-1' }]);
  });

  it('A write was certainly not sent when nobody listens', async () => {
    const closed = createServer();
    await new Promise<void>((listening) => closed.listen(0, '127.0.0.1', listening));
    const { port } = closed.address() as AddressInfo;
    await new Promise((done) => closed.close(done));
    const nobody = createSitoo({
      url: `http://127.0.0.1:${port}/v2/accounts/1`,
      apiId: 'a',
      password: 'b',
      limiter: unlimited,
    });
    await expect(nobody.placeOrder(webOrder('centra-1-1'))).rejects.toMatchObject({ kind: 'unreachable' });
  });
});

describe('a read that goes wrong', () => {
  for (const fault of ['html', 'truncated'] as const)
    it(`A read that comes back as ${fault} is a malformed answer`, async () => {
      await shop.sitoo.placeOrder(webOrder('centra-1-1'));
      await strike('GET orders', { kind: fault });
      await expect(shop.sitoo.ordersAfter(undefined, 10)).rejects.toMatchObject({ kind: 'malformed-answer' });
    });

  for (const fault of [{ kind: 'connection-reset' }, { kind: 'status', status: 500 }] as Fault[])
    it(`A read may be repeated after ${JSON.stringify(fault)}`, async () => {
      await strike('GET settings', fault);
      await expect(shop.sitoo.settings()).rejects.toMatchObject({ kind: 'unreachable' });
      expect((await shop.sitoo.settings()).currency).toBe('SEK');
    });

  it('A wrong password needs a person', async () => {
    await expect(shop.connect({ password: 'old' }).settings()).rejects.toMatchObject({
      kind: 'unauthorised',
      status: 401,
    });
  });

  it('An unreadable order is left out of a list and reported, and the rest is handed over', async () => {
    const good = await shop.sitoo.placeOrder(webOrder('centra-1-1'));
    const [order] = await fetchOrders();
    const next = String(Number(good) + 1);
    const bad = { ...order, orderid: Number(next), moneytotal_gross_all: '12,50' };
    const body = JSON.stringify({ totalcount: 2, items: [order, bad] });
    await strike('GET orders', { kind: 'status', status: 200, body }, 2);
    const left: { orderId: string; sentence: string }[] = [];
    const { orders, last } = await shop.sitoo.ordersAfter(undefined, 10, (one) => left.push(one));
    expect(orders.map((one) => one.orderId)).toEqual([good]);
    expect(last).toBe(next);
    expect(left).toEqual([{ orderId: next, sentence: expect.stringContaining('12,50') }]);
    await expect(shop.sitoo.ordersAfter(undefined, 10)).rejects.toMatchObject({ kind: 'malformed-answer' });
  });

  it('A batch is not complete when Sitoo answers for fewer items than were sent', async () => {
    await strike('PUT warehouseitems', { kind: 'status', status: 200, body: '[{"statuscode":200,"return":true}]' });
    const levels = ['TEE-BLK-M', 'TEE-BLK-L'].map((sku) => ({ sku, total: 1 }));
    await expect(shop.sitoo.setStock(DC, levels)).rejects.toMatchObject({ kind: 'malformed-answer' });
  });
});

describe('the sentence of a refusal', () => {
  it('A refusal repeats no personal data that Sitoo quotes back', async () => {
    const errortext = 'Invalid delivery for Ada Ek, ada@example.test, +46 70 000 00 00: Provgatan 1 is unknown';
    await strike('POST orders', { kind: 'status', status: 400, body: JSON.stringify({ statuscode: 400, errortext }) });
    const order = webOrder('centra-1-1', { deliveryAddress: { address1: 'Provgatan 1' } });
    const refusal = await shop.sitoo.placeOrder(order).catch((problem: Error) => problem.message);
    expect(refusal).toContain('Invalid delivery for');
    expect(refusal).not.toMatch(/Ada|Ek,|example|46 70|Provgatan/);
  });
});

async function fetchOrders(): Promise<Record<string, unknown>[]> {
  const authorization = `Basic ${Buffer.from('90001-1:secret').toString('base64')}`;
  const answer = await fetch(`${shop.url}/orders.json?num=10`, { headers: { authorization } });
  return ((await answer.json()) as { items: Record<string, unknown>[] }).items;
}
