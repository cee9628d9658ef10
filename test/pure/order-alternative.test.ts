import { describe, expect, it } from '@jest/globals';
import { hasAllOf, locationsToTry, unitsBySku } from '../../domain/order/alternative.js';
import { asId } from '../support/ids.js';
import { testBrand, webLine, webOrder } from '../support/web-order.js';

const idsOf = (brand: Parameters<typeof locationsToTry>[0], tried: readonly string[] = []): string[] =>
  locationsToTry(brand, tried).map(({ id }) => id);

describe('locations to try when one cannot fulfil', () => {
  it('Units go to warehouses first and then to stores, in the order of the brand file', () => {
    expect(idsOf(testBrand())).toEqual(['dc', 'store-01', 'store-02']);
  });

  it('Units go only to the locations that the brand names, in its order', () => {
    expect(idsOf(testBrand({ moveTo: ['store-02', 'dc'] }))).toEqual(['store-02', 'dc']);
  });

  it('Units never go back to a location that was tried already', () => {
    expect(idsOf(testBrand(), ['dc', 'store-02'])).toEqual(['store-01']);
  });
});

describe('units that need another location', () => {
  const order = webOrder({
    lines: [webLine({ id: asId(11) }), webLine({ id: asId(12) }), webLine({ id: asId(13), sku: 'MUG' })],
  });

  it('Units to move are added up by the SKU of the web shop; lines that the order does not have count nothing', () => {
    const lines = [
      { line: asId('11'), quantity: 1 },
      { line: asId('12'), quantity: 2 },
      { line: asId('13'), quantity: 1 },
      { line: asId('99'), quantity: 7 },
    ];
    expect([...unitsBySku(order, lines)]).toEqual([
      ['TEE-BLK-M', 3],
      ['MUG', 1],
    ]);
  });

  it('A location takes units only when every SKU has enough of them free there', () => {
    const wanted = new Map([
      ['TEE-BLK-M', 3],
      ['MUG', 1],
    ]);
    expect(hasAllOf(wanted, new Map([...wanted, ['CAP', 0]]))).toBe(true);
    expect(hasAllOf(wanted, new Map([['TEE-BLK-M', 3]]))).toBe(false);
    expect(hasAllOf(wanted, new Map([...wanted, ['TEE-BLK-M', 2]]))).toBe(false);
  });
});
