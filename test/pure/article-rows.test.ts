import { describe, expect, it } from '@jest/globals';
import type { NewWarehouseOrder } from '../../domain/order/warehouse-order.js';
import { linesOfRow, rowsOf } from '../../systems/ongoing/article-rows.js';
import { orderBody } from '../../systems/ongoing/write-order.js';
import { asId } from '../support/ids.js';

const line = (
  id: string,
  quantity: number,
  unitPrice: string,
  more: object = {},
): NewWarehouseOrder['lines'][number] => ({
  line: asId(id),
  sku: 'TEE-M',
  quantity,
  unitPrice,
  currency: 'SEK',
  ...more,
});
/** Two that were paid and one that a voucher made free. */
const LINES = [
  line('11', 2, '199.00', { comment: 'A', customsValue: '318.40' }),
  line('12', 1, '0.00', { customsValue: '0.00' }),
];
const held = (
  externalId: string,
  figures: { ordered: number; picked: number; returned?: { quantity: number }[] },
  isBackOrder = false,
) =>
  linesOfRow({ line: asId('11'), sku: 'TEE-M', ...figures }, externalId, isBackOrder).map((one) => [
    one.line,
    one.ordered,
    one.picked,
    one.returned?.reduce((sum, { quantity }) => sum + quantity, 0) ?? 0,
  ]);

describe('an article that an order has on two lines', () => {
  it('Two lines of one article go to the warehouse as one row, which says what it is made of and what its units cost', () => {
    const rows = rowsOf([...LINES, { ...line('13', 1, '99.00'), sku: 'CAP' }], 'merge');
    expect(rows).toMatchObject([
      {
        line: '11',
        sku: 'TEE-M',
        quantity: 3,
        externalId: '11x2+12x1',
        unitPrice: '132.67',
        customsValue: '318.40',
        comment: 'A',
      },
      { line: '13', sku: 'CAP', quantity: 1, externalId: '13' },
    ]);
    expect(rowsOf(LINES, 'rows').map((row) => [row.line, row.externalId])).toEqual([
      ['11', '11'],
      ['12', '12'],
    ]);
  });

  it('What is picked of the row, and what comes back, belongs to its lines in their order', () => {
    expect(held('11x2+12x1', { ordered: 3, picked: 3 })).toEqual([
      ['11', 2, 2, 0],
      ['12', 1, 1, 0],
    ]);
    expect(held('11x2+12x1', { ordered: 3, picked: 2, returned: [{ quantity: 2 }] })).toEqual([
      ['11', 2, 2, 2],
      ['12', 1, 0, 0],
    ]);
    expect(held('11x2+12x1', { ordered: 3, picked: 3, returned: [{ quantity: 1 }, { quantity: 2 }] })).toEqual([
      ['11', 2, 2, 2],
      ['12', 1, 1, 1],
    ]);
  });

  it('A back order of the row holds its end, and a row that we did not write is a line of its own', () => {
    expect(held('11x2+12x1', { ordered: 1, picked: 1 }, true)).toEqual([['12', 1, 1, 0]]);
    expect(held('11x2+12x1', { ordered: 2, picked: 0 }, true)).toEqual([
      ['11', 1, 0, 0],
      ['12', 1, 0, 0],
    ]);
    expect(held('11', { ordered: 1, picked: 1 })).toEqual([['11', 1, 1, 0]]);
    expect(held('A+B', { ordered: 1, picked: 1 })).toEqual([['11', 1, 1, 0]]);
  });
});

describe('the price of a row at the warehouse', () => {
  const order: NewWarehouseOrder = {
    name: 'C1-1',
    reference: '1',
    deliveryDate: '2026-11-24T00:00:00Z',
    consignee: { name: 'Ada Ek' },
    wayOfDelivery: 'STD',
    lines: [line('11', 2, '199.00')],
  };
  it.each([
    ['unit', false, { linePrice: 199, currencyCode: 'SEK' }],
    ['row', false, { linePrice: 398, currencyCode: 'SEK' }],
    ['unit', true, { linePrice: 199, customerLinePrice: 199, currencyCode: 'SEK' }],
  ] as const)(
    'A warehouse that reads it as that of a %s gets that, and the customer’s price only when asked (%s)',
    (linePrice, customerLinePrice, prices) => {
      const { orderLines } = orderBody(42, order, { linePrice, customerLinePrice, articleTwice: 'merge' });
      expect(orderLines[0]?.prices).toEqual(prices);
    },
  );
});
