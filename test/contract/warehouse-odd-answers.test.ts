import { afterEach, describe, expect, it } from '@jest/globals';
import { createOngoing } from '../../systems/ongoing/adapter.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import { GOODS_OWNER, newOrder, STATUSES, startStub } from '../support/warehouse-harness.js';

let close: (() => Promise<void>) | undefined;
afterEach(async () => close?.());

/** A warehouse that gives the same JSON to everything, or one by operation. */
async function warehouseThatAnswers(answer: (method: string, url: URL) => unknown, logger?: { warn(): void }) {
  const stub = await startStub((message, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer(message.method ?? '', new URL(message.url ?? '', 'http://stub'))));
  });
  close = stub.close;
  return adapterOf(stub.url, logger);
}

function adapterOf(url: string, logger?: { warn(): void }) {
  const login = { url, user: 'u', password: 'p', goodsOwnerId: GOODS_OWNER };
  return createOngoing({ ...login, statuses: STATUSES, limiter: unlimited, ...(logger ? { logger } : {}) });
}

const order = (orderId: number, more: object = {}, info: object = {}) => ({
  orderInfo: { orderId, orderNumber: `C${orderId}-1`, orderStatus: { number: 450 }, ...info },
  orderLines: [],
  ...more,
});

describe('a warehouse that does not keep to its contract', () => {
  it('A warehouse that repeats a page does not keep us reading for ever', async () => {
    const wms = await warehouseThatAnswers(() => [order(5)]);
    await expect(wms.ordersChangedSince('2026-11-24T00:00:00Z', 100)).rejects.toMatchObject({
      kind: 'malformed-answer',
      message: expect.stringContaining('orderIdFrom'),
    });
  });

  it('An order accepted without an id and not shown has an unknown outcome', async () => {
    const wms = await warehouseThatAnswers((method) => (method === 'PUT' ? { orderId: null, message: 'ok' } : []));
    await expect(wms.placeOrder(newOrder('C1-1'))).rejects.toMatchObject({ kind: 'unknown-outcome' });
  });

  it('An order accepted without an id is placed when the warehouse shows its lines', async () => {
    const lines = [
      { rowNumber: '1', article: { articleNumber: 'TEE-M' }, orderedNumberOfItems: 2, pickedNumberOfItems: 0 },
    ];
    const shown = order(1, { orderLines: lines }, { orderStatus: { number: 200 } });
    const wms = await warehouseThatAnswers((method) => (method === 'PUT' ? { orderId: null } : [shown]));
    expect(await wms.placeOrder(newOrder('C1-1'))).toEqual({ ref: '1' });
  });

  it('An order that is being picked but shows no lines yet may be asked for again', async () => {
    const stub = await startStub((message, response) => {
      const refused = message.method === 'PUT';
      response.writeHead(refused ? 400 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(refused ? { message: 'begun' } : [order(1, {}, { orderStatus: { number: 300 } })]));
    });
    close = stub.close;
    await expect(adapterOf(stub.url).placeOrder(newOrder('C1-1'))).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('The back order of a short shipment is asked for when it is missing from the list of changes', async () => {
    const short = [
      { rowNumber: '1', article: { articleNumber: 'CAP' }, orderedNumberOfItems: 2, pickedNumberOfItems: 1 },
    ];
    const rest = order(9, {}, { advanced: { backOrderInfo: { backOrderForOrderId: 1 } } });
    const changed = [[order(1, { orderLines: short })], []];
    const wms = await warehouseThatAnswers((_method, url) =>
      url.searchParams.get('backOrderForOrderId') === '1' ? [rest] : changed.shift(),
    );
    const found = (await wms.ordersChangedSince('2026-11-24T00:00:00Z', 100)).rows;
    expect(found.map((o) => o.ref)).toEqual(['9', '1']);
  });

  it('One unreadable order does not hide the others', async () => {
    let warnings = 0;
    const odd = order(2, {}, { orderStatus: null });
    const pages = [[order(1), odd, order(3)], []];
    const wms = await warehouseThatAnswers(() => pages.shift(), {
      warn: () => {
        warnings += 1;
      },
    });
    const changed = (await wms.ordersChangedSince('2026-11-24T00:00:00Z', 100)).rows;
    expect(changed.map((found) => found.name)).toEqual(['C1-1', 'C3-1']);
    expect(warnings).toBe(1);
  });

  it('The reader of an unreadable order learns which field is wrong', async () => {
    const wms = await warehouseThatAnswers(() => [order(2, {}, { orderStatus: null })]);
    await expect(wms.order('C2-1')).rejects.toMatchObject({
      kind: 'malformed-answer',
      message: expect.stringContaining('orderInfo.orderStatus'),
    });
  });
});

describe('the tracking of an order', () => {
  const parcel = (parcelNumber: string, isReturnParcel: boolean) => ({
    parcelNumber,
    isReturnParcel,
    tracking: { trackingUrl: `https://t.example/${parcelNumber}` },
  });

  it.each([
    [
      'its tracking entry, not the return label',
      {
        tracking: [
          { waybill: 'BACK', trackingUrl: 'https://t.example/BACK', isReturn: true },
          { waybill: 'OUT', trackingUrl: 'https://t.example/OUT' },
        ],
      },
      { trackingNumber: 'OUT', trackingUrl: 'https://t.example/OUT', packages: 2 },
    ],
    ['its own waybill', {}, { trackingNumber: 'OWN', trackingUrl: 'https://t.example/P1', packages: 2 }],
  ])('The tracking of an order comes from %s', async (_source, more, expected) => {
    const parcels = [parcel('R1', true), parcel('P1', false), parcel('P2', false)];
    const wms = await warehouseThatAnswers(() => [order(1, { parcels, ...more }, { wayBill: 'OWN' })]);
    expect(await wms.order('C1-1')).toMatchObject(expected);
  });

  it('The tracking of an order comes from the first outgoing parcel when there is nothing else, with the time in UTC', async () => {
    const parcels = [parcel('R1', true), parcel('P1', false)];
    const info = { wayBill: '', shippedTime: '2026-04-09T10:39:31.3' };
    const wms = await warehouseThatAnswers(() => [order(1, { parcels }, info)]);
    expect(await wms.order('C1-1')).toMatchObject({
      trackingNumber: 'P1',
      packages: 1,
      shippedAt: '2026-04-09T10:39:31.300Z',
    });
  });
});
