import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SitooOrderId } from '../../domain/ids.js';
import { closeUnrefused } from '../support/close-unrefused.js';
import { asId } from '../support/ids.js';
import { DC, home, OTHER_STORE, openShop, type SitooShop, STORE, webOrder } from '../support/sitoo-shop.js';

let shop: SitooShop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => closeUnrefused(shop));

const soon = () => Date.now() + 3_600_000;

describe('orders in Sitoo', () => {
  it('A web order that is placed reads back the same, with exact money and its customer', async () => {
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
      deliveryAddress: { address1: 'Provgatan 1', zipCode: '111 22', city: 'Stockholm', countryCode: 'SE' },
      items: [{ itemId: '0', sku: 'TEE-BLK-M', quantity: 1, rowNetMinor: 16_000, rowVatMinor: 4_000 }],
    });
    expect(order).not.toHaveProperty('registerId');
    expect(order).not.toHaveProperty('invoiceAddress');
  });

  it('An order is found by the name we gave it, and by no other', async () => {
    const orderId = await shop.sitoo.placeOrder(webOrder('centra-10045-1'));
    expect((await shop.sitoo.orderByExternalId('centra-10045-1'))?.orderId).toBe(orderId);
    expect(await shop.sitoo.orderByExternalId('centra-10045-2')).toBeUndefined();
  });

  it('A second order with the same name is refused in a sentence', async () => {
    await shop.sitoo.placeOrder(webOrder('centra-1-1'));
    await expect(shop.sitoo.placeOrder(webOrder('centra-1-1'))).rejects.toMatchObject({
      kind: 'rejected',
      operation: 'POST orders',
      status: 400,
      message: 'Sitoo refused POST orders (400): externalid already exists',
    });
    expect((await shop.state()).orders).toHaveLength(1);
  });

  it('An order with an unknown SKU is refused, and the SKU is named', async () => {
    const [line] = webOrder('x').lines;
    const order = webOrder('centra-2-1', { lines: line ? [{ ...line, sku: 'MUG' }] : [] });
    await expect(shop.sitoo.placeOrder(order)).rejects.toThrow(/MUG/);
    expect((await shop.state()).orders).toEqual([]);
  });

  it('More orders than fit one call are read, each once', async () => {
    const ids: SitooOrderId[] = [];
    for (let n = 1; n <= 105; n += 1) ids.push(await shop.sitoo.placeOrder(webOrder(`centra-${n}-1`)));
    const before = (await shop.calls()).byOperation['GET orders'] ?? 0;
    const orders = await shop.sitoo.orders([...ids, ...ids]);
    expect(orders.map((order) => order.orderId)).toEqual(ids);
    expect((await shop.calls()).byOperation['GET orders']).toBe(before + 2);
  });

  it('New orders are read in ascending order from a cursor', async () => {
    for (let n = 1; n <= 12; n += 1) await shop.sitoo.placeOrder(webOrder(`centra-${n}-1`));
    const first = await shop.sitoo.ordersAfter(undefined, 5);
    const next = await shop.sitoo.ordersAfter(first.last, 100);
    expect([first.more, next.more, await shop.sitoo.ordersAfter(next.last, 100)]).toEqual([
      true,
      false,
      { orders: [], last: undefined, more: false },
    ]);
    expect([...first.orders, ...next.orders].map((order) => order.externalId)).toEqual(
      Array.from({ length: 12 }, (_, i) => `centra-${i + 1}-1`),
    );
    expect(first.orders).toHaveLength(5);
  });

  it('An open order reserves stock, and cancelling it frees the stock', async () => {
    const orderId = await shop.sitoo.placeOrder(webOrder('centra-3-1', { reservedUntil: soon() }));
    const level = async () => (await shop.sitoo.stock(STORE, ['TEE-BLK-M'])).get('TEE-BLK-M');
    expect(await level()).toEqual({ total: 5, reserved: 1, available: 4 });
    await shop.sitoo.cancelOrder(orderId);
    expect(await level()).toEqual({ total: 5, reserved: 0, available: 5 });
    await shop.sitoo.cancelOrder(orderId);
    expect((await shop.sitoo.orders([orderId]))[0]?.state).toBe('cancelled');
  });

  it('A closed order is not cancelled', async () => {
    const orderId = await shop.sitoo.placeOrder(webOrder('centra-4-1'));
    await shop.sitoo.closeOrder(orderId);
    await expect(shop.sitoo.cancelOrder(orderId)).rejects.toMatchObject({ kind: 'rejected' });
    expect((await shop.sitoo.orders([orderId]))[0]?.state).toBe('closed');
  });

  it('A delivery counts once: the level falls, the reservation ends, and a surplus is refused', async () => {
    const orderId = await shop.sitoo.placeOrder(webOrder('centra-5-1', { reservedUntil: soon() }));
    const parcel = { warehouseId: STORE, reference: 'SE-TRACK-1', items: [{ itemId: asId(0), quantity: 1 }] };
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
  it('Absolute levels are set on the virtual warehouse, with an answer for each SKU', async () => {
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

  it('An absolute level on a store is refused, since a store’s level is the sum of its journal', async () => {
    const [result] = await shop.sitoo.setStock(STORE, [{ sku: 'TEE-BLK-M', total: 9 }]);
    expect(result?.refused).toContain('virtual');
    expect((await shop.sitoo.stock(STORE, ['TEE-BLK-M'])).get('TEE-BLK-M')?.total).toBe(5);
  });

  it('Warehouses are listed, and the virtual one is marked', async () => {
    expect(await shop.sitoo.warehouses()).toEqual([
      { id: STORE, name: 'Store 1', virtual: false, sellable: true, externalId: 'store-01' },
      { id: OTHER_STORE, name: 'Store 2', virtual: false, sellable: true, externalId: 'store-02' },
      { id: DC, name: 'DC', virtual: true, sellable: true, externalId: 'dc' },
    ]);
  });

  it('Known SKUs are distinguished from unknown ones, however many are asked for', async () => {
    const many = Array.from({ length: 250 }, (_, i) => `NO-${i}`);
    const known = await shop.sitoo.knownSkus(['TEE-BLK-L', ...many, 'MUG', 'TEE-BLK-M', 'TEE,BLK']);
    expect(known).toEqual(new Set(['TEE-BLK-L', 'TEE-BLK-M']));
  });

  it('The settings of the site are read', async () => {
    expect(await shop.sitoo.settings()).toEqual({
      currency: 'SEK',
      pricesWithVat: true,
      timezone: 'Europe/Stockholm',
    });
    expect(Math.abs(shop.sitoo.clockSkewMs() ?? Number.NaN)).toBeLessThan(2_000);
  });
});

describe('what tills and staff do', () => {
  it('A sale at a till is a closed order with its register, and the level falls', async () => {
    const sold = await shop.act({
      type: 'pos.sale',
      location: 'store-01',
      receipt: 'R-1',
      lines: [{ sku: 'TEE-BLK-M', quantity: 2, priceMinor: 25_000 }],
    });
    const [order] = (await shop.sitoo.ordersAfter(undefined, 10)).orders;
    expect(order?.orderId).toBe(sold.orderid);
    expect(order).toMatchObject({ state: 'closed', totalMinor: 50_000, warehouseId: STORE });
    expect(order?.registerId).toMatch(/^\{.+\}$/);
    expect((await shop.sitoo.stock(STORE, ['TEE-BLK-M'])).get('TEE-BLK-M')?.total).toBe(3);
  });

  it('A sale for delivery from the warehouse is an open, paid order with an address and a reservation', async () => {
    const sold = await shop.act({
      type: 'pos.sale',
      location: 'store-01',
      receipt: 'R-2',
      lines: [{ sku: 'TEE-BLK-M', quantity: 1, priceMinor: 25_000 }],
      deliver: 'warehouse',
    });
    const [order] = await shop.sitoo.orders([asId(sold.orderid ?? 0)]);
    expect(order).toMatchObject({ state: 'open', paymentState: 'paid', warehouseId: DC });
    expect(order?.deliveryAddress?.countryCode).toBe('SE');
    expect((await shop.sitoo.stock(DC, ['TEE-BLK-M'])).get('TEE-BLK-M')).toMatchObject({ total: 40, reserved: 1 });
    expect((await shop.state()).orders[0]).toMatchObject({ deliverToWarehouse: true, soldAt: 'store-01' });
    expect(await shop.work()).toEqual([]);
  });

  it('A refund refers to its receipt and never exceeds what was sold', async () => {
    const lines = [{ sku: 'TEE-BLK-M', quantity: 1 }];
    const sold = await shop.act({ type: 'pos.sale', location: 'store-01', receipt: 'R-3', lines });
    const refund = { type: 'pos.refund', location: 'store-02', receipt: 'R-3', lines, paidOut: true };
    const back = await shop.act({ ...refund, condition: 'resellable' });
    const [order] = await shop.sitoo.orders([asId(back.orderid ?? 0)]);
    expect(order).toMatchObject({ creditOrderId: sold.orderid, totalMinor: -25_000, items: [{ quantity: -1 }] });
    expect(order?.soldOrder).toBe(sold.orderid);
    expect((await shop.sitoo.stock(OTHER_STORE, ['TEE-BLK-M'])).get('TEE-BLK-M')?.total).toBe(1);
    expect(await shop.act({ ...refund, condition: 'resellable' })).toMatchObject({ ok: false });
  });

  it('The level of a store stays the sum of its journal through intake, sale, stocktake and delivery', async () => {
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

  it('An order picked for collection is announced in the log, then delivered and closed on handover', async () => {
    const orderId = await shop.sitoo.placeOrder(webOrder('centra-6-1'));
    expect(await shop.act({ type: 'store.collect', orderid: orderId })).toMatchObject({ ok: false });
    await shop.act({ type: 'store.pick', name: 'centra-6-1' });
    expect((await shop.sitoo.orders([orderId]))[0]?.log).toEqual([
      { event: 'ready-for-pickup', at: expect.any(Number) },
    ]);
    expect(await shop.work()).toMatchObject([{ externalid: 'centra-6-1', home: false, readyForPickup: true }]);
    await shop.act({ type: 'store.collect', orderid: orderId });
    expect((await shop.sitoo.orders([orderId]))[0]?.state).toBe('closed');
    expect(await shop.sitoo.deliveries(orderId)).toMatchObject([{ items: [{ itemId: '0', quantity: 1 }] }]);
  });

  it('An order picked for home delivery is a delivery without a date until it leaves', async () => {
    const orderId = await shop.sitoo.placeOrder(webOrder('centra-7-1', home));
    await shop.act({ type: 'store.pick', orderid: orderId });
    const [packed] = await shop.sitoo.deliveries(orderId);
    expect(packed).toEqual({
      deliveryId: expect.any(Number),
      warehouseId: STORE,
      items: [{ itemId: '0', quantity: 1 }],
    });
    expect((await shop.sitoo.stock(STORE, ['TEE-BLK-M'])).get('TEE-BLK-M')?.total).toBe(5);
    await shop.act({ type: 'store.ship', orderid: orderId, waybill: 'SE-1' });
    expect(await shop.sitoo.deliveries(orderId)).toEqual([
      { ...packed, reference: 'SE-1', deliveredAt: expect.any(Number) },
    ]);
    expect((await shop.sitoo.stock(STORE, ['TEE-BLK-M'])).get('TEE-BLK-M')?.total).toBe(4);
    expect((await shop.sitoo.orders([orderId]))[0]?.state).toBe('closed');
  });

  it('An order whose goods another one has taken from the shelf cannot be picked and is rejected', async () => {
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
