import { moneyFromNumber } from '../../domain/money.js';
import { TARGETS } from '../../domain/stock/flows.js';
import { stockPolicyOf } from '../../domain/stock/policy.js';
import type { CentraPrices } from '../../systems/centra/port.js';
import type { ProductReading, ReadingPage } from '../../systems/database/port.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { wakePublishers } from '../stock/publish/wake-publishers.js';
import { retryRefusedStock } from './refused-stock.js';

/** One run of the activity ends after this; the next goes on where it stood. */
const RUN_MS = 20_000;
const CHANGED_CURSOR = 'centra/products-updated';
/** Change times have whole seconds, and clocks differ. */
const OVERLAP_MS = 5_000;

const beganCursor = (what: ProductReading): string => `products/${what}-began`;

/** Reads products and their replicas into the records: everything page by page, or what changed. */
export function productReader(needs: Dependencies) {
  const { brand, centra, sitoo, wms, records } = needs;
  const store = records.products;

  const priceOf = ({ variant, prices }: CentraPrices) => {
    const { pricelist } = brand.products;
    const ours = prices.find(
      (price) => price.currency === brand.currency && (pricelist === undefined || price.pricelist === pricelist),
    );
    return ours ? { variant, priceMinor: moneyFromNumber(ours.value, brand.currency).minor } : { variant };
  };

  async function saveChanges(fromMs: number): Promise<{ changed: number; skus: string[] }> {
    const changed = await centra.productsChangedSince(new Date(fromMs).toISOString());
    await store.saveMasters(changed.products);
    await store.saveSizes(changed.sizes);
    await store.savePrices(changed.prices.map(priceOf));
    return {
      changed: changed.products.length + changed.sizes.length + changed.prices.length,
      skus: changed.products.map(({ sku }) => sku),
    };
  }

  /** What the ledger knows of renamed SKUs goes on under their new names. One that a call names right now is carried over next time. */
  async function carryRenames(): Promise<void> {
    let carried = 0;
    for (const rename of await records.stockLedger.pendingRenames()) {
      checkpoint();
      if (await records.stockLedger.rename(rename, stockPolicyOf(brand, Date.now))) carried += 1;
    }
    if (carried > 0) await wakePublishers(needs, TARGETS);
  }

  /** A page and its position in one transaction. */
  const save = {
    async masters(reading: number, position: string | undefined): Promise<string | undefined> {
      const page = Number(position ?? '1');
      const { rows, more } = await centra.productPage(page);
      // A product that changes in the meantime moves to the front of the list, where this reading does not see it.
      if (!more) await saveChanges(Number(await records.cursors.get(beganCursor('masters'))) - OVERLAP_MS);
      const at: ReadingPage = { reading, ...(more ? { next: String(page + 1) } : {}) };
      await store.saveMasters(rows, at);
      await carryRenames();
      return at.next;
    },
    async prices(reading: number, position: string | undefined): Promise<string | undefined> {
      const page = Number(position ?? '1');
      const { rows, more } = await centra.pricePage(page);
      const at: ReadingPage = { reading, ...(more ? { next: String(page + 1) } : {}) };
      await store.savePrices(rows.map(priceOf), at);
      return at.next;
    },
    async sitoo(reading: number, position: string | undefined): Promise<string | undefined> {
      const { rows, next } = await sitoo.productPage(Number(position ?? '0'), brand.currency);
      const at: ReadingPage = { reading, ...(next === undefined ? {} : { next: String(next) }) };
      const seen = rows.map(({ id, ...state }) => ({ ...state, ref: id }));
      await store.saveReplicas('sitoo', seen, at);
      return at.next;
    },
    async wms(reading: number, position: string | undefined): Promise<string | undefined> {
      const { rows, next } = await wms.articlePage(Number(position ?? '0'));
      const at: ReadingPage = { reading, ...(next === undefined ? {} : { next: String(next) }) };
      await store.saveReplicas('wms', rows, at);
      return at.next;
    },
  } satisfies Record<ProductReading, unknown>;

  return {
    /** Goes on with reading one thing whole; `done` after its last page. */
    async readProductPages({ what }: { what: ProductReading }): Promise<{ done: boolean; pages: number }> {
      const until = Date.now() + RUN_MS;
      const begun = await store.beginReading(what);
      let { nextPage } = begun;
      if (nextPage === undefined) await records.cursors.set(beganCursor(what), String(Date.now()));
      for (let pages = 1; ; pages += 1) {
        checkpoint();
        const next = await save[what](begun.reading, nextPage);
        if (next === undefined) return { done: true, pages };
        if (Date.now() > until) return { done: false, pages };
        nextPage = next;
      }
    },

    /** Reads what changed in the web shop since the last round. `due`: products that wait to be written anyway. */
    async readProductChanges(): Promise<{ changed: number; due: number }> {
      const began = Date.now();
      const cursor = await records.cursors.get(CHANGED_CURSOR);
      const from = Number(cursor ?? (await records.cursors.get(beganCursor('masters'))) ?? '0');
      const { changed, skus } = await saveChanges(from - OVERLAP_MS);
      await carryRenames();
      // The web shop takes stock of a product once it has it.
      await retryRefusedStock(needs, 'centra', async () => new Set(skus));
      await records.cursors.set(CHANGED_CURSOR, String(began));
      const { systems } = await store.progress();
      return { changed, due: systems.sitoo.due + systems.wms.due };
    },

    /** Makes the events queue report products. A shop whose queue is switched off is followed by the timer alone. */
    async listenToProducts(): Promise<void> {
      await centra.listenToProducts();
    },
  };
}
