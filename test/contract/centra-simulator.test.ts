import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Harness,
  placed,
  reported,
  STORE,
  startHarness,
  stockAt,
  TOKEN,
  WAREHOUSE,
  world,
} from '../support/centra-harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
beforeEach(() => harness.control.post('world', world));
afterAll(() => harness.close());

/** GraphQL as somebody else would send it. */
async function ask(query: string): Promise<{ status: number; text: string }> {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const answer = await fetch(`${harness.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return { status: answer.status, text: await answer.text() };
}
const changeStock = (input: string) =>
  ask(`mutation { changeStock(input: { ${input} }) { stockChange { id comment } userErrors { message path } } }`);

describe('the stock of the simulated shop', () => {
  it('The simulator applies a stock delta each time it is sent: nothing protects against repeats', async () => {
    const sale = `outFromWarehouse: { id: ${STORE} } description: "sale 1" productSizes: [{ productSize: { EAN: "7300000000011" } deliveredQuantity: 1 }]`;
    await changeStock(sale);
    await changeStock(sale);
    expect(await stockAt(harness, STORE, 'SHIRT')).toMatchObject({ physical: 3 });
    expect((await harness.state()).stockChanges.map((c) => c.comment)).toEqual(['sale 1', 'sale 1']);
  });

  it('The simulator refuses a delta with an unknown SKU as a whole, and one without a description', async () => {
    const sizes =
      '{ productSize: { SKU: "SHIRT" } deliveredQuantity: 1 } { productSize: { SKU: "NO" } deliveredQuantity: 1 }';
    const unknown = await changeStock(`intoWarehouse: { id: ${STORE} } description: "x" productSizes: [${sizes}]`);
    expect(unknown.text).toContain('Product size not found');
    const blank = await changeStock(`intoWarehouse: { id: ${STORE} } description: " " productSizes: []`);
    expect(blank.text).toContain('description is required');
    expect(await stockAt(harness, STORE, 'SHIRT')).toMatchObject({ physical: 5 });
  });

  it('The simulator moves no more between warehouses than is free', async () => {
    await placed(harness, { location: 'store-1', lines: [{ sku: 'SHIRT', quantity: 4 }] });
    const move = (quantity: number) =>
      changeStock(
        `outFromWarehouse: { id: ${STORE} } intoWarehouse: { id: ${WAREHOUSE} } description: "m" productSizes: [{ productSize: { any: "SHIRT" } deliveredQuantity: ${quantity} }]`,
      );
    expect((await move(2)).text).toContain('cannot exceed the free to allocate');
    expect((await move(1)).text).toContain('"userErrors":[]');
    expect(await stockAt(harness, WAREHOUSE, 'SHIRT')).toMatchObject({ physical: 21 });
  });

  it('The simulator sets absolute levels, physical or free', async () => {
    await placed(harness, { location: 'store-1' });
    const set = (type: string, quantity: number) =>
      ask(
        `mutation { setStock(input: { warehouse: { id: ${STORE} } description: "count" stockQuantityType: ${type} productSizes: [{ productSize: { SKU: "SHIRT" } quantity: ${quantity} }] }) { stockChanges { lines { deliveredQuantity } } userErrors { message } } }`,
      );
    await set('PHYSICAL', 7);
    expect(await stockAt(harness, STORE, 'SHIRT')).toMatchObject({ physical: 7, allocated: 2 });
    expect((await set('FREE_TO_ALLOCATE', 7)).text).toContain('"deliveredQuantity":2');
    expect(await stockAt(harness, STORE, 'SHIRT')).toMatchObject({ physical: 9, allocated: 2 });
  });
});

describe('checkout in the simulated shop', () => {
  it('Checkout splits a line over several warehouses when none has all of it', async () => {
    const { order } = await placed(harness, { lines: [{ sku: 'SHIRT', quantity: 22 }] });
    expect(order.lines[0]?.allocations.map(({ warehouse, quantity }) => [warehouse, quantity])).toEqual([
      [WAREHOUSE, 20],
      [STORE, 2],
    ]);
  });

  it('Checkout refuses what no warehouse has, and keeps nothing of the order', async () => {
    const lines = [
      { sku: 'SHIRT', quantity: 1 },
      { sku: 'SCARF', quantity: 3 },
    ];
    await expect(placed(harness, { lines })).rejects.toThrow('Not enough stock of SCARF');
    await expect(placed(harness, { lines: [{ sku: 'GHOST', quantity: 1 }] })).rejects.toThrow('no SKU GHOST');
    expect((await harness.state()).stock.filter((row) => row.allocated !== 0)).toEqual([]);
  });

  it('Checkout creates the same customer for the same order each time', async () => {
    const { number, order } = await placed(harness);
    await harness.control.post('world', world);
    await harness.act({ type: 'web.order', order: number, lines: [{ sku: 'SHIRT', quantity: 1 }], delivery: 'home' });
    expect((await harness.centra.order(number))?.shippingAddress).toEqual(order.shippingAddress);
  });

  it('The simulator edits and cancels an order as its customer asks', async () => {
    const { number } = await placed(harness);
    await harness.act({ type: 'web.edit', order: number, cancel: [{ sku: 'SHIRT', quantity: 1 }] });
    expect((await reported(harness, number)).lines[0]).toMatchObject({ quantity: 2, cancelledQuantity: 1 });
    await expect(
      harness.act({ type: 'web.edit', order: number, cancel: [{ sku: 'SHIRT', quantity: 2 }] }),
    ).rejects.toThrow();
    await harness.act({ type: 'web.cancel', order: number });
    expect((await reported(harness, number)).status).toBe('CANCELLED');
  });
});

describe('calls against the contract of the simulated shop', () => {
  it('A field that the contract does not have is answered with 400 and remembered', async () => {
    expect((await ask('{ orders { lines { shippedQuantity } } }')).status).toBe(400);
    expect((await harness.calls()).refusals.join()).toContain('shippedQuantity');
  });

  it('The simulator refuses a list of more than 200', async () => {
    expect((await ask('{ orders(limit: 201) { id } }')).text).toContain('Limit must be in range 1 - 200');
    const nested = await ask(
      `{ warehouses(where: { id: [${STORE}] }) { stock(limit: 201) { freeToAllocateQuantity } } }`,
    );
    expect(nested.text).toContain('Limit must be in range 1 - 200');
  });
});
