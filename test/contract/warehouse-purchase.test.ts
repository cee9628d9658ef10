import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import type { NewInboundNotice } from '../../systems/warehouse-port.js';
import { closeUnrefused } from '../support/close-unrefused.js';
import { wmsWarehouse } from '../support/ids.js';
import { until } from '../support/until.js';
import { type Harness, startHarness, startStub, WORLD } from '../support/warehouse-harness.js';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => closeUnrefused(harness));

const inboundNotice = (change: Partial<NewInboundNotice> = {}): NewInboundNotice => ({
  name: 'RETURN-601',
  warehouse: wmsWarehouse(7),
  returnType: true,
  lines: [
    { row: '0', sku: 'TEE-M', quantity: 2 },
    { row: '1', sku: 'CAP', quantity: 1 },
  ],
  ...change,
});
const openLines = [
  { row: '0', sku: 'TEE-M', announced: 2, received: 0 },
  { row: '1', sku: 'CAP', announced: 1, received: 0 },
];
const look = async (name = 'RETURN-601') => (await harness.wms.announcedGoods([name]))[0];
/** Lines show a moment after the purchase order does. */
const linesShow = () =>
  until(async () => ((await look())?.lines.length ?? 0) > 0, { what: 'lines of the purchase order' });
const physical = async (sku: string) => (await harness.state()).stock.find((row) => row.sku === sku)?.physical;
const purchases = async (url = harness.url) => {
  const answer = await request(url.replace('/api/v1', '/_sim/purchases'));
  return ((await answer.body.json()) as { purchases: { returnType: boolean; warehouse: number }[] }).purchases;
};

describe('inbound notices to the warehouse', () => {
  it('Announced goods are shown as inbound, line by line, and change no stock yet', async () => {
    const { ref } = await harness.wms.announceGoods(inboundNotice());
    await linesShow();
    expect(await look()).toEqual({ name: 'RETURN-601', ref, status: 'open', lines: openLines });
    expect(await purchases()).toMatchObject([{ returnType: true, warehouse: 7 }]);
    expect(await physical('TEE-M')).toBe(10);
  });

  it('Goods are announced once, however often the call is repeated', async () => {
    const first = await harness.wms.announceGoods(inboundNotice());
    expect(await harness.wms.announceGoods(inboundNotice())).toEqual(first);
    expect(await purchases()).toHaveLength(1);
  });

  it('A second notice corrects the first while receiving has not begun', async () => {
    await harness.wms.announceGoods(inboundNotice());
    await harness.wms.announceGoods(inboundNotice({ lines: [{ row: '0', sku: 'TEE-M', quantity: 1 }] }));
    await linesShow();
    expect((await look())?.lines).toEqual([{ row: '0', sku: 'TEE-M', announced: 1, received: 0 }]);
  });

  it('Goods that arrive in full are on the shelf, and the notice is received', async () => {
    await harness.wms.announceGoods(inboundNotice());
    expect(await harness.act({ type: 'wms.receive-purchase', name: 'RETURN-601' })).toMatchObject([{ ok: true }]);
    await linesShow();
    expect(await look()).toMatchObject({ status: 'received', lines: [{ received: 2 }, { received: 1 }] });
    expect([await physical('TEE-M'), await physical('CAP')]).toEqual([12, 2]);
  });

  it('Goods that arrive short are on the shelf as far as they came, and the notice is closed', async () => {
    await harness.wms.announceGoods(inboundNotice());
    await harness.act({ type: 'wms.receive-purchase', name: 'RETURN-601', lines: [{ row: '0', received: 1 }] });
    await linesShow();
    expect(await look()).toMatchObject({ status: 'received', lines: [{ received: 1 }, { received: 0 }] });
    expect([await physical('TEE-M'), await physical('CAP')]).toEqual([11, 1]);
  });

  it('Goods arrive in the warehouse that the notice names, even when it is not the first one', async () => {
    const second = { id: 'north', kind: 'warehouse', name: 'North', centraWarehouse: 4, sitooWarehouse: 13 } as const;
    const locations = [...WORLD.locations, { ...second, wmsWarehouse: 9 }];
    await harness.control.post('world', { ...WORLD, locations });
    await harness.wms.announceGoods(inboundNotice({ warehouse: wmsWarehouse(9) }));
    await harness.act({ type: 'wms.receive-purchase', name: 'RETURN-601' });
    const { perWarehouse } = await harness.state();
    const tees = perWarehouse.filter((row) => row.sku === 'TEE-M').map((row) => [row.warehouse, row.physical]);
    expect(tees).toEqual([
      [7, 10],
      [9, 2],
    ]);
  });

  it('Announced goods are received only once', async () => {
    await harness.wms.announceGoods(inboundNotice());
    const receive = { type: 'wms.receive-purchase', name: 'RETURN-601' };
    expect(await harness.act(receive, receive)).toMatchObject([{ ok: true }, { ok: false }]);
    expect(await physical('TEE-M')).toBe(12);
  });

  it('The warehouse can cancel an inbound notice', async () => {
    await harness.wms.announceGoods(inboundNotice());
    await harness.act({ type: 'wms.purchase-status', name: 'RETURN-601', status: 900 });
    expect((await look())?.status).toBe('cancelled');
    await expect(harness.wms.announceGoods(inboundNotice())).rejects.toMatchObject({ kind: 'rejected' });
  });

  it('A notice counts as given when receiving has begun with the same goods, and not with others', async () => {
    const first = await harness.wms.announceGoods(inboundNotice());
    await linesShow();
    await harness.act({ type: 'wms.purchase-status', name: 'RETURN-601', status: 300 });
    expect(await harness.wms.announceGoods(inboundNotice())).toEqual(first);
    const others = inboundNotice({ lines: [{ row: '0', sku: 'CAP', quantity: 5 }] });
    await expect(harness.wms.announceGoods(others)).rejects.toMatchObject({
      kind: 'rejected',
      message: expect.stringContaining('started working'),
    });
  });

  it('A notice with an article that the warehouse does not know is refused, and the article is named', async () => {
    const ghost = inboundNotice({ lines: [{ row: '0', sku: 'GHOST', quantity: 1 }] });
    await expect(harness.wms.announceGoods(ghost)).rejects.toMatchObject({
      kind: 'rejected',
      operation: 'PUT purchaseOrders',
      message: expect.stringContaining('GHOST'),
    });
    expect(await purchases()).toEqual([]);
  });

  it('A notice without goods is not sent', async () => {
    await expect(harness.wms.announceGoods(inboundNotice({ lines: [] }))).rejects.toMatchObject({ kind: 'rejected' });
    expect((await harness.calls()).byOperation['PUT purchaseOrders']).toBeUndefined();
  });
});

describe('reading inbound notices', () => {
  it('Many notices are read by name, fifty per call, without the unknown ones', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `RETURN-${i}`);
    for (const name of names.slice(0, 55)) await harness.wms.announceGoods(inboundNotice({ name }));
    const found = await harness.wms.announcedGoods([...names, ...names]);
    expect(found.map((entry) => entry.name)).toEqual(names.slice(0, 55));
    expect((await harness.calls()).byOperation['GET purchaseOrders']).toBe(2);
  });

  it('A read of no notices makes no call', async () => {
    expect(await harness.wms.announcedGoods([])).toEqual([]);
    expect((await harness.calls()).byOperation).toEqual({});
  });
});

describe('inbound notices amid transient errors', () => {
  it('A notice may be repeated after a lost answer and still exists once', async () => {
    await harness.fault({ operation: 'PUT purchaseOrders', fault: { kind: 'response-lost' }, times: 1 });
    await expect(harness.wms.announceGoods(inboundNotice())).rejects.toMatchObject({ kind: 'unknown-outcome' });
    const { ref } = await harness.wms.announceGoods(inboundNotice());
    expect(await look()).toMatchObject({ ref });
    expect(await purchases()).toHaveLength(1);
  });

  it.each([
    ['a web page in between', { kind: 'html' as const }],
    ['half an answer', { kind: 'truncated' as const }],
    ['a server fault', { kind: 'status' as const, status: 500 }],
  ])('A notice is not confirmed by %s', async (_what, fault) => {
    await harness.fault({ operation: 'GET purchaseOrders', fault, times: 1 });
    await expect(harness.wms.announcedGoods(['RETURN-601'])).rejects.toMatchObject({ kind: 'unreachable' });
  });
});

describe('a warehouse whose purchase orders do not keep to the contract', () => {
  const shown = (id: number, number: string, more: object = {}) => ({
    purchaseOrderInfo: { purchaseOrderId: id, purchaseOrderNumber: number, purchaseOrderStatus: { number: 100 } },
    purchaseOrderLines: openLines.map(({ row, sku, announced, received }) => ({
      rowNumber: row,
      article: { articleNumber: sku },
      advisedNumberOfItems: announced,
      receivedNumberOfItems: received,
    })),
    ...more,
  });
  async function answering<T>(
    answer: (method: string) => unknown,
    ask: (wms: Harness['wms']) => Promise<T>,
  ): Promise<T> {
    const stub = await startStub((message, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer(message.method ?? '')));
    });
    try {
      return await ask(harness.adapter({ url: stub.url, logger: { warn: (fields) => void warned.push(fields) } }));
    } finally {
      await stub.close();
    }
  }
  const warned: object[] = [];
  beforeEach(() => void warned.splice(0));

  it('A notice accepted without an id and not shown has an unknown outcome', async () => {
    const silent = (method: string) => (method === 'PUT' ? { purchaseOrderId: null } : []);
    await expect(answering(silent, (wms) => wms.announceGoods(inboundNotice()))).rejects.toMatchObject({
      kind: 'unknown-outcome',
    });
  });

  it('A notice accepted without an id is given when the warehouse shows its lines', async () => {
    const shy = (method: string) => (method === 'PUT' ? { purchaseOrderId: null } : [shown(9, 'RETURN-601')]);
    expect(await answering(shy, (wms) => wms.announceGoods(inboundNotice()))).toEqual({ ref: '9' });
  });

  it('An unreadable notice does not hide the others, and is reported', async () => {
    const odd = shown(1, 'RETURN-1', { purchaseOrderLines: [{ rowNumber: '0' }] });
    const found = await answering(
      () => [odd, shown(2, 'RETURN-2')],
      (wms) => wms.announcedGoods(['RETURN-1', 'RETURN-2']),
    );
    expect(found.map((entry) => entry.name)).toEqual(['RETURN-2']);
    expect(warned).toMatchObject([{ what: 'purchase order', id: 1 }]);
  });

  it('A filter that the warehouse ignores brings no notices that were not asked for', async () => {
    const all = [shown(1, 'RETURN-1'), shown(2, 'RETURN-2')];
    const found = await answering(
      () => all,
      (wms) => wms.announcedGoods(['RETURN-2']),
    );
    expect(found.map((entry) => entry.name)).toEqual(['RETURN-2']);
  });

  it('A status number that only the warehouse knows means that the goods are still inbound', async () => {
    const own = shown(1, 'RETURN-1');
    Object.assign(own.purchaseOrderInfo, { purchaseOrderStatus: { number: 250 } });
    const found = await answering(
      () => [own],
      (wms) => wms.announcedGoods(['RETURN-1']),
    );
    expect(found[0]?.status).toBe('open');
  });
});
