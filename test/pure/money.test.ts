import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatMoney, formatUnits, moneyFromNumber, parseMoney, parseUnits } from '../../domain/money.js';

describe('money', () => {
  it('The amount "125.00" is 12500 minor units and is written back the same', () => {
    expect(parseMoney('125.00', 'SEK')).toEqual({ minor: 12500, currency: 'SEK' });
    expect(formatMoney({ minor: 12500, currency: 'SEK' })).toBe('125.00');
  });

  it('Every amount survives text exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.constantFrom('SEK', 'JPY', 'KWD'), (minor, currency) => {
        const value = { minor: minor === 0 ? 0 : minor, currency };
        expect(parseMoney(formatMoney(value), currency)).toEqual(value);
      }),
    );
  });

  it('Every amount survives a JSON number exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e10, max: 1e10 }), (minor) => {
        expect(moneyFromNumber(minor / 100, 'SEK').minor).toBe(minor === 0 ? 0 : minor);
      }),
    );
  });

  it.each([
    [66.666667, 6667],
    [222.222222, 22222],
    [-66.666667, -6667],
    [1.005, 101],
    [0.004, 0],
  ])('A share of a price, %s SEK, is rounded to %s minor units', (value, minor) => {
    expect(moneyFromNumber(value, 'SEK').minor).toBe(minor);
  });

  it('An amount that no integer holds exactly is refused', () => {
    for (const value of [1e15, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => moneyFromNumber(value, 'SEK')).toThrow(RangeError);
  });

  it.each(['', '1,00', '1.005', 'NaN', '1e3', '0x10', '99999999999999999'])(
    'An amount cannot be read from "%s"',
    (text) => {
      expect(() => parseMoney(text, 'SEK')).toThrow(RangeError);
    },
  );

  it('The quantity "4.000" is four units, and part of a unit is refused', () => {
    expect(parseUnits('4.000')).toBe(4);
    expect(parseUnits('-3.000')).toBe(-3);
    expect(formatUnits(4)).toBe('4.000');
    expect(() => parseUnits('0.500')).toThrow('whole number of units');
  });
});
