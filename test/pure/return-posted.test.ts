import { describe, expect, it } from '@jest/globals';
import { isPosted, parseReturnNumber, postedReturnNumber } from '../../domain/ids.js';
import { returnWorkflowId } from '../../domain/names.js';
import { returnName } from '../../domain/return/assign-to-shipments.js';
import { payerOf } from '../../domain/return/payer.js';
import { planReturn } from '../../domain/return/plan-return.js';
import { cameBackSince, refundOfParcel } from '../../domain/return/posted-return.js';
import { asId } from '../support/ids.js';
import { testBrand, webOrder } from '../support/web-order.js';

const [FIRST, SECOND] = [asId<never>('11'), asId<never>('12')];
const number = postedReturnNumber(asId('50161'), 1);
const parcel = {
  number,
  order: { origin: 'centra', number: asId<never>('10045') },
  location: 'dc',
  lines: [{ line: FIRST, sku: 'TEE-M', quantity: 2, cause: 'damaged' }],
  at: '2026-11-24T00:00:00.000Z',
} as const;

describe('parcels that come back to a warehouse', () => {
  it('What a warehouse shows beyond what is recorded is new, by line, with the cause of those units', () => {
    const lines = [
      {
        line: FIRST,
        sku: 'TEE-M',
        returned: [
          { quantity: 2, cause: 'SIZE' },
          { quantity: 3, cause: 'damaged' },
        ],
      },
      { line: SECOND, sku: 'CAP', returned: [{ quantity: 1 }] },
    ];
    expect(cameBackSince(lines, [])).toEqual([
      { line: FIRST, sku: 'TEE-M', quantity: 2, cause: 'SIZE' },
      { line: FIRST, sku: 'TEE-M', quantity: 3, cause: 'damaged' },
      { line: SECOND, sku: 'CAP', quantity: 1 },
    ]);
    const recorded = [
      { line: FIRST, quantity: 2 },
      { line: FIRST, quantity: 1 },
      { line: SECOND, quantity: 1 },
    ];
    expect(cameBackSince(lines, recorded)).toEqual([{ line: FIRST, sku: 'TEE-M', quantity: 2, cause: 'damaged' }]);
    expect(cameBackSince(lines, [...recorded, { line: FIRST, quantity: 9 }])).toEqual([]);
  });

  it('A parcel is a return of its web order, at the warehouse, which the web shop pays', () => {
    const refund = refundOfParcel(parcel, testBrand());
    expect(refund).toMatchObject({ number, order: '10045', location: 'dc' });
    expect(refund.lines).toMatchObject([{ sku: 'TEE-M', quantity: 2, condition: 'damaged', orderLine: FIRST }]);
    expect(payerOf(refund, 'till-pays-out')).toBe('web-shop');
  });

  it('A parcel of a till order names that order, whose money a till has, and no web order', () => {
    const refund = refundOfParcel({ ...parcel, order: { origin: 'sitoo', number: asId('700001') } }, testBrand());
    expect(refund).toMatchObject({ tillOrder: '700001' });
    expect(refund.order).toBeUndefined();
    expect(refund.lines.map(({ orderLine }) => orderLine)).toEqual([undefined]);
  });

  it('Names of returns by post are different from those of refunds at tills', () => {
    expect([number, returnName(number, 1), returnName(number, 2)]).toEqual([
      'wms-50161-1',
      'wms-50161-1',
      'wms-50161-1-2',
    ]);
    expect(returnWorkflowId('b', number)).toBe('return/b/wms/50161-1');
    expect(['wms-50161-1', '4711', 'wms-1', 'x'].map((text) => parseReturnNumber(text))).toEqual([
      'wms-50161-1',
      '4711',
      undefined,
      undefined,
    ]);
    expect(['wms-50161-1', '4711'].map((text) => isPosted(asId(text)))).toEqual([true, false]);
  });

  it.each([
    ['nobody has recorded', 0, 1, []],
    ['somebody has recorded at the web shop', 2, 0, []],
    ['the order never sent', -1, 0, ['return.exceeds']],
  ] as const)(
    'A parcel that %s leads to the returns that are missing, and to a question only where goods have no origin',
    (_, returned, count, codes) => {
      const order = webOrder();
      const [line] = order.lines;
      if (!line) throw new Error('the order of the test has a line');
      const shipped = returned < 0 ? [] : [{ id: asId<never>('98'), line: line.id, quantity: 2, returned }];
      const sent = {
        ...order,
        lines: [{ ...line, sku: 'TEE-M', quantity: 2 }],
        shipments: [
          {
            id: asId<never>('5'),
            number: 'S',
            isGoodToGo: true,
            isShipped: true,
            isPaid: true,
            isCaptured: true,
            totalMinor: 0,
            lines: shipped,
          },
        ],
      };
      const refund = refundOfParcel({ ...parcel, lines: [{ line: line.id, sku: 'TEE-M', quantity: 2 }] }, testBrand());
      const plan = planReturn(
        { order: sent, returns: [], sold: [] },
        { refund, number: order.number, lines: refund.lines, givesShippingBack: false },
      );
      expect(plan.returns).toHaveLength(count);
      expect(plan.problems.map(({ code }) => code)).toEqual(codes);
    },
  );
});
