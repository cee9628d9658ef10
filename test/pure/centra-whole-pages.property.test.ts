import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pageAt } from '../../systems/centra/rows-at.js';
import { wholePage } from '../../systems/centra/whole-rows.js';
import { throttled } from '../../systems/rate-limits/refusals.js';
import { projectFiles } from '../support/sources.js';

/** A list of which some rows come cut, and a budget that pays for so many calls until it ends once; then for as many again. */
interface Reading {
  readonly isCut: readonly boolean[];
  /** Rows of a page, by attempt: an endpoint may be asked for more or fewer at any time. */
  readonly limits: readonly number[];
  readonly callsEach: number;
}

/** Reads on from where the last attempt got to, as whoever reads pages does. */
async function readToTheEnd({ isCut, limits, callsEach }: Reading): Promise<number[]> {
  const read: number[] = [];
  let [start, calls]: [number | undefined, number] = [0, 0];
  const call = (): void => {
    calls -= 1;
    if (calls < 0) throw throttled('centra', 1_000, 'the budget of calls is used up');
  };
  for (let attempt = 0; start !== undefined; attempt += 1) {
    // A row that is read alone is one call beside that of its page: with less no attempt could get anywhere.
    if (attempt > isCut.length + 1) throw new Error('The reading gets nowhere.');
    calls = callsEach;
    const at = pageAt(start, limits[attempt % limits.length] ?? 1);
    call();
    const rows = isCut.map((_, id) => ({ id })).slice((at.page - 1) * at.limit, at.page * at.limit);
    const cut = new Set(rows.flatMap(({ id }, index) => (isCut[id] ? [index] : [])));
    const page = await wholePage({ rows, cut, at, start }, async (row) => {
      call();
      return [{ ...(row as { id: number }), whole: true }];
    });
    for (const { row } of page.whole) {
      const { id, whole = false } = row as { id: number; whole?: boolean };
      expect(whole).toBe(isCut[id]);
      read.push(id);
    }
    start = page.next;
  }
  return read;
}

describe('pages of rows that come cut', () => {
  it('A list is read to its end, each row once and whole, wherever the budget of calls ends and however many rows a page has', async () => {
    const readings = fc.record({
      isCut: fc.array(fc.boolean(), { maxLength: 40 }),
      limits: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 3 }),
      callsEach: fc.integer({ min: 2, max: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(readings, async (reading) => {
        expect(await readToTheEnd(reading)).toEqual(reading.isCut.map((_, id) => id));
      }),
    );
  });

  it('A page whose first row cannot be paid for is asked for again as a whole', async () => {
    const page = wholePage({ rows: [{}], cut: new Set([0]), at: { limit: 5, page: 1 }, start: 0 }, async () => {
      throw throttled('centra', 1_000, 'the budget of calls is used up');
    });
    await expect(page).rejects.toMatchObject({ kind: 'throttled' });
  });

  it('Every reader of pages of the web shop reads rows that came cut by this rule', () => {
    const readers = projectFiles('systems/centra')
      .filter((file) => file.endsWith('-reads.ts'))
      .map((file) => ({ file, text: readFileSync(file, 'utf8') }))
      .filter(({ text }) => text.includes('pageAt(') && text.includes('.readRows('));
    expect(readers.length).toBeGreaterThanOrEqual(3);
    expect(readers.filter(({ text }) => !text.includes('wholePage(')).map(({ file }) => file)).toEqual([]);
  });
});
