import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../activities/dependencies.js';
import { createOriginCancelling } from '../../activities/orders/cancel-at-origin.js';
import { originReader } from '../../activities/orders/read-origin.js';
import { createReserveActivities } from '../../activities/orders/release-reserve.js';
import { canRelease, reservedMinor, reservesTooMuch } from '../../domain/order/reserve.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import { isCaptured, mustBeMarkedPaid } from '../../domain/order/web-shipment.js';
import type { Records } from '../../systems/database/port.js';
import { harnessOfTest, placed, problemOf, reported, world } from '../support/centra-harness.js';
import { inActivity } from '../support/in-activity.js';
import { intentsInMemory } from '../support/memory-intents.js';
import { testBrand } from '../support/web-order.js';

const harness = await harnessOfTest();

const THREE = { lines: [{ sku: 'SHIRT', quantity: 3 }] };

async function read({ number }: Pick<WebOrder, 'number'>): Promise<WebOrder> {
  const order = await harness.centra.order(number);
  if (!order) throw new Error('the order cannot be read back');
  return order;
}

/** Three units, two of which are captured and the third cancelled; nothing has left. */
async function short(more: object = {}) {
  const made = await placed(harness, { ...THREE, ...more });
  const { number, line } = made;
  const { shipment } = await harness.centra.createShipment({
    order: number,
    lines: [{ line: line.id, quantity: 2 }],
  });
  const lines = [{ line: line.id, quantity: 1 }];
  await harness.centra.cancelLines({ order: number, lines, comment: 'short', removeFromStock: false });
  return { number, shipment, line };
}

/** Entries of the payment history that are money, with the way it went. */
const historyOf = async (order: Pick<WebOrder, 'number'>) =>
  (await read(order)).payments.map(({ kind, status, amountMinor }) => [kind, status, amountMinor]);

describe('money that is only reserved', () => {
  it('The rest of an order is released once, after the capture and before the order is shipped', async () => {
    const { number, shipment } = await short();
    const before = await read({ number });
    expect([reservesTooMuch(before), canRelease(before)]).toEqual([true, true]);
    await harness.centra.releaseAuthorisation(number);
    const after = await read({ number });
    expect([reservedMinor(after.payments), reservesTooMuch(after), canRelease(after)]).toEqual([0, false, false]);
    expect((await problemOf(harness.centra.releaseAuthorisation(number))).message).toContain('Nothing left');
    await harness.centra.completeShipment({ id: shipment.id });
    expect((await read({ number })).status).toBe('shipped');
  });

  it('The web shop releases nothing of an order that is shipped, and nothing before a part is captured', async () => {
    const { number, shipment } = await short();
    await harness.centra.completeShipment({ id: shipment.id });
    expect(await problemOf(harness.centra.releaseAuthorisation(number))).toMatchObject({ kind: 'rejected' });
    const untouched = await placed(harness);
    expect((await problemOf(harness.centra.releaseAuthorisation(untouched.number))).message).toContain('captured');
  });

  it('A payment provider that cannot release refuses it, and keeps no order from being cancelled', async () => {
    const { number } = await short({ keepsReserve: true });
    expect(await problemOf(harness.centra.releaseAuthorisation(number))).toMatchObject({ kind: 'rejected' });
    const { order } = await placed(harness, { keepsReserve: true });
    const { warnings } = await harness.centra.cancelOrder(order.id, 'why');
    expect(warnings).toEqual([expect.stringContaining('could not be cancelled')]);
    const cancelled = await read(order);
    expect([cancelled.status, reservedMinor(cancelled.payments)]).toEqual(['cancelled', order.grandTotalMinor]);
  });

  it('An order that is cancelled as a whole gives up all that was reserved for it, gift cards too', async () => {
    const { order } = await placed(harness, { giftCardMinor: 100 });
    expect((await harness.centra.cancelOrder(order.id, 'why')).warnings).toEqual([]);
    expect(reservedMinor((await read(order)).payments)).toBe(0);
    expect((await historyOf(order)).map(([kind]) => kind)).toEqual([
      'gift-card-authorisation',
      'authorisation',
      'gift-card-release',
      'release',
    ]);
  });
});

describe('money of units that are cancelled once everything else has left', () => {
  /** Two of three units are sent, and the third is cancelled as an order does it. */
  async function cancelTheRest(more: object = {}) {
    const { number, line } = await placed(harness, { ...THREE, ...more });
    const { centra } = harness;
    const { shipment } = await centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 2 }] });
    await centra.completeShipment({ id: shipment.id });
    const orders: Partial<Dependencies> = { brand: testBrand(), centra };
    const records: Partial<Records> = { intents: intentsInMemory().intents };
    const needs = { ...orders, records } as Dependencies;
    const { releaseReserve } = createReserveActivities(needs);
    const { cancelUnits } = createOriginCancelling({ ...needs, origin: originReader(needs) });
    const lines = [{ line: line.id, quantity: 1 }];
    const carryOut = () =>
      inActivity(async () => {
        const { outcome } = await releaseReserve({ number, cancelling: lines });
        return [outcome, await cancelUnits({ decision: 'd', number, lines })];
      });
    return { number, carryOut };
  }

  it('A token that may change a locked order cancels its units immediately, so their money is released before that', async () => {
    await harness.control.post('settings', { mayEditLocked: true });
    const { number, carryOut } = await cancelTheRest();
    await harness.act({ type: 'web.lock', order: Number(number) });
    expect(await carryOut()).toEqual(['released', { cancelled: true }]);
    const { status, payments } = await read({ number });
    expect([status, reservedMinor(payments)]).toEqual(['shipped', 0]);
  });

  it('A cancellation that a lock refuses after the release is carried out once the order is unlocked', async () => {
    const { number, carryOut } = await cancelTheRest();
    await harness.act({ type: 'web.lock', order: Number(number) });
    expect(await carryOut()).toEqual(['released', { cancelled: false, locked: true }]);
    await harness.act({ type: 'web.unlock', order: Number(number) });
    await carryOut();
    const { status, payments } = await read({ number });
    expect([status, reservedMinor(payments)]).toEqual(['shipped', 0]);
    expect(payments.filter(({ kind }) => kind === 'release')).toHaveLength(1);
  });

  it('A release that is refused while the order is locked is no question before it is refused without the lock', async () => {
    const { number, carryOut } = await cancelTheRest({ keepsReserve: true });
    await harness.act({ type: 'web.lock', order: Number(number) });
    expect(await carryOut()).toEqual(['not-yet', { cancelled: false, locked: true }]);
    await harness.act({ type: 'web.unlock', order: Number(number) });
    expect(await carryOut()).toEqual(['refused', { cancelled: true }]);
  });
});

describe('money that was there before', () => {
  it.each([{ readings: { refundSign: 'positive' } }, { readings: { refundSign: 'negative' } }])(
    'An order that was captured when it was placed gives its money to shipments, and no provider is asked: $readings',
    async (settings) => {
      await harness.control.post('settings', settings);
      const { number, order, line } = await placed(harness, { capturedAtOnce: true, giftCardMinor: 100 });
      const captured = await historyOf(order);
      const { shipment, captureProblem } = await harness.centra.createShipment({
        order: number,
        lines: [{ line: line.id, quantity: 2 }],
      });
      expect([shipment.isCaptured, captureProblem]).toEqual([true, undefined]);
      expect(await historyOf(order)).toEqual(captured);
      await harness.centra.completeShipment({ id: shipment.id });
      await harness.act({ type: 'web.goodwill', order: Number(number), minor: 50 });
      expect((await historyOf(order)).at(-1)).toEqual(['refund', 'success', 50]);
    },
  );

  it('Gift cards pay all of an order, or what they hold of it', async () => {
    const { number, order, line } = await placed(harness, { giftCardMinor: 1_000_000 });
    await harness.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 2 }] });
    const total = order.grandTotalMinor;
    expect(await historyOf(order)).toEqual([
      ['gift-card-authorisation', 'success', total],
      ['gift-card-capture', 'success', total],
    ]);
    const split = await placed(harness, { giftCardMinor: 100 });
    const lines = [{ line: split.line.id, quantity: 2 }];
    const { shipment } = await harness.centra.createShipment({ order: split.number, lines });
    expect(shipment.isCaptured).toBe(true);
    expect(reservedMinor((await read(split.order)).payments)).toBe(0);
  });
});

describe('money in other currencies', () => {
  it.each([
    { currency: 'EUR', priceMinor: 1_999 },
    { currency: 'JPY', priceMinor: 1_980 },
    { currency: 'KWD', priceMinor: 19_995 },
  ])(
    'A shipment in $currency is captured and the rest released to the last minor unit',
    async ({ currency, priceMinor }) => {
      await harness.control.post('world', { ...world, currency });
      const { number, shipment } = await short({ lines: [{ sku: 'SHIRT', quantity: 3, priceMinor }] });
      expect(shipment.totalMinor).toBe(2 * priceMinor);
      const { payments, currency: shown } = await read({ number });
      expect([shown, reservedMinor(payments)]).toEqual([currency, priceMinor]);
      await harness.centra.releaseAuthorisation(number);
      expect((await historyOf({ number })).at(-1)).toEqual(['release', 'success', priceMinor]);
    },
  );
});

describe('a shipment that costs nothing', () => {
  it.each([
    { freeShipment: 'paid', marked: false },
    { freeShipment: 'unpaid', marked: true },
  ])(
    'A shipment of 0.00 needs no money, and the order is complete once it has left: $freeShipment',
    async ({ freeShipment, marked }) => {
      await harness.control.post('settings', { readings: { freeShipment } });
      const { number, line } = await placed(harness, { lines: [{ sku: 'SHIRT', quantity: 1, priceMinor: 0 }] });
      const lines = [{ line: line.id, quantity: 1 }];
      const { shipment, captureProblem } = await harness.centra.createShipment({ order: number, lines });
      expect([shipment.totalMinor, isCaptured(shipment), captureProblem]).toEqual([0, true, undefined]);
      expect(mustBeMarkedPaid(shipment)).toBe(marked);
      if (marked) await harness.centra.markShipmentPaid(shipment.id);
      await harness.centra.completeShipment({ id: shipment.id });
      expect((await reported(harness, number)).status).toBe('SHIPPED');
    },
  );
});
