import { describe, expect, it } from '@jest/globals';
import { CORRECTION_CAUSES, type Correction, correctionHabit } from '../../domain/stock/correction-habit.js';

const corrections = (count: number, more: Partial<Correction> = {}): Correction[] =>
  Array.from({ length: count }, (_, i) => ({ sku: `SKU-${i}`, drift: -1, isRepeated: false, seen: [], ...more }));

describe('corrections of a comparison', () => {
  it('A few corrections are put right without a case, in a small location and in a large one', () => {
    expect(correctionHabit(corrections(3), 54)).toBeUndefined();
    expect(correctionHabit(corrections(100), 20_000)).toBeUndefined();
  });

  it('More than a few are a case that counts them and names some', () => {
    const habit = correctionHabit(corrections(14), 54);
    expect(habit).toContain('14 of 54 figures were corrected in one comparison: SKU-0 -1, SKU-1 -1');
    expect(habit).toContain('Nothing that is known explains it');
    expect(correctionHabit(corrections(101), 20_000)).toBeDefined();
  });

  it('The same figure in two comparisons running is a case, and only it is named', () => {
    const habit = correctionHabit(
      [...corrections(1, { isRepeated: true }), { ...(corrections(2)[1] as Correction) }],
      54,
    );
    expect(habit).toContain('1 of the figures corrected were corrected in the comparison before too: SKU-0 -1.');
  });

  it.each(CORRECTION_CAUSES)('The cause that fits most corrections is named: %s', (cause) => {
    const others = CORRECTION_CAUSES.filter((one) => one !== cause);
    const habit = correctionHabit([...corrections(3, { seen: [cause] }), ...corrections(1, { seen: others })], 10);
    expect(habit).toContain('Likely cause, for 3 of them');
  });
});
