import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { afterwards } from '../support/harness/afterwards.js';
import { type Harness, startHarness } from '../support/harness.js';

let harness: Harness;
beforeAll(async () => {
  // As slow as life: the timer looks after a minute, which is longer than this test waits for anything.
  harness = await startHarness('pending-capture', { rehearsalSpeed: 1 });
});
afterAll(() => harness?.close());

describe('a payment provider that answers later', () => {
  it('A pending capture is looked at as soon as an event speaks of it, and is asked for once', async () => {
    const order = await harness.webOrder({ captureLater: 4_000 });
    await harness.sendFromWarehouse(order.inWarehouse(), `LATER-${order.number}`);
    expect(await order.outcome()).toBe('fulfilled');
    const { payments, shipments } = await harness.states.centra(order.number);
    expect(shipments).toMatchObject([{ isShipped: true, isCaptured: true }]);
    expect(payments.filter((p) => p.entryType === 'CAPTURE_REQUEST')).toHaveLength(1);
    expect((await harness.states.calls('centra')).captureShipment ?? 0).toBe(0);
  });
});

afterwards(() => harness);
