import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SOLD_BLINDLY } from '../support/harness/world.js';
import { type Harness, startHarness } from '../support/harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness('warehouse-away', SOLD_BLINDLY);
});
afterAll(() => harness?.close());

async function warehouseAnswers(status: 503 | 'again'): Promise<void> {
  const fault = { kind: 'status', status: 503, body: 'away' };
  const rules = status === 'again' ? [] : [{ operation: '*', fault, times: 1_000_000 }];
  await harness.controls.wms.post('faults', { rules });
}

describe('while the warehouse answers 503', () => {
  it('Orders for stores are fulfilled, cancellations are read, and an order for the warehouse waits without a case and is then sent', async () => {
    await warehouseAnswers(503);
    const atWarehouse = await harness.webOrder({ lines: [{ sku: 'DC-ONLY', quantity: 1 }] });
    const atStore = await harness.webOrder({ lines: [{ sku: 'S1-ONLY', quantity: 1 }] });
    const cancelled = await harness.webOrder({ lines: [{ sku: 'DC-ONLY', quantity: 1 }] });
    await harness.sendFromStore(atStore.inStore(), 'STORE-1');
    expect(await atStore.outcome()).toBe('fulfilled');
    await harness.shop.act({ type: 'web.cancel', order: Number(cancelled.number) });
    await cancelled.stage('cancelled');
    expect((await atWarehouse.story()).cases).toEqual([]);

    await warehouseAnswers('again');
    await harness.sendFromWarehouse(atWarehouse.inWarehouse(), 'DC-1');
    expect(await atWarehouse.outcome()).toBe('fulfilled');
    expect(await cancelled.outcome()).toBe('cancelled');
  });

  it('A product that the warehouse turns out not to know is asked about once it can be asked, and nothing is placed before', async () => {
    await warehouseAnswers(503);
    const order = await harness.webOrder({ lines: [{ sku: 'NEW-IN', quantity: 1 }], location: 'dc' });
    await order.stage('fulfilling');
    expect((await order.story()).cases).toEqual([]);
    await warehouseAnswers('again');
    await order.answer('order.unknown-sku', 'cancel-order');
    expect(await order.outcome()).toBe('cancelled');
    expect(await harness.systems.wms.order(order.inWarehouse())).toBeUndefined();
  });
});
