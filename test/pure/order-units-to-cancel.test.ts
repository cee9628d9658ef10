import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cancelledUnits, stillToCancel } from '../../domain/order/units-to-cancel.js';
import { asId } from '../support/ids.js';
import { webLine, webOrder } from '../support/web-order.js';

const orderWith = (cancelled: number) =>
  webOrder({
    lines: [webLine({ id: asId(11), quantity: 5, cancelledQuantity: cancelled }), webLine({ id: asId(12) })],
  });
const line11 = (quantity: number) => (quantity > 0 ? [{ line: asId('11'), quantity }] : []);

describe('what is left to cancel of a decision', () => {
  it('The first attempt cancels all units of a decision, whatever was cancelled before', () => {
    const order = orderWith(1);
    expect(stillToCancel(order, line11(2), cancelledUnits(order))).toEqual(line11(2));
  });

  it('A repeat cancels nothing when an attempt whose answer was lost has cancelled all', () => {
    expect(stillToCancel(orderWith(3), line11(2), cancelledUnits(orderWith(1)))).toEqual([]);
  });

  it('Attempts together never cancel more units than were decided', () => {
    fc.assert(
      fc.property(fc.nat(3), fc.nat(2), fc.nat(2), (before, decided, done) => {
        const cancelled = Math.min(done, decided);
        const left = stillToCancel(orderWith(before + cancelled), line11(decided), cancelledUnits(orderWith(before)));
        expect(left).toEqual(line11(decided - cancelled));
      }),
    );
  });
});
