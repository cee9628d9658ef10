import { expect } from '@jest/globals';
import type { Harness } from '../harness.js';
import type { OrderUnderTest } from './order-under-test.js';
import { type ReturnUnderTest, returnsOf, returnUnderTest } from './return-under-test.js';
import type { Scenarios } from './scenarios.js';

/** The ways of a return, each judged by the web shop's books. @param harness once it has started */
export function returnWays(harness: () => Harness) {
  async function sent(sku: string, quantity: number, more: Record<string, unknown> = {}): Promise<OrderUnderTest> {
    const order = await harness().webOrder({ lines: [{ sku, quantity }], location: 'store-01', ...more });
    await harness().sendFromStore(order.inStore(), `F-${order.number}`);
    expect(await order.outcome()).toBe('fulfilled');
    return order;
  }

  async function handedBack(order: OrderUnderTest, lines: unknown, more: object = {}): Promise<ReturnUnderTest> {
    const refund = { type: 'pos.refund', location: 'store-01', condition: 'resellable', paidOut: false } as const;
    const { orderid = 0 } = await harness().tills.act({ ...refund, order: order.number, lines, ...more } as never);
    return returnUnderTest(harness(), orderid);
  }

  /** So many returns, each completed and paid back once, and never more than was captured. */
  async function expectPaidBackOnce(order: OrderUnderTest, returns: number): Promise<void> {
    const made = await returnsOf(harness(), order.number);
    expect(made.map((r) => r.status)).toEqual(Array.from({ length: returns }, () => 'COMPLETED'));
    const paid = made.flatMap((r) => r.refunds.filter((p) => p.entryType === 'REFUND' && p.status === 'SUCCESS'));
    expect(paid).toHaveLength(returns);
    const { payments } = await harness().states.centra(order.number);
    const sum = (type: string) =>
      payments.filter((p) => p.entryType === type && p.status === 'SUCCESS').reduce((n, p) => n + p.valueMinor, 0);
    expect(Math.abs(sum('REFUND'))).toBeLessThanOrEqual(sum('CAPTURE'));
  }

  const ways = {
    async 'paid back at once, in mixed condition'() {
      const order = await sent('TEE-M', 2);
      const back = await handedBack(order, [
        { sku: 'TEE-M', quantity: 1, condition: 'resellable' },
        { sku: 'TEE-M', quantity: 1, condition: 'damaged' },
      ]);
      expect(await back.outcome()).toBe('returned');
      await expectPaidBackOnce(order, 2);
    },
    async 'paid back later'() {
      const order = await sent('CAP', 1, { refundLater: 300 });
      const back = await handedBack(order, [{ sku: 'CAP', quantity: 1 }]);
      expect(await back.outcome()).toBe('returned');
      await expectPaidBackOnce(order, 1);
    },
    async 'that travels on to the warehouse'() {
      const order = await sent('TEE-L', 1);
      const back = await handedBack(order, [{ sku: 'TEE-L', quantity: 1 }], { goodsTo: 'warehouse' });
      await harness().warehouse.actSoon({ type: 'wms.receive-purchase', name: `RETURN-${back.refund}-dc` });
      expect(await back.outcome()).toBe('returned');
      await expectPaidBackOnce(order, 1);
    },
  } as const satisfies Scenarios;

  return { ways, sent, handedBack, expectPaidBackOnce };
}
