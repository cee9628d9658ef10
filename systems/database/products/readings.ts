import type { UnreadableRow } from '../../unreadable.js';
import type { Query, Transaction } from '../database.js';
import type { ProductReading, ProductStore, ReadOf } from '../products-port.js';

/**
 * What the end of a reading forgets: whatever was not seen in it. What stands in an unreadable row, of which the list shows the
 * id alone, was not seen and is not gone; where not even the id can be read, it may be anything.
 */
const notUnreadable = (id: string): string =>
  `not exists (select from product_unreadable u where u.what = $2 and u.id in ('', ${id}))`;
const GONE: Readonly<Record<ProductReading, string>> = {
  masters: `delete from product_masters where reading < $1 and ${notUnreadable('product::text')}`,
  prices: `delete from product_prices where reading < $1 and ${notUnreadable('display::text')}`,
  campaigns: `delete from product_campaigns where reading < $1 and ${notUnreadable('product_campaigns.id::text')}`,
  sitoo: `update product_replicas set seen = null, ref = null
    where system = 'sitoo' and reading < $1 and seen is not null and ${notUnreadable('ref')}`,
  wms: `update product_replicas set seen = null, ref = null
    where system = 'wms' and reading < $1 and seen is not null and ${notUnreadable('sku')}`,
};

/** Readings of everything, page by page: the rows of a page and the next page are saved together, so a reading that broke off is resumed. */
export function productReadings(transaction: Transaction) {
  const begin: ProductStore['beginReading'] = (what) =>
    transaction(async (query) => {
      const { rows } = await query<{ reading: string; nextPage: string | null }>(
        `insert into product_readings (what, reading, next_page, done) values ($1, 1, null, false)
         on conflict (what) do update set
           reading = product_readings.reading + product_readings.done::int,
           next_page = case when product_readings.done then null else product_readings.next_page end,
           done = false
         returning reading, next_page as "nextPage"`,
        [what],
      );
      const { reading = '1', nextPage = null } = rows[0] ?? {};
      return { reading: Number(reading), ...(nextPage === null ? {} : { nextPage }) };
    });

  const save = (
    what: ProductReading,
    { page, unreadable = [] }: ReadOf,
    readable: { readonly ids: readonly (string | number)[]; rows(query: Query, reading: number): Promise<unknown> },
  ): Promise<void> =>
    transaction(async (query) => {
      const number = page?.reading ?? (await runningReading(query, what));
      await readable.rows(query, number);
      await noteUnreadable(query, { what, unreadable, readable: readable.ids.map(String), number });
      if (!page) return;
      await query('update product_readings set next_page = $3, done = $4 where what = $1 and reading = $2', [
        what,
        page.reading,
        page.next ?? null,
        page.next === undefined,
      ]);
      if (page.next !== undefined) return;
      await query('delete from product_unreadable where what = $1 and reading < $2', [what, page.reading]);
      await query(GONE[what], [page.reading, what]);
    });

  return { begin, save };
}

/** What is saved during a reading, but not by it, is as new as the reading: its end must not forget it. */
async function runningReading(query: Query, what: ProductReading): Promise<number> {
  const { rows } = await query<{ reading: string }>('select reading from product_readings where what = $1', [what]);
  return Number(rows[0]?.reading ?? 0);
}

interface Noted {
  readonly what: ProductReading;
  readonly unreadable: readonly UnreadableRow[];
  /** Ids of rows that were read. */
  readonly readable: readonly string[];
  readonly number: number;
}

async function noteUnreadable(query: Query, { what, unreadable, readable, number }: Noted): Promise<void> {
  await query('delete from product_unreadable where what = $1 and id = any($2::text[])', [what, readable]);
  const rows = new Map(unreadable.map((row) => [row.id, row]));
  if (rows.size === 0) return;
  await query(
    `insert into product_unreadable (what, id, sentence, reading)
     select $1, id, sentence, $4::bigint from unnest($2::text[], $3::text[]) as r (id, sentence)
     on conflict (what, id) do update set sentence = excluded.sentence,
       reading = greatest(product_unreadable.reading, excluded.reading)`,
    [what, [...rows.keys()], [...rows.values()].map(({ sentence }) => sentence), number],
  );
}
