import { describe, expect, it } from '@jest/globals';
import { isCaptured, mustBeMarkedPaid, unclaimedShipments } from '../../domain/order/web-shipment.js';
import { asId } from '../support/ids.js';
import { webOrder } from '../support/web-order.js';
import { webShipment } from '../support/web-shipment.js';

describe('a shipment that an earlier attempt may have made', () => {
  const two = [{ line: asId('11'), quantity: 2 }];
  const order = webOrder({ shipments: [webShipment(1, 1), webShipment(2, 2), webShipment(3, 2)] });

  it('A shipment whose answer was lost is the first of exactly these lines that no fulfilment has claimed', () => {
    expect(unclaimedShipments(order, two, []).map(({ id }) => id)).toEqual(['2', '3']);
    expect(unclaimedShipments(order, two, [{ shipments: [] }, { shipments: [asId(2)] }]).map(({ id }) => id)).toEqual([
      '3',
    ]);
    expect(unclaimedShipments(order, two, [{ shipments: [asId(2), asId(3)] }])).toEqual([]);
  });

  it('A shipment with other lines, more lines or other units is never taken for one whose answer was lost', () => {
    expect(unclaimedShipments(order, [{ line: asId('12'), quantity: 2 }], [])).toEqual([]);
    expect(unclaimedShipments(order, [...two, { line: asId('12'), quantity: 1 }], [])).toEqual([]);
    expect(unclaimedShipments(order, [{ line: asId('11'), quantity: 3 }], [])).toEqual([]);
  });
});

describe('the money for a shipment', () => {
  it('The money for a shipment is there once it is captured, or paid in another way', () => {
    const of = (isCapturedNow: boolean, isPaid: boolean) =>
      isCaptured({ isCaptured: isCapturedNow, isPaid, totalMinor: 100 });
    expect([of(true, false), of(false, true), of(true, true), of(false, false)]).toEqual([true, true, true, false]);
  });

  it('A shipment that costs nothing needs no money, and is marked as paid only while the web shop waits for some', () => {
    const free = { isCaptured: false, isPaid: false, totalMinor: 0 };
    expect([isCaptured(free), mustBeMarkedPaid(free)]).toEqual([true, true]);
    expect(mustBeMarkedPaid({ ...free, isPaid: true })).toBe(false);
    expect(mustBeMarkedPaid({ ...free, totalMinor: 1 })).toBe(false);
  });
});
