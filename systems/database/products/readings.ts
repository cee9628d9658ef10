import type { Query, Transaction } from '../database.js';
import type { ProductReading, ProductStore, ReadingPage } from '../products-port.js';

/** What the end of a reading forgets: whatever was not seen in it. */
const GONE: Readonly<Record<ProductReading, string>> = {
  masters: 'delete from product_masters where reading < $1',
  prices: 'delete from product_prices where reading < $1',
  campaigns: 'delete from product_campaigns where reading < $1',
  sitoo:
    "update product_replicas set seen = null, ref = null where system = 'sitoo' and reading < $1 and seen is not null",
  wms: "update product_replicas set seen = null, ref = null where system = 'wms' and reading < $1 and seen is not null",
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
    page: ReadingPage | undefined,
    rows: (query: Query, reading: number) => Promise<unknown>,
  ): Promise<void> =>
    transaction(async (query) => {
      await rows(query, page?.reading ?? (await runningReading(query, what)));
      if (!page) return;
      await query('update product_readings set next_page = $3, done = $4 where what = $1 and reading = $2', [
        what,
        page.reading,
        page.next ?? null,
        page.next === undefined,
      ]);
      if (page.next === undefined) await query(GONE[what], [page.reading]);
    });

  return { begin, save };
}

/** What is saved during a reading, but not by it, is as new as the reading: its end must not forget it. */
async function runningReading(query: Query, what: ProductReading): Promise<number> {
  const { rows } = await query<{ reading: string }>('select reading from product_readings where what = $1', [what]);
  return Number(rows[0]?.reading ?? 0);
}
