import { describe, expect, it } from '@jest/globals';
import type { CentraLineId } from '../../domain/ids.js';
import { harnessOfTest, placed, problemOf, reported, stockAt, until, WAREHOUSE } from '../support/centra-harness.js';
import { asId } from '../support/ids.js';

const harness = await harnessOfTest();

describe('shipping', () => {
  it('A captured shipment is created and dispatched, and the shop deducts its units', async () => {
    const { number, line } = await placed(harness, { location: 'wh' });
    const before = await stockAt(harness, WAREHOUSE, 'SHIRT');
    const { shipment, captureProblem } = await harness.centra.createShipment({
      order: number,
      lines: [{ line: line.id, quantity: 2 }],
    });
    expect(captureProblem).toBeUndefined();
    expect(shipment).toMatchObject({ isCaptured: true, isPaid: true, isShipped: false, isGoodToGo: true });
    expect(shipment.lines).toEqual([{ id: expect.stringMatching(/^\d+$/), line: line.id, quantity: 2, returned: 0 }]);
    await harness.centra.completeShipment({
      id: shipment.id,
      carrier: 'PostNord',
      service: 'MyPack',
      trackingNumber: 'TRACK1',
      packages: 2,
      shippedAt: new Date().toISOString(),
    });
    const order = await reported(harness, number);
    expect(order.status).toBe('SHIPPED');
    expect(order.shipments[0]).toMatchObject({ isShipped: true, trackingNumber: 'TRACK1', carrier: 'PostNord' });
    const after = await stockAt(harness, WAREHOUSE, 'SHIRT');
    expect([after?.physical, after?.allocated]).toEqual([(before?.physical ?? 0) - 2, (before?.allocated ?? 0) - 2]);
  });

  it('An order is PROCESSING while part of it is shipped, and SHIPPED when the rest is cancelled', async () => {
    const { number, line } = await placed(harness);
    const { shipment } = await harness.centra.createShipment({
      order: number,
      lines: [{ line: line.id, quantity: 1 }],
    });
    await harness.centra.completeShipment({ id: shipment.id });
    expect((await harness.centra.order(number))?.status).toBe('processing');
    await harness.centra.cancelLines({
      order: number,
      lines: [{ line: line.id, quantity: 1 }],
      comment: 'short pick',
      removeFromStock: true,
    });
    const order = await harness.centra.order(number);
    expect(order?.status).toBe('shipped');
    expect(order?.lines[0]).toMatchObject({ quantity: 2, cancelledQuantity: 1 });
  });

  it('A failed capture says why, blocks the dispatch, and succeeds on the second attempt', async () => {
    const { number, line } = await placed(harness, { captureFails: 2 });
    const made = await harness.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 2 }] });
    expect(made.shipment.isCaptured).toBe(false);
    expect(made.captureProblem).toContain('capture failed');
    expect(await problemOf(harness.centra.completeShipment({ id: made.shipment.id }))).toMatchObject({
      kind: 'rejected',
    });
    expect(await problemOf(harness.centra.captureShipment(made.shipment.id))).toMatchObject({ kind: 'rejected' });
    expect(await harness.centra.captureShipment(made.shipment.id)).toEqual({ captured: true, pending: false });
    await harness.centra.completeShipment({ id: made.shipment.id });
    expect((await reported(harness, number)).shipments[0]?.isShipped).toBe(true);
  });

  it('A capture that the payment provider confirms later stays pending until then', async () => {
    const { number, line } = await placed(harness, { captureLater: 60 });
    const made = await harness.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 2 }] });
    expect(made).toMatchObject({ shipment: { isCaptured: false } });
    expect(made.captureProblem).toBeUndefined();
    expect(await harness.centra.captureShipment(made.shipment.id)).toEqual({ captured: false, pending: true });
    await until(async () => ((await harness.centra.order(number))?.shipments[0]?.isCaptured ? true : undefined));
    const captures = (await reported(harness, number)).payments.filter((p) => p.entryType === 'CAPTURE');
    expect(captures).toHaveLength(1);
  });

  it('A shipment of more units than are unshipped, of unknown lines, or of a held or cancelled order is refused and changes nothing', async () => {
    const { number, order, line } = await placed(harness);
    const ship = (id: CentraLineId, quantity: number) =>
      problemOf(harness.centra.createShipment({ order: number, lines: [{ line: id, quantity }] }));
    expect(await ship(line.id, 3)).toMatchObject({ kind: 'rejected', operation: 'createShipment' });
    expect(await ship(asId(1), 1)).toMatchObject({ kind: 'rejected' });
    await harness.act({ type: 'web.hold', order: Number(number) });
    expect((await ship(line.id, 1)).message).toContain('on hold');
    await harness.act({ type: 'web.resume', order: Number(number) });
    await harness.centra.cancelOrder(order.id, 'test');
    expect((await ship(line.id, 1)).message).toContain('cancelled order');
    expect((await reported(harness, number)).shipments).toEqual([]);
  });

  it('A shipment cannot be dispatched twice', async () => {
    const { number, line } = await placed(harness);
    const { shipment } = await harness.centra.createShipment({
      order: number,
      lines: [{ line: line.id, quantity: 2 }],
    });
    await harness.centra.completeShipment({ id: shipment.id });
    expect((await problemOf(harness.centra.completeShipment({ id: shipment.id }))).message).toContain(
      'already shipped',
    );
  });
});

describe('unknown outcomes', () => {
  it('A lookup finds a shipment whose answer was lost, once', async () => {
    const { number, line } = await placed(harness);
    await harness.fault('createShipment', { kind: 'response-lost' });
    const lines = [{ line: line.id, quantity: 2 }];
    expect(await problemOf(harness.centra.createShipment({ order: number, lines }))).toMatchObject({
      kind: 'unknown-outcome',
    });
    const seen = await harness.centra.order(number);
    expect(seen?.shipments).toMatchObject([{ isCaptured: true, lines }]);
    expect(await problemOf(harness.centra.createShipment({ order: number, lines }))).toMatchObject({
      kind: 'rejected',
    });
  });

  it('A lookup finds a dispatch whose answer was cut off', async () => {
    const { number, line } = await placed(harness);
    const { shipment } = await harness.centra.createShipment({
      order: number,
      lines: [{ line: line.id, quantity: 2 }],
    });
    await harness.fault('completeShipment', { kind: 'truncated' });
    expect((await problemOf(harness.centra.completeShipment({ id: shipment.id }))).kind).toBe('unknown-outcome');
    expect((await harness.centra.order(number))?.shipments[0]?.isShipped).toBe(true);
  });
});
