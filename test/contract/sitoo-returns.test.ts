import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CentraLineId, SitooOrderId, SitooWarehouseId } from '../../domain/ids.js';
import type { NewStoreLine } from '../../domain/order/store-order.js';
import { IGNORE_STOCK, orderBody } from '../../systems/sitoo/write-order.js';
import { closeUnrefused } from '../support/close-unrefused.js';
import { asId } from '../support/ids.js';
import { DC, OTHER_STORE, openShop, type SitooShop, STORE, webOrder } from '../support/sitoo-shop.js';

let shop: SitooShop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => closeUnrefused(shop));

const tee = (quantity: number, more: object = {}) => ({ sku: 'TEE-BLK-M', quantity, ...more });
const refund = {
  type: 'pos.refund',
  location: 'store-01',
  order: 10045,
  lines: [tee(1)],
  condition: 'resellable',
  paidOut: true,
};
const row = (sku: string, quantity: number): NewStoreLine => ({
  sku,
  name: sku,
  quantity,
  vatPercent: 25,
  priceMinor: 20_000 * quantity,
});
/** What a warehouse has sent of web order 10045. */
const sent = (name: string, ...rows: NewStoreLine[]) =>
  shop.sitoo.placeSoldOrder(webOrder(name, { warehouse: DC, lines: rows }));
/** A call that the adapter makes only together with others. */
const post = (path: string, body: object) =>
  fetch(`${shop.url}/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from('90001-1:secret').toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
const levelAt = async (warehouse: SitooWarehouseId, sku = 'TEE-BLK-M') =>
  (await shop.sitoo.stock(warehouse, [sku])).get(sku);
const read = async (orderId: SitooOrderId | undefined) =>
  orderId ? (await shop.sitoo.orders([orderId]))[0] : undefined;
const refundOf = async (change: object) => {
  const done = await shop.act({ ...refund, ...change });
  expect(done).toMatchObject({ ok: true });
  return read(done.orderid);
};

describe('a web order that was sent from elsewhere, at the tills', () => {
  it('A mirrored order is closed and neither takes nor reserves stock, at any warehouse', async () => {
    const [store, warehouse] = [await levelAt(STORE), await levelAt(DC)];
    const movements = (await shop.state()).journal;
    const orderId = await sent('centra-10045-web', row('TEE-BLK-M', 1));
    expect(await read(orderId)).toMatchObject({
      externalId: 'centra-10045-web',
      state: 'closed',
    });
    const [held] = (await shop.state()).orders;
    expect(held?.additionaldata).toEqual({ source: 'centra', 'delivery-ignore-stock': 'true' });
    expect([await levelAt(STORE), await levelAt(DC)]).toEqual([store, warehouse]);
    expect((await shop.state()).journal).toBe(movements);
  });

  it('A mirrored order in thousandths is written with two decimals, and refused when they cannot hold its amounts', async () => {
    const inDinars = (name: string, minor: number) =>
      webOrder(name, {
        warehouse: DC,
        currency: 'KWD',
        lines: [{ ...row('TEE-BLK-M', 1), priceMinor: minor }],
        payments: [{ name: 'Web payment', amountMinor: minor, externalId: name }],
      });
    const orderId = await shop.sitoo.placeSoldOrder(inDinars('centra-10045-sent-1', 12_340));
    expect(await read(orderId)).toMatchObject({ state: 'closed', currency: 'KWD', totalMinor: 12_340 });

    await expect(shop.sitoo.placeSoldOrder(inDinars('centra-10045-sent-2', 12_345))).rejects.toMatchObject({
      kind: 'rejected',
      message: expect.stringContaining('12.345 KWD'),
    });
    expect((await shop.state()).orders).toHaveLength(1);
  });

  it('A mirrored order is on no work list and reserves nothing, even while it is still open', async () => {
    const order = webOrder('centra-10045-web', { reservedUntil: Date.now() + 3_600_000 });
    expect((await post('sites/1/orders.json', orderBody(order, IGNORE_STOCK))).ok).toBe(true);
    expect(await shop.work()).toEqual([]);
    expect(await levelAt(STORE)).toEqual({ total: 5, reserved: 0, available: 5 });
  });

  it('A parcel on its way to the store in which it is collected is an order of that store, which reserves and books no stock', async () => {
    const before = await levelAt(STORE);
    const movements = (await shop.state()).journal;
    const name = 'centra-10045-sent-3';
    const orderId = await shop.sitoo.placeForPickUp(webOrder(name, { lines: [row('TEE-BLK-L', 3)] }));
    expect(await read(orderId)).toMatchObject({ externalId: name, state: 'open' });
    // More than lies on the shelf: it came as a parcel.
    expect(await shop.act({ type: 'store.pick', name })).toMatchObject({ ok: true });
    expect(await levelAt(STORE)).toEqual(before);
    expect(await shop.act({ type: 'store.collect', name })).toMatchObject({ ok: true });
    expect(await read(orderId)).toMatchObject({ state: 'closed' });
    expect([await levelAt(STORE), (await shop.state()).journal]).toEqual([before, movements]);
  });

  it('A mirrored order whose creation lost its answer is finished by closing it', async () => {
    await shop.control.post('faults', {
      rules: [{ operation: 'POST orders', fault: { kind: 'response-lost' }, times: 1 }],
    });
    await expect(sent('centra-10045-web', row('TEE-BLK-M', 1))).rejects.toMatchObject({ system: 'sitoo' });
    const found = await shop.sitoo.orderByExternalId('centra-10045-web');
    expect(found?.state).toBe('open');
    await shop.sitoo.closeOrder(asId(found?.orderId ?? 0));
    expect((await read(found?.orderId))?.state).toBe('closed');
    expect((await shop.state()).orders).toHaveLength(1);
  });

  it('A till refunds a mirrored order by its number, at the price that was paid', async () => {
    const orderId = await sent('centra-10045-web', row('TEE-BLK-M', 1));
    const back = await refundOf({});
    expect(back).toMatchObject({
      creditOrderId: orderId,
      totalMinor: -20_000,
      payments: [{ name: 'Card', amountMinor: -20_000 }],
      items: [
        {
          quantity: -1,
          returnReason: 'resellable',
          soldOrder: orderId,
          soldItem: '0',
        },
      ],
    });
    expect((await levelAt(STORE))?.total).toBe(6);
    expect((await shop.state()).movements.at(-1)).toMatchObject({ type: 40, warehouseid: STORE });
  });
});

describe('payments of an order', () => {
  it('Payments of an order are read with their reference, and an empty list means none', async () => {
    const paid = await read(await shop.sitoo.placeOrder(webOrder('centra-1-1')));
    expect(paid?.payments).toEqual([
      { name: 'Web payment', amountMinor: 20_000, externalId: 'pay-1', isVirtual: false },
    ]);
    const unpaid = await read(await shop.sitoo.placeOrder(webOrder('centra-2-1', { payments: [] })));
    expect(unpaid?.payments).toEqual([]);
  });
});

describe('a refund at a till', () => {
  it('A refund puts only the lines in resellable condition back on the shelf', async () => {
    await sent('centra-10045-web', row('TEE-BLK-M', 2), row('TEE-BLK-L', 1));
    const back = await refundOf({ lines: [tee(2), { sku: 'TEE-BLK-L', quantity: 1, condition: 'damaged' }] });
    expect(back?.items.map((item) => item.returnReason)).toEqual(['resellable', 'damaged']);
    expect((await levelAt(STORE))?.total).toBe(7);
    expect((await levelAt(STORE, 'TEE-BLK-L'))?.total).toBe(1);
  });

  it('A refund of damaged goods alone changes no stock', async () => {
    await sent('centra-10045-web', row('TEE-BLK-M', 1));
    const before = (await shop.state()).journal;
    await refundOf({ condition: 'damaged' });
    expect((await shop.state()).journal).toBe(before);
  });

  it('A refund takes goods of several fulfilments of a web order, and each row names its own', async () => {
    const first = await sent('centra-10045-sent-1', row('TEE-BLK-M', 1));
    const second = await sent('centra-10045-sent-2', row('TEE-BLK-L', 1), row('TEE-BLK-M', 1));
    const back = await refundOf({ lines: [tee(2), { sku: 'TEE-BLK-L', quantity: 1 }] });
    expect(back?.creditOrderId).toBe(first);
    const origins = back?.items.map(({ sku, quantity, soldOrder, soldItem }) => [sku, quantity, soldOrder, soldItem]);
    expect(origins).toEqual([
      ['TEE-BLK-M', -1, first, '0'],
      ['TEE-BLK-M', -1, second, '1'],
      ['TEE-BLK-L', -1, second, '0'],
    ]);
  });

  it('A refund is refused once every fulfilment has been returned, whichever order it was credited to', async () => {
    await sent('centra-10045-sent-1', row('TEE-BLK-M', 1));
    await sent('centra-10045-sent-2', row('TEE-BLK-M', 1));
    await refundOf({ lines: [tee(2)] });
    expect(await shop.act(refund)).toMatchObject({ ok: false, error: 'Order 10045 does not hold that much' });
  });

  it('Receipts with the same number from different stores are kept apart', async () => {
    const sale = { type: 'pos.sale', receipt: 'R-1', lines: [tee(1)] };
    await shop.act({ ...sale, location: 'store-01' });
    await shop.act({ ...sale, location: 'store-02' });
    const { order: _web, ...byReceipt } = refund;
    expect(await shop.act({ ...byReceipt, receipt: 'R-1', lines: [tee(2)] })).toMatchObject({ ok: false });
  });

  it('A refund may exceed what was sold when the till could not look it up, and still names its order', async () => {
    const orderId = await sent('centra-10045-web', row('TEE-BLK-M', 1));
    await refundOf({});
    const again = await refundOf({ unchecked: true, lines: [tee(2)], at: '2026-11-20T10:00:00Z' });
    expect(again).toMatchObject({
      creditOrderId: orderId,
      totalMinor: -40_000,
      orderDate: Date.parse('2026-11-20T10:00:00Z') / 1_000,
      items: [{ quantity: -2, soldOrder: orderId }],
    });
  });

  it('A refund can send the goods on to the warehouse instead of to the shelf', async () => {
    await sent('centra-10045-web', row('TEE-BLK-M', 1));
    const back = await refundOf({ location: 'store-02', goodsTo: 'warehouse' });
    expect(back?.items[0]?.returnTo).toBe(DC);
    expect(await levelAt(OTHER_STORE)).toBeUndefined();
    expect((await levelAt(DC))?.total).toBe(40);
  });

  it('A refund pays out nothing when the web shop is to pay', async () => {
    await sent('centra-10045-web', row('TEE-BLK-M', 1));
    expect((await refundOf({ paidOut: false }))?.payments).toEqual([]);
  });

  it('A refund can show its value as a payment that no money moved for', async () => {
    await sent('centra-10045-web', row('TEE-BLK-M', 1));
    const receipt = await refundOf({ paidOut: false, virtual: true });
    expect(receipt?.payments).toMatchObject([{ amountMinor: -20_000, isVirtual: true }]);
  });
});

describe('an exchange at a till', () => {
  const other = [{ sku: 'TEE-BLK-L', quantity: 1, priceMinor: 25_000 }];

  it('An exchange is one receipt: goods returned, goods sold, and the difference paid', async () => {
    await sent('centra-10045-web', row('TEE-BLK-M', 1));
    const receipt = await refundOf({ exchange: other });
    expect(receipt).toMatchObject({
      totalMinor: 5_000,
      payments: [{ amountMinor: 5_000 }],
      items: [
        { itemId: '0', sku: 'TEE-BLK-M', quantity: -1 },
        { itemId: '1', sku: 'TEE-BLK-L', quantity: 1 },
      ],
    });
    expect(receipt?.items[1]).not.toHaveProperty('soldOrder');
    expect((await levelAt(STORE))?.total).toBe(6);
    expect((await levelAt(STORE, 'TEE-BLK-L'))?.total).toBe(0);
    expect(await shop.sitoo.deliveries(asId(receipt?.orderId ?? 0))).toMatchObject([
      { items: [{ itemId: '1', quantity: 1 }] },
    ]);
  });

  it('An exchange is paid in full when the web shop refunds the returned goods', async () => {
    await sent('centra-10045-web', row('TEE-BLK-M', 1));
    expect((await refundOf({ exchange: other, paidOut: false }))?.payments).toMatchObject([{ amountMinor: 25_000 }]);
  });

  it('An exchange can itself be returned, by its own number', async () => {
    await sent('centra-10045-web', row('TEE-BLK-M', 1));
    const receipt = await refundOf({ exchange: other });
    const lines = [{ sku: 'TEE-BLK-L', quantity: 1 }];
    const back = await refundOf({ order: receipt?.orderId, lines });
    expect(back).toMatchObject({ creditOrderId: receipt?.orderId, totalMinor: -25_000 });
    expect(await shop.act({ ...refund, order: receipt?.orderId, lines })).toMatchObject({ ok: false });
  });
});

describe('the simulator’s state of refunds', () => {
  it('The simulator’s state shows what was refunded, of which order and for how much', async () => {
    const orderId = await sent('centra-10045-web', row('TEE-BLK-M', 1));
    const back = await refundOf({});
    const { orders } = await shop.state();
    expect(orders).toMatchObject([
      {
        externalid: 'centra-10045-web',
        items: [{ sku: 'TEE-BLK-M', quantity: 1, grossMinor: 20_000 }],
        payments: [{ name: 'Web payment', amountMinor: 20_000, externalid: 'pay-1' }],
      },
      {
        orderid: Number(back?.orderId),
        creditorderid: Number(orderId),
        items: [{ sku: 'TEE-BLK-M', quantity: -1, grossMinor: -20_000 }],
        payments: [{ name: 'Card', amountMinor: -20_000 }],
        additionaldata: { 'pos-originalsales-orderid': orderId },
      },
    ]);
  });

  it('The simulator’s state keeps what a customer wrote out of sight', async () => {
    const lines = [{ ...row('TEE-BLK-M', 1), line: asId<CentraLineId>(5), comment: 'for Ada' }];
    await shop.sitoo.placeOrder(webOrder('centra-1-1', { lines }));
    expect((await shop.state()).orders[0]?.items[0]?.additionaldata).toEqual({ 'centra-line': '5' });
  });
});
