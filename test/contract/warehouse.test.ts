import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fetch, request } from 'undici';
import { asId } from '../support/ids.js';
import { until } from '../support/until.js';
import { GOODS_OWNER, type Harness, newOrder, startHarness } from '../support/warehouse-harness.js';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(async () => {
  await harness.close();
});

const placed = async (name: string) => (await harness.state()).orders.filter((order) => order.orderNumber === name);
const linesShow = (name: string) =>
  until(async () => ((await harness.wms.order(name))?.lines.length ?? 0) > 0, { what: 'the lines show' });

describe('placing an order at the warehouse', () => {
  it('The warehouse gives a placed order its own id and shows the lines once it has processed them', async () => {
    const { ref } = await harness.wms.placeOrder(newOrder('C10045-1'));
    await linesShow('C10045-1');
    expect(await harness.wms.order('C10045-1')).toEqual({
      ref,
      name: 'C10045-1',
      stage: 'open',
      status: '200',
      warehouse: '7',
      packages: 1,
      lines: [{ line: '1', sku: 'TEE-M', ordered: 2, picked: 0 }],
    });
    expect((await harness.calls()).refusals).toEqual([]);
  });

  it('A repeated request whose first answer was lost makes one order', async () => {
    await harness.fault({ operation: 'PUT orders', fault: { kind: 'response-lost' }, times: 1 });
    await expect(harness.wms.placeOrder(newOrder('C1-1'))).rejects.toMatchObject({ kind: 'unknown-outcome' });
    const { ref } = await harness.wms.placeOrder(newOrder('C1-1'));
    expect(await placed('C1-1')).toMatchObject([{ orderId: Number(ref), status: 200 }]);
  });

  it('A repeated request whose first answer was cut off makes one order', async () => {
    await harness.fault({ operation: 'PUT orders', fault: { kind: 'truncated' }, times: 1 });
    await expect(harness.wms.placeOrder(newOrder('C1-1'))).rejects.toMatchObject({ kind: 'unknown-outcome' });
    await harness.wms.placeOrder(newOrder('C1-1'));
    expect(await placed('C1-1')).toHaveLength(1);
  });

  it('An order counts as placed when the warehouse already works on exactly these lines', async () => {
    const { ref } = await harness.wms.placeOrder(newOrder('C1-1'));
    await harness.act({ type: 'wms.begin', name: 'C1-1' });
    await linesShow('C1-1');
    expect(await harness.wms.placeOrder(newOrder('C1-1'))).toEqual({ ref });
  });

  it('An order is refused when the warehouse already works on other lines', async () => {
    await harness.wms.placeOrder(newOrder('C1-1'));
    await harness.act({ type: 'wms.begin', name: 'C1-1' });
    await linesShow('C1-1');
    const other = newOrder('C1-1', { lines: [{ line: asId('1'), sku: 'TEE-M', quantity: 5 }] });
    await expect(harness.wms.placeOrder(other)).rejects.toMatchObject({ kind: 'rejected', status: 400 });
  });

  it('An order is refused when it was cancelled, even with the same lines', async () => {
    await harness.wms.placeOrder(newOrder('C1-1'));
    await harness.wms.cancelOrder('C1-1');
    await linesShow('C1-1');
    await expect(harness.wms.placeOrder(newOrder('C1-1'))).rejects.toMatchObject({ kind: 'rejected' });
  });

  it('An order with an unknown article is refused with the vendor’s reason', async () => {
    const order = newOrder('C1-1', { lines: [{ line: asId('1'), sku: 'GHOST', quantity: 1 }] });
    await expect(harness.wms.placeOrder(order)).rejects.toMatchObject({
      kind: 'rejected',
      message: expect.stringContaining('Article GHOST does not exist'),
    });
    expect(await placed('C1-1')).toEqual([]);
  });

  it('An order with a quantity that is not positive is refused before anything is sent', async () => {
    const order = newOrder('C1-1', { lines: [{ line: asId('1'), sku: 'CAP', quantity: 0 }] });
    await expect(harness.wms.placeOrder(order)).rejects.toMatchObject({
      kind: 'rejected',
      message: expect.stringContaining('orderLines.0.numberOfItems'),
    });
    expect((await harness.calls()).byOperation).toEqual({});
  });

  it('An order overwrites an earlier one that nobody has started', async () => {
    const { ref } = await harness.wms.placeOrder(newOrder('C1-1'));
    const edited = newOrder('C1-1', { lines: [{ line: asId('1'), sku: 'TEE-M', quantity: 3 }] });
    expect(await harness.wms.placeOrder(edited)).toEqual({ ref });
    expect(await placed('C1-1')).toMatchObject([{ lines: [{ sku: 'TEE-M', ordered: 3 }] }]);
    expect((await harness.state()).stock).toContainEqual({ sku: 'TEE-M', physical: 10, booked: 3, sellable: 7 });
  });
});

describe('cancelling an order at the warehouse', () => {
  it('A cancellation succeeds before work has begun, and again when it is repeated', async () => {
    await harness.wms.placeOrder(newOrder('C1-1'));
    expect(await harness.wms.cancelOrder('C1-1')).toBe('cancelled');
    expect(await harness.wms.cancelOrder('C1-1')).toBe('cancelled');
    expect(await placed('C1-1')).toMatchObject([{ status: 1000 }]);
  });

  it('A cancellation comes too late once work has begun', async () => {
    await harness.wms.placeOrder(newOrder('C1-1'));
    await harness.act({ type: 'wms.begin', name: 'C1-1' });
    expect(await harness.wms.cancelOrder('C1-1')).toBe('too-late');
    expect(await placed('C1-1')).toMatchObject([{ status: 300 }]);
  });

  it('A cancellation of an unknown order finds nothing', async () => {
    expect(await harness.wms.cancelOrder('C404-1')).toBe('gone');
  });

  it('A cancellation whose answer was lost looks at the order and finds it cancelled', async () => {
    await harness.wms.placeOrder(newOrder('C1-1'));
    await harness.fault({ operation: 'DELETE orders', fault: { kind: 'response-lost' }, times: 1 });
    expect(await harness.wms.cancelOrder('C1-1')).toBe('cancelled');
  });

  it('A cancellation whose request was lost may be repeated while the order is open', async () => {
    await harness.wms.placeOrder(newOrder('C1-1'));
    await harness.fault({ operation: 'DELETE orders', fault: { kind: 'connection-reset' }, times: 1 });
    await expect(harness.wms.cancelOrder('C1-1')).rejects.toMatchObject({ kind: 'unknown-outcome' });
    expect(await harness.wms.cancelOrder('C1-1')).toBe('cancelled');
  });
});

describe('reading progress from the warehouse', () => {
  it('Progress shows a short pick, the tracking and the back order that follows', async () => {
    const lines = [
      { line: asId('1'), sku: 'TEE-M', quantity: 2 },
      { line: asId('2'), sku: 'CAP', quantity: 2 },
    ];
    const { ref } = await harness.wms.placeOrder(newOrder('C1-1', { lines }));
    const from = new Date(Date.now() - 60_000).toISOString();
    await harness.act({ type: 'wms.begin', name: 'C1-1' }, { type: 'wms.pick', name: 'C1-1' });
    const [shipped] = await harness.act({ type: 'wms.ship', name: 'C1-1', waybill: 'SE123', backOrder: true });
    expect(shipped).toMatchObject({ ok: true, backOrder: 'C1-1-B1' });
    await linesShow('C1-1-B1');

    const changed = (await harness.wms.ordersChangedSince(from, 100)).rows;
    expect(changed.find((order) => order.name === 'C1-1')).toMatchObject({
      stage: 'sent',
      trackingNumber: 'SE123',
      trackingUrl: 'https://track.example/SE123',
      shippedAt: expect.stringMatching(/Z$/),
      lines: [
        { line: '1', sku: 'TEE-M', ordered: 2, picked: 2 },
        { line: '2', sku: 'CAP', ordered: 2, picked: 1 },
      ],
    });
    expect(await harness.wms.backOrdersOf(ref)).toEqual(changed.filter((order) => order.backOrderForRef === ref));
    expect(changed.filter((order) => order.backOrderForRef === ref)).toMatchObject([
      { name: 'C1-1-B1', stage: 'open', lines: [{ line: '2', sku: 'CAP', ordered: 1, picked: 0 }] },
    ]);
  });

  it('Progress drops the short units when the warehouse makes no back order', async () => {
    await harness.wms.placeOrder(newOrder('C1-1', { lines: [{ line: asId('1'), sku: 'CAP', quantity: 3 }] }));
    await harness.act(
      { type: 'wms.pick', name: 'C1-1', lines: [{ sku: 'CAP', picked: 1 }] },
      { type: 'wms.ship', name: 'C1-1', waybill: 'SE9' },
    );
    expect((await harness.state()).stock).toContainEqual({ sku: 'CAP', physical: 0, booked: 0, sellable: 0 });
    expect(await placed('C1-1-B1')).toEqual([]);
  });

  it('Progress is read on by id when more changed than one answer may hold', async () => {
    for (const n of [1, 2, 3, 4, 5]) await harness.wms.placeOrder(newOrder(`C${n}-1`));
    const from = new Date(Date.now() - 60_000).toISOString();
    const first = await harness.wms.ordersChangedSince(from, 2);
    const rest = await harness.wms.ordersChangedSince(from, 10, first.next);
    expect([...first.rows, ...rest.rows].map((order) => order.name)).toEqual(['C1-1', 'C2-1', 'C3-1', 'C4-1', 'C5-1']);
  });

  it('Progress leaves out what changed before', async () => {
    await harness.wms.placeOrder(newOrder('C1-1'));
    expect((await harness.wms.ordersChangedSince(new Date(Date.now() + 1_000).toISOString(), 10)).rows).toEqual([]);
  });

  it('Many orders are read by repeating the query key, where a list with commas finds nothing', async () => {
    for (const n of [1, 2, 3]) await harness.wms.placeOrder(newOrder(`C${n}-1`));
    const found = await harness.wms.orders(['C1-1', 'C3-1', 'C9-1']);
    expect(found.map((order) => order.name)).toEqual(['C1-1', 'C3-1']);
    expect((await harness.calls()).byOperation['GET orders']).toBe(1);
    expect(await rawGet('orders?goodsOwnerId=42&orderNumbers=C1-1,C3-1')).toEqual({ status: 200, body: [] });
  });

  it('A status that nobody mapped counts as work in progress, and is reported once', async () => {
    const said: object[] = [];
    const wms = harness.adapter({ logger: { warn: (fields) => said.push(fields) } });
    await harness.wms.placeOrder(newOrder('C1-1'));
    await harness.act({ type: 'wms.status', name: 'C1-1', status: 425 });
    expect(await wms.order('C1-1')).toMatchObject({ stage: 'working', status: '425' });
    await wms.order('C1-1');
    expect(said).toEqual([{ statusNumber: 425 }]);
  });

  it('A collected order counts as sent, and it may come back', async () => {
    await harness.wms.placeOrder(newOrder('C1-1'));
    await harness.act({ type: 'wms.pick', name: 'C1-1' }, { type: 'wms.ship', name: 'C1-1', waybill: 'SE1' });
    await harness.act({ type: 'wms.status', name: 'C1-1', status: 500 });
    expect((await harness.wms.order('C1-1'))?.stage).toBe('sent');
    await harness.act({ type: 'wms.status', name: 'C1-1', status: 800 });
    expect((await harness.wms.order('C1-1'))?.stage).toBe('returned');
  });

  it('The default mapping fits the warehouse’s own status list', async () => {
    expect(await harness.wms.checkSettings()).toEqual([]);
  });

  it('The adapter knows the warehouses and how far their clock is from ours', async () => {
    expect(harness.wms.clockSkewMs()).toBeUndefined();
    expect(await harness.wms.warehouses()).toEqual([{ id: '7', name: 'Central' }]);
    // The Date header has whole seconds.
    expect(Math.abs(harness.wms.clockSkewMs() ?? Number.NaN)).toBeLessThan(2_000);
  });
});

describe('articles and stock', () => {
  it('Known SKUs are distinguished from unknown ones, and a SKU is known once it was sent', async () => {
    expect(await harness.wms.knownSkus(['TEE-M', 'GHOST'])).toEqual(new Set(['TEE-M']));
    await harness.wms.putArticle({ sku: 'GHOST', name: 'Ghost', barcode: '7350000000035', active: true });
    await harness.wms.putArticle({ sku: 'GHOST', name: 'Ghost, renamed', barcode: '', active: true });
    expect(await harness.wms.knownSkus(['TEE-M', 'GHOST'])).toEqual(new Set(['TEE-M', 'GHOST']));
    expect((await harness.calls()).refusals).toEqual([]);
  });

  it('The warehouse sells less as soon as an order is placed, and has less once it is picked', async () => {
    await harness.wms.placeOrder(newOrder('C1-1'));
    expect(await harness.wms.stock(['TEE-M', 'GHOST'])).toEqual(new Map([['TEE-M', { physical: 10, sellable: 8 }]]));
    await harness.act({ type: 'wms.pick', name: 'C1-1' });
    expect(await harness.wms.stock(['TEE-M'])).toEqual(new Map([['TEE-M', { physical: 8, sellable: 8 }]]));
  });

  it('The sellable figure is negative when more is ordered than lies in the warehouse', async () => {
    await harness.wms.placeOrder(newOrder('C1-1', { lines: [{ line: asId('1'), sku: 'CAP', quantity: 3 }] }));
    expect((await harness.wms.stock(['CAP'])).get('CAP')).toEqual({ physical: 1, sellable: -2 });
  });

  it('The warehouse puts units back on the shelf when it cancels a picked order', async () => {
    await harness.wms.placeOrder(newOrder('C1-1'));
    await harness.act({ type: 'wms.pick', name: 'C1-1' }, { type: 'wms.cancel', name: 'C1-1' });
    expect((await harness.state()).stock).toContainEqual({ sku: 'TEE-M', physical: 10, booked: 0, sellable: 10 });
    expect((await harness.wms.order('C1-1'))?.stage).toBe('cancelled');
  });
});

describe('failures of the warehouse', () => {
  it('A wrong password is distinguished from every other failure', async () => {
    await expect(harness.adapter({ password: 'wrong' }).warehouses()).rejects.toMatchObject({
      kind: 'unauthorised',
      status: 401,
    });
  });

  it('A 429 pauses the limiter for as long as it asks', async () => {
    const closed: number[] = [];
    const wms = harness.adapter({
      limiter: {
        pass: (_cost, send) => send(),
        pauseUntil: async (ms) => void closed.push(ms),
        recordCost: async () => {},
        allowances: async () => [],
        learnQuotas: async () => {},
      },
    });
    await harness.fault({
      operation: 'GET warehouses',
      fault: { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
      times: 1,
    });
    await expect(wms.warehouses()).rejects.toMatchObject({ kind: 'throttled', retryAfterMs: 7_000 });
    expect(closed).toEqual([expect.closeTo(Date.now() + 7_000, -4)]);
    expect((await harness.calls()).throttled).toBe(1);
  });

  it('A call may be repeated after a server fault, a web page in place of an answer, or no answer in time', async () => {
    await harness.fault(
      { operation: 'GET warehouses', fault: { kind: 'status', status: 500 }, times: 1 },
      { operation: 'GET warehouses', fault: { kind: 'html' }, times: 1 },
    );
    await expect(harness.wms.warehouses()).rejects.toMatchObject({ kind: 'unreachable', status: 500 });
    await expect(harness.wms.warehouses()).rejects.toMatchObject({ kind: 'unreachable', status: 200 });
    await harness.fault({ operation: 'GET warehouses', fault: { kind: 'slow', ms: 400 }, times: 1 });
    await expect(harness.adapter({ timeoutMs: 50 }).warehouses()).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('A failure repeats no customer data that the vendor echoes', async () => {
    const body = JSON.stringify({
      message: `Consignee Ada Ekström <br/>(ada@example.test) on Gatan 1 is odd ${'x'.repeat(400)}`,
    });
    await harness.fault({ operation: 'PUT orders', fault: { kind: 'status', status: 400, body }, times: 1 });
    const problem: unknown = await harness.wms.placeOrder(newOrder('C1-1')).catch((thrown: unknown) => thrown);
    expect(problem).toMatchObject({ kind: 'rejected' });
    const sentence = problem instanceof Error ? problem.message : '';
    expect(sentence).toContain('is odd');
    expect(sentence).not.toMatch(/Ada|example\.test|Gatan/);
    expect(sentence.length).toBeLessThan(300);
  });
});

describe('the simulated warehouse keeps to the contract', () => {
  const put = (path: string, body: object) => raw('PUT', path, body);

  it('The simulator refuses a field that the vendor does not have, and remembers it', async () => {
    const body = { goodsOwnerId: 42, articleNumber: 'X', price: 3 };
    expect(await put('articles', body)).toMatchObject({ status: 400 });
    expect((await harness.calls()).refusals).toEqual([expect.stringContaining('price')]);
  });

  it('The simulator refuses another goods owner', async () => {
    expect(await rawGet('orders?goodsOwnerId=43')).toMatchObject({ status: 400 });
    await expect(harness.adapter({ goodsOwnerId: 43 }).stock(['CAP'])).rejects.toMatchObject({ kind: 'rejected' });
  });

  it('The simulator answers 201 for a new order and 200 for the same one again', async () => {
    const body = {
      goodsOwnerId: GOODS_OWNER,
      orderNumber: 'C1-1',
      deliveryDate: '2026-11-24T00:00:00Z',
      consignee: {},
      orderLines: [{ rowNumber: '1', articleNumber: 'CAP', numberOfItems: 1 }],
    };
    expect(await put('orders', body)).toMatchObject({ status: 201 });
    expect(await put('orders', body)).toMatchObject({ status: 200 });
  });

  it('The simulator looks back a day for stock, two days for updates, and any time for status changes', async () => {
    const back = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    expect(await rawGet(`articles?goodsOwnerId=42&stockInfoChangedFrom=${back(25)}`)).toMatchObject({ status: 400 });
    expect(await rawGet(`articles?goodsOwnerId=42&stockInfoChangedFrom=${back(23)}`)).toMatchObject({ status: 200 });
    expect(await rawGet(`orders?goodsOwnerId=42&orderUpdatedTimeFrom=${back(49)}`)).toMatchObject({ status: 400 });
    expect(await rawGet(`orders?goodsOwnerId=42&orderStatusChangedTimeFrom=${back(999)}`)).toMatchObject({
      status: 200,
    });
  });

  it('The simulator fails a call of the global fetch, as one tenant did', async () => {
    const answer = await fetch(`${harness.url}/warehouses`, { headers: { authorization: basic } });
    expect(answer.status).toBe(500);
  });

  it('The simulator refuses a body without its length, as one tenant did', async () => {
    async function* chunks() {
      yield JSON.stringify({ goodsOwnerId: 42, articleNumber: 'X' });
    }
    const headers = { authorization: basic, 'content-type': 'application/json' };
    const answer = await request(`${harness.url}/articles`, { method: 'PUT', headers, body: Readable.from(chunks()) });
    expect(answer.statusCode).toBe(411);
    expect(await harness.wms.knownSkus(['X'])).toEqual(new Set());
  });

  it('The simulator remembers a filter that the vendor does not have, and answers without it', async () => {
    expect(await rawGet('articles?goodsOwnerId=42&page=2')).toMatchObject({ status: 200, body: [{}, {}] });
    expect((await harness.calls()).refusals).toEqual([expect.stringContaining('page')]);
  });

  it('The simulator reports stock per warehouse', async () => {
    await harness.wms.placeOrder(newOrder('C1-1'));
    expect(await rawGet('articles/inventoryPerWarehouse?goodsOwnerId=42&articleNumbers=TEE-M')).toMatchObject({
      body: [
        {
          articleNumber: 'TEE-M',
          inventoryPerWarehouse: [{ warehouseId: 7, numberOfItems: 10, sellableNumberOfItems: 8 }],
        },
      ],
    });
  });

  it('The simulator answers parallel calls, and remembers how many there were', async () => {
    await Promise.all([harness.wms.warehouses(), harness.wms.warehouses(), harness.wms.warehouses()]);
    expect((await harness.calls()).mostInFlight).toBeGreaterThan(1);
  });

  it('The simulator does not pick what is not there or was not ordered', async () => {
    await harness.wms.placeOrder(newOrder('C1-1', { lines: [{ line: asId('1'), sku: 'CAP', quantity: 3 }] }));
    expect(
      await harness.act(
        { type: 'wms.pick', name: 'C1-1', lines: [{ sku: 'CAP', picked: 2 }] },
        { type: 'wms.ship', name: 'C1-1', waybill: 'SE1' },
        { type: 'wms.pick', name: 'C404-1' },
      ),
    ).toMatchObject([{ ok: false }, { ok: false }, { ok: false }]);
  });

  it('The simulator starts again with another world', async () => {
    await harness.wms.placeOrder(newOrder('C1-1'));
    await harness.control.post('world', { currency: 'SEK', locations: [], products: [], stock: [] });
    expect(await harness.state()).toEqual({ articles: [], orders: [], stock: [], perWarehouse: [] });
  });

  const basic = `Basic ${Buffer.from('onepool:secret').toString('base64')}`;
  async function raw(method: 'GET' | 'PUT', path: string, body?: object): Promise<{ status: number; body: unknown }> {
    const answer = await request(`${harness.url}/${path}`, {
      method,
      headers: { authorization: basic, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.statusCode, body: await answer.body.json() };
  }
});

async function rawGet(path: string): Promise<{ status: number; body: unknown }> {
  const authorization = `Basic ${Buffer.from('onepool:secret').toString('base64')}`;
  const answer = await request(`${harness.url}/${path}`, { headers: { authorization } });
  return { status: answer.statusCode, body: await answer.body.json() };
}
