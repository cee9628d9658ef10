import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { isHigher } from '../../domain/ids.js';
import { createCentra } from '../../systems/centra/adapter.js';
import { type RateLimiter, unlimited } from '../../systems/rate-limits/port.js';
import {
  type Harness,
  OTHER_STORE,
  placed,
  problemOf,
  STORE,
  startHarness,
  stockAt,
  TOKEN,
  WAREHOUSE,
  world,
} from '../support/centra-harness.js';
import { answering, type OneAnswer } from '../support/centra-one-answer.js';
import { centraWarehouse } from '../support/ids.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
beforeEach(async () => {
  await harness.control.post('world', world);
  harness.limiter.costs.length = 0;
});
afterAll(() => harness.close());

const change = (direction: 'in' | 'out', lines: { sku: string; quantity: number }[], reference = 'ref') => ({
  warehouse: STORE,
  direction,
  reference,
  lines,
});
const stockChanges = async () => (await harness.state()).stockChanges;

describe('stock changes in Centra', () => {
  it('A stock change adds and takes units in the lane of stock, as one mutation each', async () => {
    const into = await harness.centra.changeStock(change('in', [{ sku: 'SHIRT', quantity: 4 }], 'push 1'));
    const out = await harness.centra.changeStock(change('out', [{ sku: 'SHIRT', quantity: 2 }], 'push 2'));
    expect(isHigher(out.id, into.id)).toBe(true);
    expect(await stockAt(harness, STORE, 'SHIRT')).toMatchObject({ physical: 7, allocated: 0 });
    expect(await stockChanges()).toMatchObject([
      { comment: 'push 1', warehouse: STORE, lines: [{ sku: 'SHIRT', quantity: 4 }] },
      { comment: 'push 2', warehouse: STORE, lines: [{ sku: 'SHIRT', quantity: -2 }] },
    ]);
    expect(harness.limiter.costs).toMatchObject([
      { lane: 'stock', mutation: true },
      { lane: 'stock', mutation: true },
    ]);
  });

  it('A stock change leaves alone what orders were promised', async () => {
    await placed(harness, { location: 'store-1' });
    await harness.centra.changeStock(change('out', [{ sku: 'SHIRT', quantity: 4 }]));
    expect(await stockAt(harness, STORE, 'SHIRT')).toMatchObject({ physical: 1, allocated: 2 });
  });

  it('A stock change takes many SKUs in one call', async () => {
    const products = Array.from({ length: 250 }, (_, i) => ({
      sku: `TEE-${i}`,
      barcode: `${7_300_000_100_000 + i}`,
      name: 'Tee',
      priceMinor: 100,
    }));
    await harness.control.post('world', { ...world, products });
    const before = (await harness.calls()).byOperation.changeStock ?? 0;
    await harness.centra.changeStock(
      change(
        'in',
        products.map(({ sku }, i) => ({ sku, quantity: i + 1 })),
      ),
    );
    expect((await harness.calls()).byOperation.changeStock).toBe(before + 1);
    const { stock } = await harness.state();
    expect(stock.filter((row) => row.warehouse === STORE)).toHaveLength(250);
    expect(await stockAt(harness, STORE, 'TEE-249')).toMatchObject({ physical: 250 });
  });
});

describe('a refused batch', () => {
  const lines = [
    { sku: 'SHIRT', quantity: 1 },
    { sku: 'GHOST', quantity: 1 },
    { sku: 'SCARF', quantity: 1 },
    { sku: 'SCARF-XXL', quantity: 1 },
  ];

  it('A refused batch names the wrong items and changes nothing', async () => {
    const problem = await problemOf(harness.centra.changeStock(change('in', lines)));
    expect(problem).toMatchObject({ kind: 'rejected', operation: 'changeStock', items: [1, 3] });
    expect(problem.message).toContain('Product size not found');
    expect(await stockChanges()).toEqual([]);
    expect(await stockAt(harness, STORE, 'SHIRT')).toMatchObject({ physical: 5 });
  });

  it('A refused batch gives a person a few of many reasons, and all the items', async () => {
    const unknown = Array.from({ length: 60 }, (_, i) => ({ sku: `NO-${i}`, quantity: 1 }));
    const problem = await problemOf(harness.centra.changeStock(change('in', unknown)));
    expect(problem.items).toHaveLength(60);
    expect(problem.message).toContain('and 55 more');
  });

  it('A refused batch names a size with too little stock', async () => {
    const out = [
      { sku: 'SHIRT', quantity: 1 },
      { sku: 'SCARF', quantity: 3 },
    ];
    expect(await problemOf(harness.centra.changeStock(change('out', out)))).toMatchObject({ items: [1] });
  });

  it('A refused batch may come without naming the item', async () => {
    await harness.control.post('settings', { tightLipped: true });
    const problem = await problemOf(harness.centra.changeStock(change('in', lines)));
    expect(problem).toMatchObject({ kind: 'rejected' });
    expect(problem.items).toBeUndefined();
    expect(await stockChanges()).toEqual([]);
    await harness.control.post('settings', { tightLipped: false });
    expect(await problemOf(harness.centra.changeStock(change('in', lines)))).toMatchObject({ items: [1, 3] });
  });

  it('A refused batch blames no item when the warehouse is the fault', async () => {
    const problem = await problemOf(
      harness.centra.changeStock({ ...change('in', lines), warehouse: centraWarehouse(99) }),
    );
    expect(problem).toMatchObject({ kind: 'rejected' });
    expect(problem.items).toBeUndefined();
  });
});

describe('other forms of Centra’s answers', () => {
  let other: OneAnswer | undefined;
  afterAll(() => other?.close());
  const payload = (more: object) => ({
    data: { changeStock: { stockChange: { id: 7 }, userErrors: [], userWarnings: [], ...more } },
  });
  const two = change('in', [
    { sku: 'SHIRT', quantity: 1 },
    { sku: 'SCARF', quantity: 1 },
  ]);

  it('An error path may lead deeper into the item, and an index elsewhere names no item', async () => {
    const userErrors = [
      { message: 'unknown', path: ['input', 'productSizes', '1', 'productSize', 'SKU'] },
      { message: 'unknown', path: ['input', 'productSizes', '1'] },
      { message: 'odd', path: ['input', 'warehouses', '0'] },
    ];
    other = await answering(payload({ stockChange: null, userErrors }));
    expect(await problemOf(other.centra.changeStock(two))).toMatchObject({ kind: 'rejected', items: [1] });
    await other.close();
  });

  it('A line with only a warning may not have taken effect, and is reported', async () => {
    const userWarnings = [{ message: 'skipped', path: ['input', 'productSizes', '0'] }];
    other = await answering(payload({ userWarnings }));
    expect(await other.centra.changeStock(two)).toEqual({ id: '7', warned: [0] });
    await other.close();
  });

  it('An answer without the change leaves the outcome unknown', async () => {
    other = await answering(payload({ stockChange: null }));
    expect(await problemOf(other.centra.changeStock(two))).toMatchObject({ kind: 'unknown-outcome' });
    await other.close();
  });
});

describe('a lost answer', () => {
  const sold = (reference: string) => change('out', [{ sku: 'SHIRT', quantity: 1 }], reference);

  it('A lost answer leaves the outcome unknown, and the change is found by its reference, once', async () => {
    await harness.fault('changeStock', { kind: 'response-lost' });
    expect(await problemOf(harness.centra.changeStock(sold('batch 17 1')))).toMatchObject({ kind: 'unknown-outcome' });
    for (let i = 0; i < 25; i += 1)
      await harness.act({ type: 'ams.stock', location: 'store-1', sku: 'SCARF', quantity: 1, comment: `count ${i}` });
    const id = await harness.centra.stockChangeNamed(STORE, 'batch 17 1');
    if (id === undefined) throw new Error('the change was not found');
    expect(await harness.centra.stockChangeLines(STORE, [id])).toEqual(
      new Map([[id, [{ sku: 'SHIRT', quantity: -1 }]]]),
    );
    expect(await harness.centra.stockChangeNamed(OTHER_STORE, 'batch 17 1')).toBeUndefined();
    expect((await stockChanges()).filter((c) => c.comment === 'batch 17 1')).toHaveLength(1);
    expect(await stockAt(harness, STORE, 'SHIRT')).toMatchObject({ physical: 4 });
  });

  it('A call that never arrived leaves no change to find', async () => {
    await harness.fault('changeStock', { kind: 'connection-reset' });
    expect(await problemOf(harness.centra.changeStock(sold('batch 18 1')))).toMatchObject({ kind: 'unknown-outcome' });
    expect(await harness.centra.stockChangeNamed(STORE, 'batch 18 1')).toBeUndefined();
  });

  it('A change that is sent again without a lookup counts twice', async () => {
    await harness.fault('changeStock', { kind: 'truncated' });
    await problemOf(harness.centra.changeStock(sold('batch 19 1')));
    await harness.centra.changeStock(sold('batch 19 1'));
    expect(await stockAt(harness, STORE, 'SHIRT')).toMatchObject({ physical: 3 });
  });
});

describe('the last check before a stock change', () => {
  const behind = (limiter: RateLimiter) => createCentra({ url: harness.url, token: TOKEN, limiter, timeoutMs: 2_000 });

  it('The last check runs inside the limiter, right before the call', async () => {
    const seen: string[] = [];
    const limiter: RateLimiter = {
      ...unlimited,
      pass: async (_cost, send) => {
        seen.push('waited');
        return send();
      },
    };
    const isStillOurs = async () => {
      seen.push('looked');
      return true;
    };
    await behind(limiter).changeStock({ ...change('in', [{ sku: 'SHIRT', quantity: 1 }]), isStillOurs });
    expect(seen).toEqual(['waited', 'looked']);
    expect(await stockAt(harness, STORE, 'SHIRT')).toMatchObject({ physical: 6 });
  });

  it.each([
    ['finds that another process took over', async () => false],
    ['cannot run', async () => Promise.reject(new Error('the database is away'))],
  ])('No stock change is sent when the last check %s', async (_, isStillOurs) => {
    const before = (await harness.calls()).total;
    const wish = { ...change('in', [{ sku: 'SHIRT', quantity: 1 }]), isStillOurs };
    const problem = await problemOf(harness.centra.changeStock(wish));
    expect(problem).toMatchObject({ kind: 'unreachable', operation: 'changeStock' });
    expect(problem.message).toContain('Nothing was sent');
    expect((await harness.calls()).total).toBe(before);
  });
});

describe('who changed stock', () => {
  it('Stock changes of others appear beside ours, newest first, for many warehouses in one query', async () => {
    await harness.centra.changeStock(change('in', [{ sku: 'SHIRT', quantity: 1 }], 'ours'));
    await harness.act({ type: 'ams.stock', location: 'store-1', sku: 'SCARF', quantity: -2 });
    await harness.act({ type: 'ams.stock', location: 'store-2', sku: 'SHIRT', quantity: 3, comment: 'found' });
    const before = (await harness.calls()).total;
    const seen = await harness.centra.stockChanges([STORE, OTHER_STORE, WAREHOUSE], { limit: 5, page: 1 });
    expect((await harness.calls()).total).toBe(before + 1);
    expect(seen.map(({ warehouse, comment }) => ({ warehouse, comment }))).toEqual([
      { warehouse: OTHER_STORE, comment: 'found' },
      { warehouse: STORE, comment: 'Corrected by hand' },
      { warehouse: STORE, comment: 'ours' },
    ]);
    for (const { createdAt } of seen) expect(createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
    expect(await stockAt(harness, STORE, 'SCARF')).toMatchObject({ physical: 0 });
  });

  it('A read of stock changes asks for at most the wanted number per warehouse, in the wanted lane', async () => {
    for (const reference of ['a', 'b', 'c'])
      await harness.centra.changeStock(change('in', [{ sku: 'SHIRT', quantity: 1 }], reference));
    const seen = await harness.centra.stockChanges([STORE], { limit: 2, page: 1, lane: 'bulk' });
    expect(seen.map((c) => c.comment)).toEqual(['c', 'b']);
    expect(harness.limiter.costs.at(-1)).toMatchObject({ lane: 'bulk', mutation: false });
    expect((await harness.centra.stockChanges([STORE], { limit: 2, page: 2 })).map((c) => c.comment)).toEqual(['a']);
    expect(await harness.centra.stockChanges([], { limit: 5, page: 1 })).toEqual([]);
  });

  it('All lines of a change are read, however many it has', async () => {
    const skus = Array.from({ length: 450 }, (_, i) => `P-${i}`);
    const products = skus.map((sku, i) => ({
      sku,
      barcode: String(7_300_000_000_000 + i),
      name: sku,
      priceMinor: 100,
    }));
    await harness.control.post('world', { ...world, products });
    await harness.centra.changeStock(
      change(
        'in',
        skus.map((sku) => ({ sku, quantity: 1 })),
        'count',
      ),
    );
    const id = await harness.centra.stockChangeNamed(STORE, 'count');
    if (id === undefined) throw new Error('the change was not found');
    expect((await harness.centra.stockChangeLines(STORE, [id])).get(id)?.map(({ sku }) => sku)).toEqual(skus);
  });

  it('Changes of many warehouses are read far below the complexity budget', async () => {
    await harness.centra.changeStock(change('in', [{ sku: 'SHIRT', quantity: 1 }], 'needle'));
    const everywhere = Array.from({ length: 30 }, (_, i) => centraWarehouse(i + 1));
    harness.limiter.spentComplexity.length = 0;
    const seen = await harness.centra.stockChanges(everywhere, { limit: 50, page: 1 });
    expect(seen.map((c) => c.comment)).toEqual(['needle']);
    expect(harness.limiter.spentComplexity[0]).toBeLessThan(40_000);
    expect((await harness.calls()).refusals).toEqual([]);
  });
});

describe('what Centra has', () => {
  it('Centra reports physical stock by SKU: zero for a size that was never stocked, nothing for an unknown SKU', async () => {
    await placed(harness, { location: 'store-1' });
    const physical = await harness.centra.physicalStock(STORE, ['SHIRT', 'SCARF', 'GHOST', 'SHIRT']);
    expect([...physical]).toEqual([
      ['SHIRT', 5],
      ['SCARF', 2],
    ]);
    expect([...(await harness.centra.physicalStock(OTHER_STORE, ['SCARF']))]).toEqual([['SCARF', 0]]);
    expect(harness.limiter.costs.at(-1)).toMatchObject({ lane: 'bulk' });
    await harness.centra.physicalStock(STORE, ['SHIRT'], 'stock');
    expect(harness.limiter.costs.at(-1)).toMatchObject({ lane: 'stock' });
  });

  it('An unreadable warehouse is not taken for an empty one', async () => {
    expect(await problemOf(harness.centra.physicalStock(centraWarehouse(99), ['SHIRT']))).toMatchObject({
      kind: 'rejected',
    });
  });

  it('A SKU that was renamed since it was looked up has no stock under its old name, nor has a new product with that name', async () => {
    expect([...(await harness.centra.physicalStock(STORE, ['SHIRT', 'SCARF']))]).toEqual([
      ['SHIRT', 5],
      ['SCARF', 2],
    ]);
    await harness.act({ type: 'ams.product', sku: 'SHIRT', newSku: 'SHIRT-2' });
    expect([...(await harness.centra.physicalStock(STORE, ['SHIRT', 'SCARF']))]).toEqual([['SCARF', 2]]);
    expect([...(await harness.centra.freeToAllocate(STORE, ['SHIRT', 'SHIRT-2']))]).toEqual([['SHIRT-2', 5]]);
  });

  it('Centra offers its customers less by the safety stock it was given', async () => {
    await harness.control.post('settings', { thresholds: { [STORE]: 2 }, offsets: { SCARF: 1 } });
    const warehouses = await harness.centra.warehouses();
    expect(warehouses.map(({ id, threshold }) => [id, threshold])).toEqual([
      [WAREHOUSE, 0],
      [STORE, 2],
      [OTHER_STORE, 0],
    ]);
    expect([...(await harness.centra.stockOffsets(['SHIRT', 'SCARF', 'GHOST']))]).toEqual([['SCARF', 1]]);
    // The Integration API does not take it off; the shop does.
    expect([...(await harness.centra.freeToAllocate(STORE, ['SHIRT', 'SCARF']))]).toEqual([
      ['SHIRT', 5],
      ['SCARF', 2],
    ]);
    await expect(placed(harness, { lines: [{ sku: 'SCARF', quantity: 2 }] })).rejects.toThrow(
      'Not enough stock of SCARF',
    );
    await placed(harness, { location: 'store-1', lines: [{ sku: 'SCARF', quantity: 1 }] });
    await harness.control.post('settings', { thresholds: { [STORE]: null }, offsets: { SCARF: null } });
    expect(await harness.centra.stockOffsets(['SCARF'])).toEqual(new Map());
  });

  it('Thirty warehouses with a thousand SKUs each are read within moments', async () => {
    const skus = Array.from({ length: 1_000 }, (_, i) => `TEE-${i}`);
    const locations = Array.from({ length: 30 }, (_, i) => ({
      id: `s${i}`,
      kind: 'store' as const,
      name: `S${i}`,
      centraWarehouse: i + 1,
      sitooWarehouse: i + 100,
    }));
    const products = skus.map((sku, i) => ({ sku, barcode: `${i}`, name: sku, priceMinor: 100 }));
    const stock = locations.flatMap(({ id }) => skus.map((sku, i) => ({ location: id, sku, quantity: i })));
    await harness.control.post('world', { currency: 'SEK', locations, products, stock });
    const fresh = createCentra({ url: harness.url, token: TOKEN, limiter: unlimited });
    const startedAt = performance.now();
    for (const location of locations) {
      const physical = await fresh.physicalStock(centraWarehouse(location.centraWarehouse), skus);
      expect([physical.size, physical.get('TEE-999')]).toEqual([1_000, 999]);
    }
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it('The channel asks the limiter how much budget a lane has left', async () => {
    expect(await harness.centra.allowances('stock')).toEqual([{ windowSeconds: 10, limit: 3, used: 0 }]);
  });
});
