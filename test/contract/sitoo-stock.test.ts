import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../lab/simulators/kit/faults.js';
import { type RateLimiter, unlimited } from '../../systems/rate-limits/port.js';
import type { JournalRow } from '../../systems/sitoo/port.js';
import { allStock } from '../support/all-stock.js';
import { closeUnrefused } from '../support/close-unrefused.js';
import { asId } from '../support/ids.js';
import { DC, home, OTHER_STORE, openShop, type SitooShop, STORE, webOrder } from '../support/sitoo-shop.js';

let shop: SitooShop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => closeUnrefused(shop));

const tee = (quantity: number, sku = 'TEE-BLK-M') => [{ sku, quantity }];
const sell = (receipt: string, lines = tee(1), more = {}) =>
  shop.act({ type: 'pos.sale', location: 'store-01', receipt, lines, ...more });
const strike = (operation: string, fault: Fault, times = 1) =>
  shop.control.post('faults', { rules: [{ operation, fault, times }] });
/** What has been booked since the opening stock. */
const news = async (): Promise<JournalRow[]> => (await shop.sitoo.journal(0, 100)).slice(1);

describe('the stock journal', () => {
  it('The stock journal begins with the initial stock of the stores, several SKUs per row, and none of the virtual warehouse', async () => {
    const rows = await shop.sitoo.journal(0, 100);
    expect(rows).toEqual([
      {
        id: expect.any(Number),
        warehouseId: STORE,
        kind: 'intake',
        createdAt: expect.any(Number),
        items: [
          { sku: 'TEE-BLK-M', quantity: 5, totalAfter: 5 },
          { sku: 'TEE-BLK-L', quantity: 1, totalAfter: 1 },
        ],
      },
    ]);
    expect(Math.abs((rows[0]?.createdAt ?? 0) - Date.now() / 1_000)).toBeLessThan(60);
  });

  it('The stock journal comes page by page in ascending order, each row once, one call per page', async () => {
    for (let n = 1; n <= 7; n += 1) await sell(`R-${n}`);
    const first = await shop.sitoo.journal(0, 3);
    const second = await shop.sitoo.journal((first.at(-1)?.id ?? 0) + 1, 3);
    const third = await shop.sitoo.journal((second.at(-1)?.id ?? 0) + 1, 3);
    const ids = [...first, ...second, ...third].map((row) => row.id);
    expect([first.length, second.length, third.length]).toEqual([3, 3, 2]);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    expect((await shop.calls()).byOperation['GET warehousetransactions']).toBe(3);
  });

  it('The stock journal repeats the same page when it is read twice', async () => {
    await sell('R-1');
    expect(await shop.sitoo.journal(0, 100)).toEqual(await shop.sitoo.journal(0, 100));
  });

  it('The stock journal has nothing beyond its newest row', async () => {
    await sell('R-1');
    const newest = await shop.sitoo.newestJournalId();
    expect((await shop.sitoo.journal(0, 100)).at(-1)?.id).toBe(newest);
    expect(await shop.sitoo.journal(newest + 1, 100)).toEqual([]);
  });

  it('The stock journal has no newest row while it is empty', async () => {
    await shop.control.post('world', { currency: 'SEK', locations: [], products: [], stock: [] });
    expect(await shop.sitoo.newestJournalId()).toBe(0);
    expect(await shop.sitoo.journal(0, 100)).toEqual([]);
  });

  it('The stock journal names the delivery of a sale at a till and of a web order, so that they can be distinguished', async () => {
    const sold = await sell('R-1', tee(2));
    const placed = await shop.sitoo.placeOrder(webOrder('centra-1-1', home));
    await shop.act({ type: 'store.ship', orderid: placed, waybill: 'SE-1' });
    const rows = await news();
    expect(rows).toMatchObject([
      { kind: 'sale', items: [{ sku: 'TEE-BLK-M', quantity: -2, totalAfter: 3 }] },
      { kind: 'sale', items: [{ sku: 'TEE-BLK-M', quantity: -1, totalAfter: 2 }] },
    ]);
    const deliveries = [
      await shop.sitoo.deliveries(asId(sold.orderid ?? 0)),
      await shop.sitoo.deliveries(placed),
    ].flat();
    expect(rows.map((row) => row.deliveryId)).toEqual(deliveries.map((delivery) => delivery.deliveryId));
  });

  it('The stock journal adds refunded resellable goods where they are handed in, and no damaged ones', async () => {
    await sell('R-1', tee(2));
    const refund = { type: 'pos.refund', location: 'store-02', receipt: 'R-1', lines: tee(1), paidOut: true };
    await shop.act({ ...refund, condition: 'resellable' });
    await shop.act({ ...refund, condition: 'damaged' });
    const [, ...refunds] = await news();
    expect(refunds).toEqual([
      expect.objectContaining({
        warehouseId: OTHER_STORE,
        kind: 'refund',
        items: [{ sku: 'TEE-BLK-M', quantity: 1, totalAfter: 1 }],
      }),
    ]);
    expect(refunds[0]).not.toHaveProperty('deliveryId');
  });

  it('The stock journal records a stocktake by its differences only', async () => {
    const counted = [...tee(3), ...tee(1, 'TEE-BLK-L')];
    await shop.act({ type: 'pos.stocktake', location: 'store-01', lines: counted });
    await shop.act({ type: 'pos.stocktake', location: 'store-01', lines: counted });
    expect(await news()).toMatchObject([{ kind: 'count', items: [{ sku: 'TEE-BLK-M', quantity: -2, totalAfter: 3 }] }]);
  });

  it('A sale uploaded hours later gets new journal ids, while its order keeps the time of the sale', async () => {
    await sell('R-now');
    const at = new Date(Date.now() - 6 * 3_600_000);
    for (let n = 1; n <= 20; n += 1) await sell(`R-${n}`, tee(1), { at: at.toISOString() });
    const [now, ...late] = await news();
    expect(late).toHaveLength(20);
    expect(late.every((row) => row.id > (now?.id ?? 0))).toBe(true);
    const { orders } = await shop.sitoo.ordersAfter(undefined, 100);
    expect(orders.filter((order) => order.orderDate === Math.floor(at.getTime() / 1_000))).toHaveLength(20);
    const ids = orders.map((order) => Number(order.orderId));
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
  });

  it('The stock journal agrees with the level of a store at every moment, even after an oversale', async () => {
    await shop.act({ type: 'pos.intake', location: 'store-01', lines: tee(4) });
    await sell('R-1', tee(11));
    const sums = new Map<string, number>();
    for (const { items } of await shop.sitoo.journal(0, 100))
      for (const { sku, quantity, totalAfter } of items) {
        sums.set(sku, (sums.get(sku) ?? 0) + quantity);
        expect(sums.get(sku)).toBe(totalAfter);
      }
    expect(await allStock(shop.sitoo, STORE)).toEqual(sums);
    expect(sums.get('TEE-BLK-M')).toBe(-2);
  });
});

describe('levels of whole warehouses', () => {
  it('Levels of whole warehouses are read with all their pages', async () => {
    const skus = Array.from({ length: 1_203 }, (_, i) => `SKU-${i}`);
    await shop.control.post('world', {
      currency: 'SEK',
      locations: [{ id: 'dc', kind: 'warehouse', name: 'DC', centraWarehouse: 1, sitooWarehouse: DC }],
      products: skus.map((sku) => ({ sku, barcode: '', name: sku, priceMinor: 100 })),
      stock: skus.map((sku, i) => ({ location: 'dc', sku, quantity: i })),
    });
    const levels = await allStock(shop.sitoo, DC);
    expect([levels.size, levels.get('SKU-0'), levels.get('SKU-1202')]).toEqual([1_203, 0, 1_202]);
    expect((await shop.calls()).byOperation['GET warehouseitems']).toBe(3);
  });

  it('Levels set on the virtual warehouse leave no journal row', async () => {
    const newest = await shop.sitoo.newestJournalId();
    expect(await shop.sitoo.setStock(DC, [{ sku: 'TEE-BLK-L', total: 7 }])).toEqual([{ sku: 'TEE-BLK-L' }]);
    expect(await allStock(shop.sitoo, DC)).toEqual(
      new Map([
        ['TEE-BLK-M', 40],
        ['TEE-BLK-L', 7],
      ]),
    );
    expect(await shop.sitoo.newestJournalId()).toBe(newest);
  });

  const levels = [
    { sku: 'TEE-BLK-M', total: 14 },
    { sku: 'MUG', total: 3 },
    { sku: 'TEE-BLK-L', total: 2 },
  ];

  it('Levels are refused one by one, and the others are set', async () => {
    expect((await shop.sitoo.setStock(DC, levels)).map(({ refused }) => refused)).toEqual([
      undefined,
      'Product not found, sku MUG',
      undefined,
    ]);
    expect(await allStock(shop.sitoo, DC)).toEqual(
      new Map([
        ['TEE-BLK-M', 14],
        ['TEE-BLK-L', 2],
      ]),
    );
  });

  it('Levels are refused together by a Sitoo that does not name the wrong one, and none is set', async () => {
    await shop.control.post('settings', { tightLipped: true });
    const refusal = shop.sitoo.setStock(DC, levels);
    await expect(refusal).rejects.toMatchObject({ kind: 'rejected', status: 400, operation: 'PUT warehouseitems' });
    await expect(refusal).rejects.not.toThrow(/MUG/);
    expect(await allStock(shop.sitoo, DC)).toEqual(new Map([['TEE-BLK-M', 40]]));
    const sound = levels.filter(({ sku }) => sku !== 'MUG');
    expect(await shop.sitoo.setStock(DC, sound)).toEqual(sound.map(({ sku }) => ({ sku })));
    await shop.control.post('settings', { tightLipped: false });
    expect((await shop.sitoo.setStock(DC, levels))[1]?.refused).toContain('MUG');
  });

  it('Levels whose answer was lost may be set again, with the same result', async () => {
    await strike('PUT warehouseitems', { kind: 'response-lost' });
    const wanted = [{ sku: 'TEE-BLK-M', total: 9 }];
    await expect(shop.sitoo.setStock(DC, wanted)).rejects.toMatchObject({ kind: 'unknown-outcome' });
    expect((await allStock(shop.sitoo, DC)).get('TEE-BLK-M')).toBe(9);
    expect(await shop.sitoo.setStock(DC, wanted)).toEqual([{ sku: 'TEE-BLK-M' }]);
    expect((await allStock(shop.sitoo, DC)).get('TEE-BLK-M')).toBe(9);
  });
});

describe('the last check before levels are set', () => {
  const wanted = [{ sku: 'TEE-BLK-M', total: 9 }];

  it('The last check before levels are set sends nothing when another process has taken over the batch', async () => {
    await expect(shop.sitoo.setStock(DC, wanted, async () => false)).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('not sent'),
    });
    expect((await shop.calls()).byOperation).not.toHaveProperty('PUT warehouseitems');
  });

  it('The last check before levels are set runs when the call has its slot, not when it queues', async () => {
    const seen: string[] = [];
    const line: RateLimiter = {
      ...unlimited,
      async pass(_cost, send) {
        await Promise.resolve();
        seen.push('its turn');
        const answer = await send();
        seen.push('answered');
        return answer;
      },
    };
    await shop.connect({ limiter: line }).setStock(DC, wanted, async () => {
      seen.push('last look');
      return true;
    });
    expect(seen).toEqual(['its turn', 'last look', 'answered']);
    expect((await allStock(shop.sitoo, DC)).get('TEE-BLK-M')).toBe(9);
  });
});

describe('the simulator’s state of stock', () => {
  it('The simulator’s state shows when and for which order each unit moved', async () => {
    const sold = await sell('R-1', tee(2), { at: '2026-01-02T03:04:05Z' });
    const { journal, movements, stock } = await shop.state();
    expect(journal).toBe(movements.length);
    expect(movements.at(-1)).toEqual({
      id: await shop.sitoo.newestJournalId(),
      warehouseid: STORE,
      location: 'store-01',
      type: 30,
      atMs: expect.any(Number),
      deliveryId: expect.any(Number),
      orderid: Number(sold.orderid),
      items: [{ sku: 'TEE-BLK-M', quantity: -2, total: 3 }],
    });
    expect(Math.abs(Date.now() - (movements.at(-1)?.atMs ?? 0))).toBeLessThan(60_000);
    const level = { location: 'store-01', warehouseid: STORE, sku: 'TEE-BLK-M' };
    expect(stock).toContainEqual({ ...level, total: 3, reserved: 0, available: 3 });
  });

  it('The simulator’s state keeps reservations by warehouse, of open orders only', async () => {
    const reservedUntil = Date.now() + 3_600_000;
    const placed = await shop.sitoo.placeOrder(webOrder('centra-1-1', { reservedUntil }));
    await sell('R-1', tee(3), { deliver: 'warehouse' });
    const reserved = async () =>
      (await shop.state()).stock.filter((row) => row.reserved > 0).map((row) => [row.location, row.reserved]);
    expect(await reserved()).toEqual([
      ['store-01', 1],
      ['dc', 3],
    ]);
    await shop.sitoo.cancelOrder(placed);
    expect(await reserved()).toEqual([['dc', 3]]);
  });
});
