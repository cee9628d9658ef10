import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { afterwards } from '../support/harness/afterwards.js';
import { SITOO, WMS } from '../support/harness/counterpart-states.js';
import { type Harness, startHarness } from '../support/harness.js';
import { until } from '../support/until.js';

let harness: Harness;
beforeAll(async () => {
  // The rig is twenty times faster than life: one second of silence is enough.
  harness = await startHarness('silence', { promises: { storePick: '20s', warehousePick: '20s' } });
});
afterAll(() => harness?.close());

describe('a location that does not act within its promise', () => {
  it.concurrent('A silent store opens a case for retail; the fulfilment is cancelled there and moves to the warehouse', async () => {
    const order = await harness.webOrder({ location: 'store-02' });
    const open = await order.answer('store.silent', 'move', { location: 'dc' });
    expect(open).toMatchObject({ owner: 'retail', location: 'store-02', fulfilment: 1 });
    await harness.sendFromWarehouse(order.inWarehouse(await order.placedAt('dc')), 'SILENT-1');
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.books.sitoo(order.number)).toMatchObject([{ state: SITOO.cancelled }]);
    expect((await harness.books.centra(order.number)).lines[0]?.allocations).toEqual([{ warehouse: 9, quantity: 2 }]);
    await harness.keep('silent-store', order);
  });

  it.concurrent('A silent store that acts while the case is open closes it', async () => {
    const order = await harness.webOrder({ location: 'store-03' });
    const open = await order.waitsFor('store.silent');
    await harness.sendFromStore(order.inStore(), 'SILENT-2');
    expect(await order.outcome()).toBe('fulfilled');
    const closed = await until(async () => (await harness.records.cases.show(open.caseId))?.row.closedAt);
    expect(closed).toBeTruthy();
    expect((await harness.records.cases.show(open.caseId))?.row).toMatchObject({
      outcome: 'auto-resolved',
      resolvedBy: 'onepool',
    });
    const late = { caseId: open.caseId, answer: 'move', by: 'Tester', data: { location: 'dc' } };
    await expect(order.handle.executeUpdate('resolveCase', { args: [late] })).rejects.toThrow();
    expect(await harness.books.wms('centra', order.number)).toEqual([]);
  });

  it.concurrent('A silent location gets more time when a person says so', async () => {
    const order = await harness.webOrder();
    const first = await order.answer('warehouse.silent', 'retry');
    // Asked again after another second, not at once.
    const second = await order.waitsForAnother('warehouse.silent', 1);
    expect(Date.parse(second.openedAt) - Date.parse(first.openedAt)).toBeGreaterThanOrEqual(1_000);
    await harness.sendFromWarehouse(order.inWarehouse(), 'SILENT-3');
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.books.wms('centra', order.number)).toMatchObject([{ status: WMS.sent }]);
  });
});

afterwards(() => harness);
