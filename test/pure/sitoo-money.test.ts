import { describe, expect, it } from '@jest/globals';
import { parseMoney } from '../../domain/money.js';
import { tillMoney } from '../../systems/sitoo/money.js';

describe('amounts at the tills', () => {
  it('Amounts are written to the tills with two decimals in every currency, and read back as they were', () => {
    for (const [minor, currency, text] of [
      [12_550, 'SEK', '125.50'],
      [-12_550, 'SEK', '-125.50'],
      [1_200, 'JPY', '1200.00'],
      [1_230, 'KWD', '1.23'],
    ] as const) {
      expect(tillMoney({ minor, currency })).toBe(text);
      expect(parseMoney(text, currency)).toEqual({ minor, currency });
    }
  });

  it('An amount that two decimals cannot hold is refused, not rounded', () => {
    expect(() => tillMoney({ minor: 1_234, currency: 'KWD' })).toThrow('1.234 KWD');
  });
});
