import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fulfilmentNumber, isNumberTaken, type RecordedFulfilment } from '../../domain/order/fulfilment-number.js';

const LOCATIONS = ['dc', 'store-01', 'store-02'];

describe('the number of a fulfilment', () => {
  it('A fulfilment gets the next number while the location has no earlier one', () => {
    const planned: { fulfilment: number; location: string }[] = [];
    for (const location of ['dc', 'store-01', 'dc'])
      planned.push({ fulfilment: fulfilmentNumber(location, planned), location });
    expect(planned.map((p) => p.fulfilment)).toEqual([1, 2, 3]);
  });

  it('A fulfilment gets the number of its goods at the location, not that of a cancelled fulfilment', () => {
    const known: RecordedFulfilment[] = [
      { fulfilment: 1, location: 'store-01', isCancelled: true },
      { fulfilment: 2, location: 'dc', isCancelled: false },
    ];
    expect(fulfilmentNumber('dc', [], known)).toBe(2);
    expect(fulfilmentNumber('store-01', [], known)).toBe(3);
    expect(isNumberTaken({ fulfilment: 1, location: 'dc' }, [{ fulfilment: 1, location: 'dc' }], known)).toBe(true);
    expect(
      isNumberTaken({ fulfilment: 1, location: 'store-01' }, [{ fulfilment: 1, location: 'store-01' }], known),
    ).toBe(false);
    const again: RecordedFulfilment[] = [...known, { fulfilment: 3, location: 'store-01', isCancelled: false }];
    expect(
      isNumberTaken({ fulfilment: 1, location: 'store-01' }, [{ fulfilment: 1, location: 'store-01' }], again),
    ).toBe(true);
    expect(isNumberTaken({ fulfilment: 2, location: 'dc' }, [{ fulfilment: 2, location: 'dc' }], known)).toBe(false);
    expect(isNumberTaken({ fulfilment: 3, location: 'dc' }, [{ fulfilment: 3, location: 'dc' }], known)).toBe(true);
    const both = [2, 3].map((fulfilment) => ({ fulfilment, location: 'dc' }));
    expect(isNumberTaken({ fulfilment: 3, location: 'dc' }, both, known)).toBe(false);
  });

  it('A reset finds the number of every active fulfilment, in whatever order the locations are planned', () => {
    const remembered = fc
      .array(fc.record({ location: fc.constantFrom(...LOCATIONS), isCancelled: fc.boolean() }), { maxLength: 6 })
      .map((fulfilments) => {
        // A location has one active fulfilment; all others there were cancelled.
        const active = new Set<string>();
        return fulfilments.map(({ location, isCancelled }, at): RecordedFulfilment => {
          const isActive = !isCancelled && !active.has(location);
          if (isActive) active.add(location);
          return { fulfilment: at + 1, location, isCancelled: !isActive };
        });
      });
    fc.assert(
      fc.property(remembered, fc.shuffledSubarray(LOCATIONS, { minLength: 1 }), (known, locations) => {
        // The run plans as if nothing were known, and every number that names something else is given up.
        let planned: { fulfilment: number; location: string }[] = [];
        for (const location of locations) planned.push({ fulfilment: fulfilmentNumber(location, planned), location });
        for (const fulfilment of [...planned]) {
          if (!isNumberTaken(fulfilment, planned, known)) continue;
          planned = planned.filter((p) => p !== fulfilment);
          planned.push({
            fulfilment: fulfilmentNumber(fulfilment.location, planned, known),
            location: fulfilment.location,
          });
        }
        for (const { fulfilment, location } of planned) {
          expect(isNumberTaken({ fulfilment, location }, planned, known)).toBe(false);
          const status = known.find((k) => k.location === location && !k.isCancelled);
          if (status) expect(fulfilment).toBe(status.fulfilment);
        }
        expect(new Set(planned.map((p) => p.fulfilment)).size).toBe(planned.length);
      }),
    );
  });
});
