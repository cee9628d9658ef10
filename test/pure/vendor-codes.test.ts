import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { projectFiles } from '../support/sources.js';
import { codesIn, vendorCodes } from '../support/vendor-codes.js';

const PRODUCT = ['domain', 'config', 'workflows', 'activities', 'workers', 'client'];
const sources = projectFiles().filter((file) => file.endsWith('.ts') && PRODUCT.includes(file.split('/')[0] ?? ''));
const codes = vendorCodes();

describe('the codes of the counterparts', () => {
  it('The codes of the counterparts are read from the tables of the adapters and the schema of Centra', () => {
    for (const word of ['CANCELLED', 'INCOMPLETE', 'BundleItemOrderLine', 'COMPLETED', 'CHECK_FIRST', 'REFUND_FAILED'])
      expect(codes.words).toContain(word);
    for (const number of [-1, 0, 10, 20, 900, 910, 500]) expect(codes.numbers).toContain(number);
    expect(codes.constants.get('READY_FOR_PICKUP')).toBe(900);
  });

  it('No state number and no status word of a counterpart is written outside its adapter', () => {
    expect(sources.length).toBeGreaterThan(200);
    const found = sources.flatMap((file) =>
      codesIn(readFileSync(file, 'utf8'), codes).map((where) => `${file}: ${where}`),
    );
    expect(found).toEqual([]);
  });

  it.each([
    ["if (order.status === 'CANCELLED') stop();", 'CANCELLED'],
    ["const PICKED = new Set<string>(['BundleItemOrderLine']);", 'BundleItemOrderLine'],
    ["interface Entry { readonly type: 'REFUND_REQUEST' }", 'REFUND_REQUEST'],
    ['if (order.state !== 0) stop();', 'state 0'],
    ['const gone = found?.state === 20;', 'state 20'],
    ['const gone = -1 === order.orderstateid;', 'orderstateid -1'],
    ['switch (row.transactiontype) { case 30: sell(); }', 'transactiontype 30'],
    ['const late = [900, 910].includes(entry.logType);', 'logType 900'],
    ['place({ ordertypeid: 10 });', 'ordertypeid 10'],
    ['interface New { readonly paymentstateid: 20 }', 'paymentstateid 20'],
    ["const STATES = { [-1]: 'abandoned', 0: 'open' };", 'a table of -1, 0'],
    ['const PICKUP_REJECTED = 910;', 'PICKUP_REJECTED = 910'],
  ])('A code that is written elsewhere is found: %s', (text, where) => {
    expect(codesIn(text, codes)).toContain(where);
  });

  it('Ordinary numbers and words are not mistaken for codes', () => {
    const text = `
      const LIMIT = 10;
      if (lines.length === 0 || reply.statusCode === 404) retry({ units: 20, stage: 'cancelled' });
      const wait = { fast: 10, slow: 20 };
    `;
    expect(codesIn(text, codes)).toEqual([]);
  });
});
