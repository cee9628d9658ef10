import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isMisnumbered, type KnownPart, partNumber } from '../../domain/order/fulfilment-number.js';

const LOCATIONS = ['dc', 'store-01', 'store-02'];

describe('the number of a part', () => {
  it('is the next one as long as there is nothing to remember', () => {
    const planned: { part: number; location: string }[] = [];
    for (const location of ['dc', 'store-01', 'dc']) planned.push({ part: partNumber(location, planned), location });
    expect(planned.map((p) => p.part)).toEqual([1, 2, 3]);
  });

  it('is the one that its goods have at the location, not that of a part that was taken back there', () => {
    const known: KnownPart[] = [
      { part: 1, location: 'store-01', takenBack: true },
      { part: 2, location: 'dc', takenBack: false },
    ];
    expect(partNumber('dc', [], known)).toBe(2);
    expect(partNumber('store-01', [], known)).toBe(3);
    expect(isMisnumbered({ part: 1, location: 'dc' }, [{ part: 1, location: 'dc' }], known)).toBe(true);
    expect(isMisnumbered({ part: 1, location: 'store-01' }, [{ part: 1, location: 'store-01' }], known)).toBe(false);
    const again: KnownPart[] = [...known, { part: 3, location: 'store-01', takenBack: false }];
    expect(isMisnumbered({ part: 1, location: 'store-01' }, [{ part: 1, location: 'store-01' }], again)).toBe(true);
    expect(isMisnumbered({ part: 2, location: 'dc' }, [{ part: 2, location: 'dc' }], known)).toBe(false);
    expect(isMisnumbered({ part: 3, location: 'dc' }, [{ part: 3, location: 'dc' }], known)).toBe(true);
    const both = [2, 3].map((part) => ({ part, location: 'dc' }));
    expect(isMisnumbered({ part: 3, location: 'dc' }, both, known)).toBe(false);
  });

  it('finds after a reset every part that stands, in whatever order the locations are planned', () => {
    const remembered = fc
      .array(fc.record({ location: fc.constantFrom(...LOCATIONS), takenBack: fc.boolean() }), { maxLength: 6 })
      .map((parts) => {
        // A location has one part that stands; all others there were taken back.
        const standing = new Set<string>();
        return parts.map(({ location, takenBack }, at): KnownPart => {
          const stands = !takenBack && !standing.has(location);
          if (stands) standing.add(location);
          return { part: at + 1, location, takenBack: !stands };
        });
      });
    fc.assert(
      fc.property(remembered, fc.shuffledSubarray(LOCATIONS, { minLength: 1 }), (known, locations) => {
        // The run plans as if nothing were known, and every number that stands for something else is given up.
        let planned: { part: number; location: string }[] = [];
        for (const location of locations) planned.push({ part: partNumber(location, planned), location });
        for (const part of [...planned]) {
          if (!isMisnumbered(part, planned, known)) continue;
          planned = planned.filter((p) => p !== part);
          planned.push({ part: partNumber(part.location, planned, known), location: part.location });
        }
        for (const { part, location } of planned) {
          expect(isMisnumbered({ part, location }, planned, known)).toBe(false);
          const stands = known.find((k) => k.location === location && !k.takenBack);
          if (stands) expect(part).toBe(stands.part);
        }
        expect(new Set(planned.map((p) => p.part)).size).toBe(planned.length);
      }),
    );
  });
});
