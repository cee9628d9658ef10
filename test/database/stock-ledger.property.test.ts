import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StockEntry } from '../../domain/stock/ledger/stock-entry.js';
import { recordsOfTest } from '../support/records-of-test.js';
import { entryOf, histories, LOCATIONS, SKUS } from '../support/stock-facts.js';
import { picked, stockPolicy } from '../support/stock-ledger.js';

const { records } = await recordsOfTest();
const policy = stockPolicy();
/** Each run has SKUs and orders of its own, in one database. */
let run = 0;

/** All that the ledger knows at the end, without what depends on when it learnt it. */
async function knownInTheEnd(mark: string): Promise<unknown> {
  const ends = SKUS.map(async (sku) => {
    const rows = await records.stockQueries.show(`${mark}${sku}`);
    const positions = LOCATIONS.map(async (location) => {
      const row = rows.find((one) => one.location === location);
      const explained = await records.stockQueries.explain({ location, sku: `${mark}${sku}` }, { limit: 1_000 });
      // A position that was never named, and one where nothing is left, are the same.
      const { location: _, sku: __, targets = [], ...figures } = row ?? { location, sku };
      return {
        figures: Object.values(figures).some((value) => value !== 0) ? figures : 'nothing',
        wanted: targets.flatMap((one) => (one.wanted === 0 ? [] : [[one.target, one.wanted]])),
        orders: explained?.orders.map((one) => ({ ...one, number: one.number.slice(mark.length) })) ?? [],
        movements: (explained?.movements ?? []).map((one) => [one.reference.slice(mark.length), one.quantity]).sort(),
        sum: (explained?.movements ?? []).reduce((sum, one) => sum + one.quantity, 0) - (row?.physical ?? 0),
      };
    });
    return Promise.all(positions);
  });
  return Promise.all(ends);
}

describe('the ledger', () => {
  it('The ledger ends the same in whatever order, however often and in whatever pages it learns what happened', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async ([all, one, other]) => {
        const ends: unknown[] = [];
        for (const pages of [[[...all]], one, other]) {
          const mark = `r${++run}-`;
          for (const page of pages) await records.stockLedger.record(entryOf(page, mark), policy);
          ends.push(await knownInTheEnd(mark));
        }
        expect(ends[1]).toEqual(ends[0]);
        expect(ends[2]).toEqual(ends[0]);
      }),
      { numRuns: 40 },
    );
  });

  it('The ledger ends the same when two followers record the same entries concurrently', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async ([all, one, other]) => {
        const [alone, both] = [`r${++run}-`, `r${++run}-`];
        await records.stockLedger.record(entryOf(all, alone), policy);
        await Promise.all(
          [one, other].map(async (pages) => {
            for (const page of pages) await records.stockLedger.record(entryOf(page, both), policy);
          }),
        );
        expect(await knownInTheEnd(both)).toEqual(await knownInTheEnd(alone));
      }),
      { numRuns: 20 },
    );
  });

  it('The ledger ends at the newest warehouse level and every pick, whichever readings are lost or late', async () => {
    const looks = fc.array(fc.record({ change: fc.integer({ min: -2, max: 4 }), picks: fc.nat(2) }), {
      minLength: 1,
      maxLength: 8,
    });
    const histories = looks.chain((all) =>
      fc.tuple(fc.constant(all), fc.array(fc.nat(all.length - 1), { maxLength: 12 })),
    );
    await fc.assert(
      fc.asyncProperty(histories, async ([all, order]) => {
        const number = `w${++run}`;
        const key = { location: 'dc', sku: number };
        const base = (run + 1) * 100;
        let physical = 50;
        let taken = 0;
        const entries = all.map(({ change, picks }, i): StockEntry => {
          taken += picks;
          physical += change - picks;
          const look = { reading: base + i, at: i };
          return {
            levels: { ...look, rows: [{ ...key, physical }] },
            picks: { ...look, rows: [picked(key, taken, number)] },
          };
        });
        const opening = {
          levels: { reading: base - 1, at: 0, rows: [{ ...key, physical: 50 }] },
          initialStockOf: ['dc'],
        };
        await records.stockLedger.record(opening, policy);
        for (const i of [...order, all.length - 1]) await records.stockLedger.record(entries[i] ?? {}, policy);

        const explained = await records.stockQueries.explain(key, { limit: 1_000 });
        const sumOf = (cause: string): number =>
          (explained?.movements ?? []).filter((one) => one.cause === cause).reduce((sum, one) => sum + one.quantity, 0);
        expect(explained?.physical).toBe(physical);
        expect(sumOf('warehouse-pick-of-web-order') + taken).toBe(0);
        expect(sumOf('warehouse-change')).toBe(physical + taken - 50);
        // Picked for an order that nobody wants (any more): Centra will never deduct it, so all of it is published.
        expect(explained?.now?.targets[0]?.wanted).toBe(physical - 50);
      }),
      { numRuns: 30 },
    );
  });
});
