import fc from 'fast-check';
import type { OrderReadingUnits, StockEntry } from '../../domain/stock/ledger/stock-entry.js';
import type { PositionKey } from '../../domain/stock/position.js';
import { asId } from './ids.js';
import { orderReading } from './stock-ledger.js';

export const LOCATIONS = ['store-1', 'dc'] as const;
export const SKUS = ['A', 'B', 'C'] as const;

/** What happened, in no order: rows of the journal, and each order as it was read at several moments. */
export type Fact =
  | {
      readonly row: number;
      readonly location: string;
      readonly sku: string;
      readonly quantity: number;
      readonly order?: number;
    }
  | { readonly order: number; readonly readAt: number; readonly units: OrderReadingUnits['units'] };

const position = { location: fc.constantFrom(...LOCATIONS), sku: fc.constantFrom(...SKUS) };
const quantity = fc.integer({ min: -3, max: 3 }).filter((units) => units !== 0);
const rowFact = fc.record({ ...position, quantity, order: fc.option(fc.nat(2), { nil: undefined }) });
const orderFact = fc.record({
  order: fc.nat(2),
  units: fc.uniqueArray(fc.record({ ...position, outstanding: fc.nat(3), deductedAtOrigin: fc.nat(2) }), {
    maxLength: 3,
    selector: ({ location, sku }) => `${location} ${sku}`,
  }),
});

export const facts = fc
  .tuple(fc.array(rowFact, { maxLength: 25 }), fc.array(orderFact, { maxLength: 8 }))
  .map(([rows, orders]): Fact[] => [
    ...rows.map(({ order, ...fact }, row) => ({ ...fact, row, ...(order === undefined ? {} : { order }) })),
    ...orders.map((fact, readAt) => ({ ...fact, readAt: readAt + 1 })),
  ]);

/** One way in which the facts reach us: in any order, some twice, in pages that end anywhere. */
export const arrival = (all: readonly Fact[]): fc.Arbitrary<Fact[][]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length }),
      fc.subarray([...all]),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 }),
    )
    .map(([shuffled, again, sizes]) => pagesOf([...shuffled, ...again], sizes));

/** The facts, and two ways in which they arrive. */
export const histories = facts.chain((all) => fc.tuple(fc.constant(all), arrival(all), arrival(all)));

function pagesOf(arrived: readonly Fact[], sizes: readonly number[]): Fact[][] {
  const pages: Fact[][] = [];
  for (let at = 0, i = 0; at < arrived.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    pages.push(arrived.slice(at, at + size));
    at += size;
  }
  return pages;
}

/** A page of facts as an entry of the ledger. `mark` gives the SKUs and orders of one run names of their own. */
export function entryOf(page: readonly Fact[], mark = ''): StockEntry {
  const own = <Key extends PositionKey>(key: Key): Key => ({ ...key, sku: `${mark}${key.sku}` });
  return {
    movements: page.flatMap((fact) =>
      'row' in fact
        ? [
            {
              ...own({ location: fact.location, sku: fact.sku }),
              system: 'sitoo' as const,
              reference: `${mark}/${fact.row}`,
              quantity: fact.quantity,
              cause: fact.order === undefined ? ('till-sale' as const) : ('store-delivery-of-web-order' as const),
              happenedAt: fact.row,
              ...(fact.order === undefined
                ? {}
                : { order: { origin: 'centra' as const, number: asId(`${mark}${fact.order}`) } }),
            },
          ]
        : [],
    ),
    orders: page.flatMap((fact) =>
      'row' in fact ? [] : [orderReading(`${mark}${fact.order}`, fact.units.map(own), { readAt: fact.readAt })],
    ),
  };
}
