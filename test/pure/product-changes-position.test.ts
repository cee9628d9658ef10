import { describe, expect, it } from '@jest/globals';
import { changesAt, FIRST_CHANGES, positionOf } from '../../activities/products/changes-progress.js';

describe('the position of a reading of all products', () => {
  it.each([FIRST_CHANGES, { list: 'sizes', start: 40 } as const, { list: 'prices', start: 7 } as const])(
    'A reading that was held back at %j of what changed in the meantime goes on there, and reads no page of everything again',
    (at) => {
      expect(changesAt(positionOf(at))).toEqual(at);
    },
  );

  it.each([undefined, '0', '1200', 'orders 5', 'sizes'])(
    'The position %j is one among the pages of everything',
    (position) => {
      expect(changesAt(position)).toBeUndefined();
    },
  );
});
