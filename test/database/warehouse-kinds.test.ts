import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CentraLineId } from '../../domain/ids.js';
import type { WarehouseOrder } from '../../domain/order/warehouse-order.js';
import { SystemProblem } from '../../systems/problem.js';
import { freshDatabase, type TestDatabase } from '../support/fresh-database.js';
import { asId, wmsWarehouse } from '../support/ids.js';
import { until } from '../support/until.js';
import { newOrder } from '../support/warehouse-harness.js';
import { PLAYED_KINDS, type PlayedWarehouse } from '../support/warehouse-kinds.js';

const LONG_AGO = new Date(Date.now() - 3_600_000).toISOString();

let server: TestDatabase;
beforeAll(async () => {
  server = await freshDatabase();
});
afterAll(() => server?.drop());

describe.each(Object.entries(PLAYED_KINDS))('a warehouse of the kind %s', (_, start) => {
  let played: PlayedWarehouse;
  beforeEach(async () => {
    played = await start(server.databaseUrl);
    // A warehouse that hands files over has to say first what it holds.
    await eventually('its stock is known', async () => (await played.wms.knownSkus(['TEE-M'])).size > 0);
  });
  afterEach(() => played.close());

  /** Kinds differ in when something shows, never in what: a call that cannot be answered yet is made again. */
  const eventually = <T>(what: string, condition: () => Promise<T>) =>
    until(
      () =>
        condition().catch((problem: unknown) => {
          if (problem instanceof SystemProblem && problem.kind === 'unreachable') return undefined;
          throw problem;
        }),
      { what },
    );
  const shows = (name: string, test: (order: WarehouseOrder) => boolean): Promise<WarehouseOrder> =>
    eventually(`${name} shows`, async () => {
      const order = await played.wms.order(name);
      return order !== undefined && test(order) ? order : undefined;
    });
  const works = (name: string, ...acts: { type: string }[]) =>
    eventually(`the warehouse has ${name}`, async () => {
      const results = await played.act(...acts.map((act) => ({ name, ...act })));
      return results.every(({ ok }) => ok);
    });
  const physical = async (sku: string): Promise<number | undefined> =>
    (await played.wms.stockPerWarehouse([sku]))[0]?.physical.find(({ warehouse }) => warehouse === '7')?.units;

  it('An order that is placed twice is one order, open, with its lines under our names', async () => {
    const { ref } = await played.wms.placeOrder(newOrder('C1-1'));
    expect(await played.wms.placeOrder(newOrder('C1-1'))).toEqual({ ref });
    expect(await shows('C1-1', ({ lines }) => lines.length > 0)).toMatchObject({
      ref,
      name: 'C1-1',
      stage: 'open',
      warehouse: '7',
      lines: [{ line: '1', sku: 'TEE-M', ordered: 2, picked: 0 }],
    });
    await works('C1-1', { type: 'wms.begin' });
    await shows('C1-1', ({ stage }) => stage === 'working');
    expect(await played.wms.placeOrder(newOrder('C1-1'))).toEqual({ ref });
  });

  it('Other lines under the name of an order that the warehouse has begun are refused', async () => {
    await played.wms.placeOrder(newOrder('C1-1'));
    await works('C1-1', { type: 'wms.begin' });
    await shows('C1-1', ({ stage, lines }) => stage === 'working' && lines.length > 0);
    const other = newOrder('C1-1', { lines: [{ line: asId('1'), sku: 'TEE-M', quantity: 5 }] });
    await expect(played.wms.placeOrder(other)).rejects.toMatchObject({ kind: 'rejected' });
  });

  it('An order with a quantity that is not positive is refused before anything leaves', async () => {
    const order = newOrder('C1-1', { lines: [{ line: asId('1'), sku: 'CAP', quantity: 0 }] });
    await expect(played.wms.placeOrder(order)).rejects.toMatchObject({ kind: 'rejected' });
    expect(await played.wms.order('C1-1')).toBeUndefined();
  });

  it('A shipment shows what was picked, its tracking, when it left, and what a back order still holds', async () => {
    const lines = [
      { line: asId<CentraLineId>('1'), sku: 'TEE-M', quantity: 2 },
      { line: asId<CentraLineId>('2'), sku: 'CAP', quantity: 2 },
    ];
    const { ref } = await played.wms.placeOrder(newOrder('C1-1', { lines }));
    await works('C1-1', { type: 'wms.begin' });
    await played.act({ type: 'wms.pick', name: 'C1-1' });
    await shows('C1-1', ({ stage }) => stage === 'picked');
    await played.act({ type: 'wms.ship', name: 'C1-1', waybill: 'SE123', backOrder: true });
    expect(await shows('C1-1', ({ stage }) => stage === 'sent')).toMatchObject({
      trackingNumber: 'SE123',
      trackingUrl: 'https://track.example/SE123',
      shippedAt: expect.stringMatching(/Z$/),
      lines: [
        { line: '1', sku: 'TEE-M', ordered: 2, picked: 2 },
        { line: '2', sku: 'CAP', ordered: 2, picked: 1 },
      ],
    });
    const rest = await eventually('the back order shows its lines', async () => {
      const [order] = await played.wms.backOrdersOf(ref);
      return order !== undefined && order.lines.length > 0 ? order : undefined;
    });
    expect(rest).toMatchObject({ backOrderForRef: ref, lines: [{ line: '2', sku: 'CAP', ordered: 1, picked: 0 }] });
    const changed = (await played.wms.ordersChangedSince(LONG_AGO, 10)).rows;
    expect(changed.map(({ name }) => name).sort()).toEqual(['C1-1', rest.name].sort());
  });

  it('What changed is read on from the last order of a page, and leaves out what changed before', async () => {
    for (const n of [1, 2, 3]) await played.wms.placeOrder(newOrder(`C${n}-1`));
    const first = await played.wms.ordersChangedSince(LONG_AGO, 2);
    const rest = await played.wms.ordersChangedSince(LONG_AGO, 10, first.next);
    expect(rest.next).toBeUndefined();
    expect([...first.rows, ...rest.rows].map(({ name }) => name)).toEqual(['C1-1', 'C2-1', 'C3-1']);
    expect((await played.wms.ordersChangedSince(new Date(Date.now() + 60_000).toISOString(), 10)).rows).toEqual([]);
  });

  it('An order is cancelled before work has begun, also when it is asked twice, and not after', async () => {
    await played.wms.placeOrder(newOrder('C1-1'));
    expect(await eventually('it is cancelled', () => played.wms.cancelOrder('C1-1'))).toBe('cancelled');
    expect(await eventually('it is cancelled', () => played.wms.cancelOrder('C1-1'))).toBe('cancelled');
    expect(await played.wms.order('C1-1')).toMatchObject({ stage: 'cancelled' });
    await played.wms.placeOrder(newOrder('C2-1'));
    await works('C2-1', { type: 'wms.begin' });
    expect(await eventually('it is too late', () => played.wms.cancelOrder('C2-1'))).toBe('too-late');
    expect(await eventually('there is none', () => played.wms.cancelOrder('C404-1'))).toBe('gone');
  });

  it('Stock falls with a pick, and shows what came and what was put back', async () => {
    await played.wms.placeOrder(newOrder('C1-1'));
    await works('C1-1', { type: 'wms.pick' });
    await eventually('the pick shows', async () => (await physical('TEE-M')) === 8);
    await played.act({ type: 'wms.receive', sku: 'TEE-M', quantity: 5 });
    await eventually('the delivery shows', async () => (await physical('TEE-M')) === 13);
    await played.act({ type: 'wms.cancel', name: 'C1-1' });
    await eventually('the cancellation shows', async () => (await physical('TEE-M')) === 15);
    const changed = (await played.wms.stockChangedSince(LONG_AGO, 10)).rows;
    expect(changed.find(({ sku }) => sku === 'TEE-M')?.physical).toEqual([{ warehouse: '7', units: 15 }]);
  });

  it('Units that a customer sent back show with their cause, once for each parcel', async () => {
    await played.wms.placeOrder(newOrder('C1-1'));
    await works('C1-1', { type: 'wms.pick' });
    await played.act({ type: 'wms.ship', name: 'C1-1', waybill: 'SE1' });
    const parcel = { type: 'wms.return', name: 'C1-1', lines: [{ sku: 'TEE-M', quantity: 1 }] };
    await played.act({ ...parcel, cause: 'SIZE' });
    await played.act({ ...parcel, cause: 'DAMAGED', restock: false });
    const order = await eventually('both parcels show', async () => {
      const [returned] = (await played.wms.ordersReturnedSince(LONG_AGO, 10)).rows;
      const parcels = returned?.lines[0]?.returned?.reduce((units, { quantity }) => units + quantity, 0);
      return parcels === 2 ? returned : undefined;
    });
    expect(order.lines[0]?.returned).toEqual([
      { quantity: 1, cause: 'SIZE' },
      { quantity: 1, cause: 'DAMAGED' },
    ]);
    await eventually('one unit is for sale again', async () => (await physical('TEE-M')) === 9);
  });

  it('Announced goods are expected once, and what came of them shows and lies there', async () => {
    const notice = {
      name: 'RETURN-1-central',
      warehouse: wmsWarehouse(7),
      returnType: true,
      lines: [{ row: '0', sku: 'TEE-M', quantity: 2 }],
    };
    const { ref } = await played.wms.announceGoods(notice);
    expect(await played.wms.announceGoods(notice)).toEqual({ ref });
    await works(notice.name, { type: 'wms.receive-purchase' });
    const announced = await eventually('the goods show', async () => {
      const [goods] = await played.wms.announcedGoods([notice.name]);
      return goods?.status === 'received' && goods.lines.length > 0 ? goods : undefined;
    });
    expect(announced.lines).toEqual([{ row: '0', sku: 'TEE-M', announced: 2, received: 2 }]);
    await eventually('they lie there', async () => (await physical('TEE-M')) === 12);
    expect(await played.wms.announcedGoods(['RETURN-9-central'])).toEqual([]);
  });

  it('An article is known once it was written, and shows its last name', async () => {
    expect(await played.wms.knownSkus(['TEE-M', 'GHOST'])).toEqual(new Set(['TEE-M']));
    await played.wms.putArticle({ sku: 'GHOST', name: 'Ghost', barcode: '7350000000035', active: true });
    await eventually('it is known', async () => (await played.wms.knownSkus(['GHOST'])).size > 0);
    await played.wms.putArticle({ sku: 'GHOST', name: 'Ghost, renamed', barcode: '7350000000035', active: true });
    await eventually('it is renamed', async () => {
      const { rows } = await played.wms.articlePage();
      return rows.some(({ sku, name }) => sku === 'GHOST' && name === 'Ghost, renamed');
    });
  });

  it('The warehouse says which places it has', async () => {
    expect((await played.wms.warehouses()).map(({ id }) => id)).toEqual(['7']);
  });
});
