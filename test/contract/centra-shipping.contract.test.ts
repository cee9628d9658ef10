import { describe, expect, it } from '@jest/globals';
import { placed, problemOf, reported, rigOfTest, stockAt, until, WAREHOUSE } from '../support/centra-harness.js';

const rig = await rigOfTest();

describe('shipping', () => {
  it('creates a captured shipment, dispatches it, and the shop books the units out', async () => {
    const { number, line } = await placed(rig, { location: 'wh' });
    const before = await stockAt(rig, WAREHOUSE, 'SHIRT');
    const { shipment, captureProblem } = await rig.centra.createShipment({
      order: number,
      lines: [{ line: line.id, quantity: 2 }],
    });
    expect(captureProblem).toBeUndefined();
    expect(shipment).toMatchObject({ isCaptured: true, isPaid: true, isShipped: false, isGoodToGo: true });
    expect(shipment.lines).toEqual([{ id: expect.any(Number), line: line.id, quantity: 2, returned: 0 }]);
    await rig.centra.completeShipment({
      id: shipment.id,
      carrier: 'PostNord',
      service: 'MyPack',
      trackingNumber: 'TRACK1',
      packages: 2,
      shippedAt: new Date().toISOString(),
    });
    const order = await reported(rig, number);
    expect(order.status).toBe('SHIPPED');
    expect(order.shipments[0]).toMatchObject({ isShipped: true, trackingNumber: 'TRACK1', carrier: 'PostNord' });
    const after = await stockAt(rig, WAREHOUSE, 'SHIRT');
    expect([after?.physical, after?.allocated]).toEqual([(before?.physical ?? 0) - 2, (before?.allocated ?? 0) - 2]);
  });

  it('is PROCESSING while part of an order is shipped and SHIPPED when the rest is cancelled', async () => {
    const { number, line } = await placed(rig);
    const { shipment } = await rig.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 1 }] });
    await rig.centra.completeShipment({ id: shipment.id });
    expect((await rig.centra.order(number))?.status).toBe('PROCESSING');
    await rig.centra.cancelLines({
      order: number,
      lines: [{ line: line.id, quantity: 1 }],
      comment: 'short pick',
      removeFromStock: true,
    });
    const order = await rig.centra.order(number);
    expect(order?.status).toBe('SHIPPED');
    expect(order?.lines[0]).toMatchObject({ quantity: 2, cancelledQuantity: 1 });
  });

  it('says why a capture failed, refuses to dispatch unpaid, and captures on the second attempt', async () => {
    const { number, line } = await placed(rig, { captureFails: 2 });
    const made = await rig.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 2 }] });
    expect(made.shipment.isCaptured).toBe(false);
    expect(made.captureProblem).toContain('capture failed');
    expect(await problemOf(rig.centra.completeShipment({ id: made.shipment.id }))).toMatchObject({ kind: 'rejected' });
    expect(await problemOf(rig.centra.captureShipment(made.shipment.id))).toMatchObject({ kind: 'rejected' });
    expect(await rig.centra.captureShipment(made.shipment.id)).toEqual({ captured: true, pending: false });
    await rig.centra.completeShipment({ id: made.shipment.id });
    expect((await reported(rig, number)).shipments[0]?.isShipped).toBe(true);
  });

  it('reports a capture that the payment provider answers later as pending, until it comes', async () => {
    const { number, line } = await placed(rig, { captureLater: 60 });
    const made = await rig.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 2 }] });
    expect(made).toMatchObject({ shipment: { isCaptured: false } });
    expect(made.captureProblem).toBeUndefined();
    expect(await rig.centra.captureShipment(made.shipment.id)).toEqual({ captured: false, pending: true });
    await until(async () => ((await rig.centra.order(number))?.shipments[0]?.isCaptured ? true : undefined));
    const captures = (await reported(rig, number)).payments.filter((p) => p.entryType === 'CAPTURE');
    expect(captures).toHaveLength(1);
  });

  it('refuses more units than are unshipped, unknown lines, held and cancelled orders, and changes nothing', async () => {
    const { number, line } = await placed(rig);
    const ship = (id: number, quantity: number) =>
      problemOf(rig.centra.createShipment({ order: number, lines: [{ line: id, quantity }] }));
    expect(await ship(line.id, 3)).toMatchObject({ kind: 'rejected', operation: 'createShipment' });
    expect(await ship(1, 1)).toMatchObject({ kind: 'rejected' });
    await rig.centra.setHold(number, true, 'test');
    expect((await ship(line.id, 1)).message).toContain('on hold');
    await rig.centra.setHold(number, false, 'test');
    const order = await rig.centra.order(number);
    await rig.centra.cancelOrder(order?.id ?? '', 'test');
    expect((await ship(line.id, 1)).message).toContain('cancelled order');
    expect((await reported(rig, number)).shipments).toEqual([]);
  });

  it('refuses to dispatch twice', async () => {
    const { number, line } = await placed(rig);
    const { shipment } = await rig.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 2 }] });
    await rig.centra.completeShipment({ id: shipment.id });
    expect((await problemOf(rig.centra.completeShipment({ id: shipment.id }))).message).toContain('already shipped');
  });
});

describe('unknown outcomes', () => {
  it('a shipment whose answer was lost is found by looking, once', async () => {
    const { number, line } = await placed(rig);
    await rig.fault('createShipment', { kind: 'response-lost' });
    const lines = [{ line: line.id, quantity: 2 }];
    expect(await problemOf(rig.centra.createShipment({ order: number, lines }))).toMatchObject({
      kind: 'unknown-outcome',
    });
    const seen = await rig.centra.order(number);
    expect(seen?.shipments).toMatchObject([{ isCaptured: true, lines }]);
    expect(await problemOf(rig.centra.createShipment({ order: number, lines }))).toMatchObject({ kind: 'rejected' });
  });

  it('a dispatch whose answer was cut off is found by looking', async () => {
    const { number, line } = await placed(rig);
    const { shipment } = await rig.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 2 }] });
    await rig.fault('completeShipment', { kind: 'truncated' });
    expect((await problemOf(rig.centra.completeShipment({ id: shipment.id }))).kind).toBe('unknown-outcome');
    expect((await rig.centra.order(number))?.shipments[0]?.isShipped).toBe(true);
  });
});
