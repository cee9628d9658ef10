import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { closeUnrefused } from '../support/close-unrefused.js';
import { DC, home, OTHER_STORE, openShop, type SitooShop, STORE, webOrder } from '../support/sitoo-shop.js';

let shop: SitooShop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => closeUnrefused(shop));

const soon = () => Date.now() + 3_600_000;

describe('orders in Sitoo', () => {
  it('places a web order and reads the same order back, money exact and person included', async () => {
    const orderId = await shop.sitoo.placeOrder(webOrder('centra-10045-1', home));
    const [order] = await shop.sitoo.orders([orderId]);
    expect(order).toMatchObject({
      orderId,
      externalId: 'centra-10045-1',
      state: 'open',
      vendorState: 0,
      paymentState: 'paid',
      kind: 'order',
      warehouseId: STORE,
      orderDate: 1_764_000_000,
      currency: 'SEK',
      totalMinor: 20_000,
      email: 'ada@example.test',
      firstName: 'Ada',
      additionalData: { source: 'centra' },
      deliveryAddress: { address1: 'Provgatan 1', zipCode: '111 22', city: 'Stockholm', countryCode: 'SE' },
      items: [{ itemId: 0, sku: 'TEE-BLK-M', quantity: 1, rowNetMinor: 16_000, rowVatMinor: 4_000 }],
    });
    expect(order).not.toHaveProperty('registerId');
    expect(order).not.toHaveProperty('invoiceAddress');
  });

  it('finds an order by the name we gave it, and nothing under another name', async () => {
    const orderId = await shop.sitoo.placeOrder(webOrder('centra-10045-1'));
    expect((await shop.sitoo.orderByExternalId('centra-10045-1'))?.orderId).toBe(orderId);
    expect(await shop.sitoo.orderByExternalId('centra-10045-2')).toBeUndefined();
  });

  it('refuses a second order with the same name, in a sentence', async () => {
    await shop.sitoo.placeOrder(webOrder('centra-1-1'));
    await expect(shop.sitoo.placeOrder(webOrder('centra-1-1'))).rejects.toMatchObject({
      kind: 'rejected',
      operation: 'POST orders',
      status: 400,
      message: 'Sitoo refused POST orders (400): externalid already exists',
    });
    expect((await shop.books()).orders).toHaveLength(1);
  });

  it('refuses an order with a SKU it does not know, naming it', async () => {
    const [line] = webOrder('x').lines;
    const order = webOrder('centra-2-1', { lines: line ? [{ ...line, sku: 'MUG' }] : [] });
    await expect(shop.sitoo.placeOrder(order)).rejects.toThrow(/MUG/);
    expect((await shop.books()).orders).toEqual([]);
  });

  it('reads more orders than fit one call, each once', async () => {
    const ids: number[] = [];
    for (let n = 1; n <= 105; n += 1) ids.push(await shop.sitoo.placeOrder(webOrder(`centra-${n}-1`)));
    const before = (await shop.calls()).byOperation['GET orders'] ?? 0;
    const orders = await shop.sitoo.orders([...ids, ...ids]);
    expect(orders.map((order) => order.orderId)).toEqual(ids);
    expect((await shop.calls()).byOperation['GET orders']).toBe(before + 2);
  });

  it('reads new orders in ascending order from a cursor', async () => {
    for (let n = 1; n <= 12; n += 1) await shop.sitoo.placeOrder(webOrder(`centra-${n}-1`));
    const first = await shop.sitoo.ordersFrom(0, 5);
    const next = await shop.sitoo.ordersFrom((first.at(-1)?.orderId ?? 0) + 1, 100);
    expect([...first, ...next].map((order) => order.externalId)).toEqual(
      Array.from({ length: 12 }, (_, i) => `centra-${i + 1}-1`),
    );
    expect(first).toHaveLength(5);
  });

  it('reserves stock while the order is open and gives it back when it is cancelled', async () => {
    const orderId = await shop.sitoo.placeOrder(webOrder('centra-3-1', { reservedUntil: soon() }));
    const level = async () => (await shop.sitoo.stock(STORE, ['TEE-BLK-M'])).get('TEE-BLK-M');
    expect(await level()).toEqual({ total: 5, reserved: 1, available: 4 });
    await shop.sitoo.cancelOrder(orderId);
    expect(await level()).toEqual({ total: 5, reserved: 0, available: 5 });
    await shop.sitoo.cancelOrder(orderId);
    expect((await shop.sitoo.orders([orderId]))[0]?.state).toBe('cancelled');
  });

  it('does not cancel a closed order', async () => {
    const orderId = await shop.sitoo.placeOrder(webOrder('centra-4-1'));
    await shop.sitoo.closeOrder(orderId);
    await expect(shop.sitoo.cancelOrder(orderId)).rejects.toMatchObject({ kind: 'rejected' });
    expect((await shop.sitoo.orders([orderId]))[0]?.state).toBe('closed');
  });

  it('books a delivery once: the level falls, the reservation goes, more than was ordered is refused', async () => {
    const orderId = await shop.sitoo.placeOrder(webOrder('centra-5-1', { reservedUntil: soon() }));
    const parcel = { warehouseId: STORE, reference: 'SE-TRACK-1', items: [{ itemId: 0, quantity: 1 }] };
    const deliveryId = await shop.sitoo.addDelivery(orderId, parcel);
    expect(await shop.sitoo.deliveries(orderId)).toEqual([{ deliveryId, ...parcel, deliveredAt: expect.any(Number) }]);
    expect((await shop.sitoo.stock(STORE, ['TEE-BLK-M'])).get('TEE-BLK-M')).toEqual({
      total: 4,
      reserved: 0,
      available: 4,
    });
    await expect(shop.sitoo.addDelivery(orderId, parcel)).rejects.toMatchObject({ kind: 'rejected' });
  });
});

describe('stock in Sitoo', () => {
  it('sets absolute levels on the virtual warehouse, each SKU answering for itself', async () => {
    const results = await shop.sitoo.setStock(DC, [
      { sku: 'TEE-BLK-M', total: 14 },
      { sku: 'MUG', total: 3 },
      { sku: 'TEE-BLK-L', total: 0 },
    ]);
    expect(results).toEqual([
      { sku: 'TEE-BLK-M' },
      { sku: 'MUG', refused: 'Product not found, sku MUG' },
      { sku: 'TEE-BLK-L' },
    ]);
    const levels = await shop.sitoo.stock(DC, ['TEE-BLK-M', 'TEE-BLK-L', 'MUG']);
    expect(levels.get('TEE-BLK-M')?.total).toBe(14);
    expect(levels.get('TEE-BLK-L')?.total).toBe(0);
    expect(levels.has('MUG')).toBe(false);
  });

  it('refuses an absolute level on a store, whose level is the sum of its journal', async () => {
    const [result] = await shop.sitoo.setStock(STORE, [{ sku: 'TEE-BLK-M', total: 9 }]);
    expect(result?.refused).toContain('virtual');
    expect((await shop.sitoo.stock(STORE, ['TEE-BLK-M'])).get('TEE-BLK-M')?.total).toBe(5);
  });

  it('names the warehouses and tells the virtual one', async () => {
    expect(await shop.sitoo.warehouses()).toEqual([
      { id: STORE, name: 'Store 1', virtual: false, externalId: 'store-01' },
      { id: OTHER_STORE, name: 'Store 2', virtual: false, externalId: 'store-02' },
      { id: DC, name: 'DC', virtual: true, externalId: 'dc' },
    ]);
  });

  it('tells known SKUs from unknown ones, however many are asked for', async () => {
    const many = Array.from({ length: 250 }, (_, i) => `NO-${i}`);
    const known = await shop.sitoo.knownSkus(['TEE-BLK-L', ...many, 'MUG', 'TEE-BLK-M', 'TEE,BLK']);
    expect(known).toEqual(new Set(['TEE-BLK-L', 'TEE-BLK-M']));
  });

  it('reads the settings of the site', async () => {
    expect(await shop.sitoo.settings()).toEqual({
      currency: 'SEK',
      pricesWithVat: true,
      timezone: 'Europe/Stockholm',
    });
    expect(Math.abs(shop.sitoo.clockSkewMs() ?? Number.NaN)).toBeLessThan(2_000);
  });
});

describe('what tills and staff do', () => {
  it('sells at the till: a closed order with its register, the level falls', async () => {
    const sold = await shop.act({
      type: 'pos.sale',
      location: 'store-01',
      receipt: 'R-1',
      lines: [{ sku: 'TEE-BLK-M', quantity: 2, priceMinor: 25_000 }],
    });
    const [order] = await shop.sitoo.ordersFrom(sold.orderid ?? 0, 10);
    expect(order).toMatchObject({ state: 'closed', totalMinor: 50_000, warehouseId: STORE });
    expect(order?.registerId).toMatch(/^\{.+\}$/);
    expect((await shop.sitoo.stock(STORE, ['TEE-BLK-M'])).get('TEE-BLK-M')?.total).toBe(3);
  });

  it('sells for delivery from the warehouse: an open, paid order with an address and a reservation', async () => {
    const sold = await shop.act({
      type: 'pos.sale',
      location: 'store-01',
      receipt: 'R-2',
      lines: [{ sku: 'TEE-BLK-M', quantity: 1, priceMinor: 25_000 }],
      deliver: 'warehouse',
    });
    const [order] = await shop.sitoo.orders([sold.orderid ?? 0]);
    expect(order).toMatchObject({ state: 'open', paymentState: 'paid', warehouseId: DC });
    expect(order?.deliveryAddress?.countryCode).toBe('SE');
    expect((await shop.sitoo.stock(DC, ['TEE-BLK-M'])).get('TEE-BLK-M')).toMatchObject({ total: 40, reserved: 1 });
    expect((await shop.books()).orders[0]).toMatchObject({ deliverToWarehouse: true, soldAt: 'store-01' });
    expect(await shop.work()).toEqual([]);
  });

  it('refunds against the receipt and not more than was sold', async () => {
    const lines = [{ sku: 'TEE-BLK-M', quantity: 1 }];
    const sold = await shop.act({ type: 'pos.sale', location: 'store-01', receipt: 'R-3', lines });
    const refund = { type: 'pos.refund', location: 'store-02', receipt: 'R-3', lines, paidOut: true };
    const back = await shop.act({ ...refund, condition: 'resellable' });
    const [order] = await shop.sitoo.orders([back.orderid ?? 0]);
    expect(order).toMatchObject({ creditOrderId: sold.orderid, totalMinor: -25_000, items: [{ quantity: -1 }] });
    expect(order?.additionalData['pos-originalsales-orderid']).toBe(String(sold.orderid));
    expect((await shop.sitoo.stock(OTHER_STORE, ['TEE-BLK-M'])).get('TEE-BLK-M')?.total).toBe(1);
    expect(await shop.act({ ...refund, condition: 'resellable' })).toMatchObject({ ok: false });
  });

  it('keeps a store level equal to the sum of its journal through intake, sale, stock-take and delivery', async () => {
    await shop.act({ type: 'pos.intake', location: 'store-01', lines: [{ sku: 'TEE-BLK-M', quantity: 4 }] });
    await shop.act({ type: 'pos.stocktake', location: 'store-01', lines: [{ sku: 'TEE-BLK-M', quantity: 6 }] });
    const lines = [{ sku: 'TEE-BLK-M', quantity: 1 }];
    await shop.act({ type: 'pos.sale', location: 'store-01', receipt: 'R-4', lines });
    const journal = await fetch(`${shop.url}/sites/1/warehouses/${STORE}/warehousetransactions.json?num=100`, {
      headers: { authorization: `Basic ${Buffer.from('90001-1:secret').toString('base64')}` },
    });
    const { items } = (await journal.json()) as { items: { items: { sku: string; decimalquantity: string }[] }[] };
    const moves = items.flatMap((row) => row.items).filter((item) => item.sku === 'TEE-BLK-M');
    expect(moves.map((move) => move.decimalquantity)).toEqual(['-1.000', '-3.000', '4.000', '5.000']);
    expect((await shop.sitoo.stock(STORE, ['TEE-BLK-M'])).get('TEE-BLK-M')?.total).toBe(5);
  });

  it('picks for collection and hands over: announced in the log, then delivered and closed', async () => {
    const orderId = await shop.sitoo.placeOrder(webOrder('centra-6-1'));
    expect(await shop.act({ type: 'store.collect', orderid: orderId })).toMatchObject({ ok: false });
    await shop.act({ type: 'store.pick', name: 'centra-6-1' });
    expect((await shop.sitoo.orders([orderId]))[0]?.log).toEqual([
      { event: 'ready-for-pickup', at: expect.any(Number) },
    ]);
    expect(await shop.work()).toMatchObject([{ externalid: 'centra-6-1', home: false, readyForPickup: true }]);
    await shop.act({ type: 'store.collect', orderid: orderId });
    expect((await shop.sitoo.orders([orderId]))[0]?.state).toBe('closed');
    expect(await shop.sitoo.deliveries(orderId)).toMatchObject([{ items: [{ itemId: 0, quantity: 1 }] }]);
  });

  it('picks for home delivery: the packed goods are a delivery without a date until they leave', async () => {
    const orderId = await shop.sitoo.placeOrder(webOrder('centra-7-1', home));
    await shop.act({ type: 'store.pick', orderid: orderId });
    const [packed] = await shop.sitoo.deliveries(orderId);
    expect(packed).toEqual({ deliveryId: expect.any(Number), warehouseId: STORE, items: [{ itemId: 0, quantity: 1 }] });
    expect((await shop.sitoo.stock(STORE, ['TEE-BLK-M'])).get('TEE-BLK-M')?.total).toBe(5);
    await shop.act({ type: 'store.ship', orderid: orderId, waybill: 'SE-1' });
    expect(await shop.sitoo.deliveries(orderId)).toEqual([
      { ...packed, reference: 'SE-1', deliveredAt: expect.any(Number) },
    ]);
    expect((await shop.sitoo.stock(STORE, ['TEE-BLK-M'])).get('TEE-BLK-M')?.total).toBe(4);
    expect((await shop.sitoo.orders([orderId]))[0]?.state).toBe('closed');
  });

  it('cannot pick what another order has taken from the shelf, and rejects it', async () => {
    const [line] = webOrder('x').lines;
    const lines = line ? [{ ...line, sku: 'TEE-BLK-L' }] : [];
    await shop.sitoo.placeOrder(webOrder('centra-8-1', { lines }));
    const second = await shop.sitoo.placeOrder(webOrder('centra-9-1', { lines }));
    expect(await shop.act({ type: 'store.pick', name: 'centra-8-1' })).toMatchObject({ ok: true });
    expect(await shop.act({ type: 'store.pick', orderid: second })).toMatchObject({
      ok: false,
      error: 'Not on the shelf: TEE-BLK-L, 0 of 1',
    });
    await shop.act({ type: 'store.reject', orderid: second, reason: 'sold out' });
    expect((await shop.sitoo.orders([second]))[0]).toMatchObject({
      state: 'open',
      log: [{ event: 'pickup-rejected', text: 'sold out' }],
    });
  });
});
