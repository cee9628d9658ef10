import { describe, expect, it } from '@jest/globals';
import { asFound, whyNoInspection } from '../../domain/return/inspection.js';
import type { RefundLine } from '../../domain/return/till-refund.js';
import { asId } from '../support/ids.js';

const rows: RefundLine[] = [
  { line: asId('0'), sku: 'TEE', quantity: 3, amountMinor: 30_000, condition: 'resellable' },
  { line: asId('1'), sku: 'CAP', quantity: 1, amountMinor: 9_900, condition: 'resellable' },
];

describe('an inspection of goods', () => {
  it('An inspection is accepted when it counts every unit of every row', () => {
    const found = {
      by: 'Ada',
      lines: [
        { line: '0', resellable: 2, damaged: 1 },
        { line: '1', resellable: 0, damaged: 1 },
      ],
    };
    expect(whyNoInspection(found, rows)).toBeUndefined();
    expect(
      asFound(rows, found).map(({ sku, quantity, condition, amountMinor }) => [sku, quantity, condition, amountMinor]),
    ).toEqual([
      ['TEE', 2, 'resellable', 20_000],
      ['TEE', 1, 'damaged', 10_000],
      ['CAP', 1, 'damaged', 9_900],
    ]);
  });

  it.each([
    [null, 'Say who has inspected the goods: by is missing.'],
    [{ by: ' ' }, 'Say who has inspected the goods: by is missing.'],
    [{ by: 'Ada' }, 'lines is a list of {line, resellable, damaged}.'],
    [{ by: 'Ada', lines: [null] }, 'The refund has no row ?. Its rows: 0 (3 of TEE), 1 (1 of CAP).'],
    [{ by: 'Ada', lines: [{ line: '0', resellable: 3, damaged: 0 }] }, 'Count row 1 too.'],
    [{ by: 'Ada', lines: [{ line: '0', resellable: 1, damaged: 1 }] }, 'Row 0 holds 3 of TEE; 2 were counted.'],
    [
      { by: 'Ada', lines: [{ line: '0', resellable: -1, damaged: 4 }] },
      'Row 0: resellable and damaged are whole numbers.',
    ],
    [
      {
        by: 'Ada',
        lines: [
          { line: '1', resellable: 1, damaged: 0 },
          { line: '1', resellable: 1, damaged: 0 },
        ],
      },
      'Row 1 is named twice.',
    ],
  ])('An inspection is refused with a sentence: %j', (found, why) => {
    expect(whyNoInspection(found, rows)).toBe(why);
  });
});
