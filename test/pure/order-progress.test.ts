import { describe, expect, it } from '@jest/globals';
import { type ReportedProgress, resolveLines, showsLess } from '../../domain/order/fulfilment.js';
import { storeProgress } from '../../domain/order/fulfilment-progress.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import { asId, sitooWarehouse } from '../support/ids.js';

const reported: ReportedProgress = {
  fulfilment: 1,
  ref: '900',
  stage: 'sent',
  picked: [
    { line: asId('11'), quantity: 1 },
    { position: 1, quantity: 2 },
    { position: 7, quantity: 3 },
  ],
  parcels: [{ ref: '900-1', lines: [{ position: 0, quantity: 1 }], packages: 1 }],
  final: true,
  backOrder: false,
};

describe('the lines of progress', () => {
  it('A position names the line of the fulfilment at that place; a position beyond its lines names none', () => {
    const resolved = resolveLines(reported, [
      { line: asId('11'), quantity: 1 },
      { line: asId('12'), quantity: 2 },
    ]);
    expect(resolved.picked).toEqual([
      { line: '11', quantity: 1 },
      { line: '12', quantity: 2 },
    ]);
    expect(resolved.parcels).toEqual([{ ref: '900-1', lines: [{ line: '11', quantity: 1 }], packages: 1 }]);
  });

  it('A till that lost our line id reports the position of the item, and no item of another order', () => {
    const item = { sku: 'TEE', name: 'Tee', quantity: 2, vatPercent: 25, rowNetMinor: 100, rowVatMinor: 25 };
    const order: PosOrder = {
      orderId: asId(900),
      state: 'closed',
      vendorState: 10,
      paymentState: 'paid',
      kind: 'order',
      orderDate: 0,
      currency: 'SEK',
      totalMinor: 500,
      comment: '',
      items: [
        { ...item, itemId: asId(1), webLine: asId('11') },
        { ...item, itemId: asId(2) },
      ],
      payments: [],
      log: [],
    };
    expect(storeProgress(1, order, []).picked).toEqual([
      { line: '11', quantity: 2 },
      { position: 1, quantity: 2 },
    ]);
    const items = [
      { itemId: asId(2), quantity: 1 },
      { itemId: asId(99), quantity: 1 },
    ];
    const left = storeProgress(1, order, [{ deliveryId: 5, warehouseId: sitooWarehouse(101), deliveredAt: 1, items }]);
    expect(left.parcels[0]?.lines).toEqual([{ position: 1, quantity: 1 }]);
  });
});

const STAGES = {
  open: true,
  working: true,
  error: true,
  picked: true,
  sent: true,
  cancelled: true,
  rejected: true,
} as const satisfies Record<ReportedProgress['stage'], true>;

describe('which of two readings of a fulfilment is newer', () => {
  const readings = (Object.keys(STAGES) as ReportedProgress['stage'][]).flatMap((stage) =>
    [0, 1, 2].flatMap((parcels) =>
      [0, 2].map(
        (quantity): ReportedProgress => ({
          ...reported,
          stage,
          picked: [{ line: asId('11'), quantity }],
          parcels: reported.parcels.flatMap((parcel) => Array(parcels).fill(parcel)),
        }),
      ),
    ),
  );
  const pairs = readings.flatMap((a) => readings.map((b) => ({ a, b })));

  it('The newer of two readings is the same one, whichever of them comes first', () => {
    expect(pairs.filter(({ a, b }) => showsLess(a, b) && showsLess(b, a))).toEqual([]);
  });

  it('A parcel that has left is never passed over, whatever was read before: a cancellation, a rejection, an error', () => {
    const left = pairs.filter(({ a, b }) => b.parcels.length > a.parcels.length);
    expect(left.filter(({ a, b }) => showsLess(a, b))).toEqual([]);
    expect(left.filter(({ a, b }) => !showsLess(b, a))).toEqual([]);
  });
});
