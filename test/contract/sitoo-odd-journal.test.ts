import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { unlimited } from '../../systems/rate-limits/port.js';
import { createSitoo } from '../../systems/sitoo/adapter.js';
import { allStock } from '../support/all-stock.js';
import { openShop, type SitooShop, STORE } from '../support/sitoo-shop.js';

let shop: SitooShop;
let warnings: { facts: object; message: string }[];
beforeEach(async () => {
  shop = await openShop();
  warnings = [];
});
afterEach(() => shop.close());

const row = (id: number, change: object = {}) => ({
  warehousetransactionid: id,
  warehouseid: STORE,
  transactiontype: 30,
  datecreated: 1_764_000_000,
  orderdeliveryid: null,
  items: [item('TEE-BLK-M', '-1.000', '4.000')],
  ...change,
});
const item = (sku: string | null, decimalquantity: string, decimaltotal: string | null) => ({
  sku,
  decimalquantity,
  decimaltotal,
});

/** The adapter in front of a journal that holds these rows, whatever is asked. */
async function journalOf(...items: object[]) {
  const body = JSON.stringify({ totalcount: items.length, items });
  const fault = { kind: 'status', status: 200, body };
  await shop.control.post('faults', { rules: [{ operation: 'GET warehousetransactions', fault, times: 5 }] });
  const logger = { warn: (facts: object, message: string) => void warnings.push({ facts, message }) };
  return createSitoo({ url: shop.url, apiId: '90001-1', password: 'secret', limiter: unlimited, logger });
}

describe('a journal that holds odd rows', () => {
  it('A journal row loses only the item that is not in whole units, and the log names it', async () => {
    const items = [
      item('CLOTH', '-1.250', '8.750'),
      item('TEE-BLK-M', '-1.000', '4.000'),
      item(null, '-1.000', '0.000'),
      item('TEE-BLK-L', 'many', null),
    ];
    const sitoo = await journalOf(row(5, { items }), row(6));
    const rows = await sitoo.journal(0, 10);
    expect(rows.map(({ items: read }) => read)).toEqual([
      [{ sku: 'TEE-BLK-M', quantity: -1, totalAfter: 4 }],
      [{ sku: 'TEE-BLK-M', quantity: -1, totalAfter: 4 }],
    ]);
    expect(warnings.map(({ facts }) => facts)).toMatchObject([
      { transactionId: 5, sku: 'CLOTH', decimalquantity: '-1.250' },
      { transactionId: 5, sku: null },
      { transactionId: 5, sku: 'TEE-BLK-L' },
    ]);
  });

  it('A journal item with a missing or odd level is kept, since the quantity counts', async () => {
    const sitoo = await journalOf(
      row(5, { items: [item('TEE-BLK-M', '2.000', null), item('TEE-BLK-L', '2.000', '2.500')] }),
    );
    expect((await sitoo.journal(0, 10))[0]?.items).toEqual([
      { sku: 'TEE-BLK-M', quantity: 2 },
      { sku: 'TEE-BLK-L', quantity: 2 },
    ]);
  });

  it('A journal row of an unlisted type is passed on for the reader to decide', async () => {
    const sitoo = await journalOf(row(5, { transactiontype: 77, orderdeliveryid: 12 }));
    expect(await sitoo.journal(0, 10)).toMatchObject([{ kind: 'unknown', deliveryId: 12 }]);
  });

  it('A journal row that breaks the contract is left out and reported by its id', async () => {
    const sitoo = await journalOf(row(5), row(6, { items: null }), row(7));
    const left: { id: number; sentence: string }[] = [];
    const rows = await sitoo.journal(0, 10, (one) => void left.push(one));
    expect(rows.map(({ id }) => id)).toEqual([5, 7]);
    expect(left).toEqual([{ id: 6, sentence: "Row 6 of Sitoo's stock journal cannot be read (items)." }]);
    await expect(sitoo.journal(0, 10)).rejects.toMatchObject({ kind: 'malformed-answer' });
  });

  it.each([
    ['the newest row first', [row(7), row(6)], 0],
    ['a row from before the cursor', [row(3)], 4],
    ['a row without an id', [row(5), { ...row(6), warehousetransactionid: null }], 0],
  ])('A journal page with %s is not read further', async (_what, rows, from) => {
    const sitoo = await journalOf(...rows);
    await expect(sitoo.journal(from, 10, () => {})).rejects.toMatchObject({
      kind: 'malformed-answer',
      message: expect.stringContaining('lose rows'),
    });
  });
});

describe('a warehouse with odd levels', () => {
  it('A warehouse with odd levels hides only the SKU that is not in whole units', async () => {
    const items = [
      { sku: 'CLOTH', decimaltotal: '8.750' },
      { sku: 'TEE-BLK-M', decimaltotal: '4.000' },
    ];
    const fault = { kind: 'status', status: 200, body: JSON.stringify({ totalcount: 2, items }) };
    await shop.control.post('faults', { rules: [{ operation: 'GET warehouseitems', fault, times: 1 }] });
    const logger = { warn: (facts: object, message: string) => void warnings.push({ facts, message }) };
    const sitoo = createSitoo({ url: shop.url, apiId: '90001-1', password: 'secret', limiter: unlimited, logger });
    expect(await allStock(sitoo, STORE)).toEqual(new Map([['TEE-BLK-M', 4]]));
    expect(warnings).toMatchObject([{ facts: { sku: 'CLOTH', warehouseId: STORE } }]);
  });
});
