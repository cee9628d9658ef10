import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { until } from '../support/until.js';
import { afterwards } from './rig/afterwards.js';
import { type Rig, startRig } from './rig.js';

const shopStock = z.object({
  stock: z.array(z.object({ warehouse: z.number(), sku: z.string(), physical: z.number(), allocated: z.number() })),
  stockChanges: z.array(
    z.object({
      comment: z.string(),
      warehouse: z.number(),
      lines: z.array(z.object({ sku: z.string(), quantity: z.number() })),
    }),
  ),
});
const tillStock = z.object({
  stock: z.array(z.object({ location: z.string(), sku: z.string(), total: z.number(), available: z.number() })),
});

let rig: Rig;
let receipt = 0;

beforeAll(async () => {
  rig = await startRig('stock');
  for (const { id } of rig.brand.locations)
    await until(() => rig.records.stock.isOpened(id), { withinMs: 30_000, what: `the books of ${id} to open` });
});
afterAll(() => rig.close());

/** Centra's number of a place. */
const CENTRA = { 'store-01': 1, 'store-02': 2, 'store-03': 3, dc: 9 } as const;
type Place = keyof typeof CENTRA;

const inShop = async (place: Place, sku: string): Promise<number | undefined> => {
  const { stock } = await rig.controls.centra.read('books', shopStock);
  return stock.find((row) => row.warehouse === CENTRA[place] && row.sku === sku)?.physical;
};
const atTills = async (place: Place, sku: string): Promise<number | undefined> => {
  const { stock } = await rig.controls.sitoo.read('books', tillStock);
  return stock.find((row) => row.location === place && row.sku === sku)?.total;
};
const soon = (what: string, holds: () => Promise<boolean>) => until(holds, { withinMs: 20_000, everyMs: 30, what });

const sell = (location: Place, sku: string, quantity: number) => {
  receipt += 1;
  return rig.tills.act({ type: 'pos.sale', location, receipt: `S${receipt}`, lines: [{ sku, quantity }] });
};

describe('a sale at a till', () => {
  it('is gone from the web shop, and told once', async () => {
    const before = (await inShop('store-01', 'CAP')) ?? 0;
    await sell('store-01', 'CAP', 2);
    await soon('two caps fewer in the web shop', async () => (await inShop('store-01', 'CAP')) === before - 2);
    const { stockChanges } = await rig.controls.centra.read('books', shopStock);
    const told = stockChanges.flatMap((c) =>
      c.lines.filter((l) => l.sku === 'CAP').map((l) => [c.warehouse, l.quantity]),
    );
    expect(told).toEqual([[1, -2]]);
    expect(stockChanges.every((c) => c.comment.startsWith(`onepool ${rig.brand.brand} stock `))).toBe(true);
  });

  it('is explained with the movement and with what was told', async () => {
    const explained = () => rig.records.stock.explain({ location: 'store-01', sku: 'CAP' });
    await soon('the outcome to be noted', async () => (await explained())?.publications[0]?.state === 'done');
    const about = await explained();
    expect(about?.physical).toBe(498);
    expect(about?.movements.map((m) => [m.cause, m.quantity])).toEqual([
      ['till-sale', -2],
      ['opening', 500],
    ]);
    expect(about?.publications).toMatchObject([
      { target: 'centra', quantity: 2, direction: 'out', state: 'done', level: 498 },
    ]);
  });
});

describe('a web order that a store delivers', () => {
  it('is booked by the web shop itself, and not told to it', async () => {
    const before = (await inShop('store-03', 'S3-ONLY')) ?? 0;
    const order = await rig.webOrder({ lines: [{ sku: 'S3-ONLY', quantity: 3 }] });
    await order.placedAt('store-03');
    await rig.sendFromStore(`centra-${order.number}-1`, 'W-1');
    expect(await order.outcome()).toBe('fulfilled');
    expect(await inShop('store-03', 'S3-ONLY')).toBe(before - 3);
    expect(await atTills('store-03', 'S3-ONLY')).toBe(before - 3);
    await soon('the ledger to know', async () => {
      const about = await rig.records.stock.explain({ location: 'store-03', sku: 'S3-ONLY' });
      return about?.movements[0]?.cause === 'store-delivery-of-web-order' && about.orders.length === 0;
    });
    const { stockChanges } = await rig.controls.centra.read('books', shopStock);
    expect(stockChanges.flatMap((c) => c.lines).filter((l) => l.sku === 'S3-ONLY')).toEqual([]);
  });
});

describe('a web order that the warehouse sends', () => {
  it('leaves the tills at once, and the web shop when it books the shipment, each once', async () => {
    const before = (await inShop('dc', 'DC-ONLY')) ?? 0;
    const order = await rig.webOrder({ lines: [{ sku: 'DC-ONLY', quantity: 4 }] });
    await order.placedAt('dc');
    // Promised to the web: the tills cannot sell them any more although they still lie there.
    await soon('four fewer at the tills', async () => (await atTills('dc', 'DC-ONLY')) === before - 4);
    await rig.sendFromWarehouse(`C${order.number}-1`, 'W-2');
    expect(await order.outcome()).toBe('fulfilled');
    await soon('the ledger to know', async () => {
      const about = await rig.records.stock.explain({ location: 'dc', sku: 'DC-ONLY' });
      return about?.physical === before - 4 && about.orders.length === 0;
    });
    expect([await inShop('dc', 'DC-ONLY'), await atTills('dc', 'DC-ONLY')]).toEqual([before - 4, before - 4]);
    const { stockChanges } = await rig.controls.centra.read('books', shopStock);
    expect(stockChanges.flatMap((c) => c.lines).filter((l) => l.sku === 'DC-ONLY')).toEqual([]);
  });
});

describe('a till order that the warehouse sends', () => {
  it('leaves the web shop at once, and the tills when they book the delivery, each once', async () => {
    const before = (await inShop('dc', 'BELT')) ?? 0;
    const order = await rig.tillOrder([{ sku: 'BELT', quantity: 2 }]);
    await order.placedAt('dc');
    await soon('two fewer in the web shop', async () => (await inShop('dc', 'BELT')) === before - 2);
    await rig.sendFromWarehouse(`S${order.number}-1`, 'W-3');
    expect(await order.outcome()).toBe('fulfilled');
    await soon('the ledger to know', async () => {
      const about = await rig.records.stock.explain({ location: 'dc', sku: 'BELT' });
      return about?.physical === before - 2 && about.orders.length === 0;
    });
    expect([await inShop('dc', 'BELT'), await atTills('dc', 'BELT')]).toEqual([before - 2, before - 2]);
  });
});

describe('goods received in the warehouse', () => {
  it('reach web shop and tills', async () => {
    const before = (await inShop('dc', 'GLOVE')) ?? 0;
    await rig.warehouse.act({ type: 'wms.receive', sku: 'GLOVE', quantity: 30 });
    await soon(
      'thirty more everywhere',
      async () => (await inShop('dc', 'GLOVE')) === before + 30 && (await atTills('dc', 'GLOVE')) === before + 30,
    );
  });
});

describe('a change that somebody else makes in the web shop', () => {
  it('is noted, found by comparing, and told back as a change', async () => {
    const before = (await inShop('store-02', 'SCARF')) ?? 0;
    await rig.shop.act({ type: 'ams.stock', location: 'store-02', sku: 'SCARF', quantity: 7 });
    await rig.client.workflow.execute('snapshotStock', {
      workflowId: `snapshot-stock/${rig.brand.brand}/test`,
      taskQueue: `onepool-${rig.brand.brand}`,
      args: [{ brand: rig.brand.brand }],
    });
    await soon('the level to be as it was', async () => (await inShop('store-02', 'SCARF')) === before);
  });
});

describe('a product that the web shop does not take', () => {
  it('is a case, and holds up no other', async () => {
    const before = (await inShop('store-02', 'SOCK')) ?? 0;
    await rig.controls.centra.tell('faults', {
      rules: [{ operation: 'changeStock', fault: { kind: 'response-lost' }, times: 1 }],
    });
    await sell('store-02', 'SOCK', 1);
    await soon(
      'one sock fewer, although the answer was lost',
      async () => (await inShop('store-02', 'SOCK')) === before - 1,
    );
    await soon('nothing to wait', async () => (await rig.records.stock.waiting()).length === 0);
    expect(await inShop('store-02', 'SOCK')).toBe(before - 1);
  });
});

afterwards(() => rig);
