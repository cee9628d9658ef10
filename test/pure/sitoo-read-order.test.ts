import { describe, expect, it } from '@jest/globals';
import { orderAnswer } from '../../systems/sitoo/answers.js';
import { readOrder } from '../../systems/sitoo/read-order.js';

const row = (orderitemid: number, orderitemtype: number | undefined, net: string, vat: string) => ({
  orderitemid,
  orderitemtype,
  sku: 'TEE-BLK-M',
  productname: 'Tee black M',
  quantity: 1,
  vatvalue: 25,
  moneyitemtotal_net: net,
  moneyitemtotal_vat: vat,
});

const read = (orderitems: object[]) =>
  readOrder(
    orderAnswer.parse({
      orderid: 700_001,
      orderdate: 1_764_000_000,
      orderstateid: 0,
      paymentstateid: 20,
      ordertypeid: 10,
      currencycode: 'SEK',
      moneytotal_gross_all: '200.00',
      orderitems,
    }),
  );

describe('the rows of an order at a till', () => {
  it('A discount is no goods, although it carries the SKU: its value belongs to the product before it', () => {
    const { items } = read([
      row(0, 10, '200.00', '50.00'),
      row(1, 20, '-40.00', '-10.00'),
      row(2, undefined, '80.00', '20.00'),
    ]);
    expect(items).toMatchObject([
      { itemId: '0', sku: 'TEE-BLK-M', quantity: 1, rowNetMinor: 16_000, rowVatMinor: 4_000 },
      { itemId: '2', rowNetMinor: 8_000, rowVatMinor: 2_000 },
    ]);
    expect(items).toHaveLength(2);
  });

  it('A row of another type that follows no product makes the order one that a person reads', () => {
    expect(() => read([row(0, 20, '-40.00', '-10.00'), row(1, 10, '200.00', '50.00')])).toThrow('follows no product');
  });
});
