import { scaled } from '../../domain/brand.js';
import { moneyFromNumber } from '../../domain/money.js';
import { productMasterOf, replicaSystemsOf } from '../../domain/products/master.js';
import { OWN_PRICES } from '../../domain/products/price-list.js';
import type { ProductState } from '../../domain/products/product.js';
import { targetsOf } from '../../domain/stock/flows-of-brand.js';
import { stockPolicyOf } from '../../domain/stock/policy.js';
import type {
  CentraCampaignPrice,
  CentraPrices,
  ChangesAt,
  ListPage,
  UnreadableRow,
} from '../../systems/centra/port.js';
import type { CampaignPrice, PriceRow, ProductReading, ReadingPage } from '../../systems/database/port.js';
import { SystemProblem } from '../../systems/problem.js';
import { checkpoint, progressBefore } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { wakePublishers } from '../stock/publish/wake-publishers.js';
import { type ChangesProgress, changesAt, changesSince, FIRST_CHANGES, positionOf } from './changes-progress.js';
import { articlesAt, numberOfProduct } from './own-products.js';
import { retryRefusedStock } from './refused-stock.js';

/** One run of the activity ends after this; the next goes on where it stood. */
const RUN_MS = 20_000;
const CHANGED_CURSOR = 'centra/products-updated';
/** When prices were last compared with what the tills have, epoch ms. */
export const PRICES_COMPARED = 'products/prices-compared';
/** When the last reading of the campaigns that came to an end began, epoch ms. */
const CAMPAIGNS_READ = 'products/campaigns-read';
/** A campaign is planned long before it begins; one that is changed at the last moment reaches tills this late. */
const CAMPAIGNS_EVERY_MS = 900_000;
/** Nothing but campaign prices may wait for a person then. */
const FOR_A_PERSON: readonly SystemProblem['kind'][] = ['rejected', 'unauthorised', 'malformed-answer'];
/** Change times have whole seconds, and clocks differ. */
const OVERLAP_MS = 5_000;

const isShopReading = (what: ProductReading): what is 'prices' | 'campaigns' =>
  what === 'prices' || what === 'campaigns';

const beganCursor = (what: ProductReading): string => `products/${what}-began`;

const pageAfter = (reading: number, next: number | string | undefined): ReadingPage => ({
  reading,
  ...(next === undefined ? {} : { next: String(next) }),
});

/** Reads products and their replicas into the records: everything page by page, or what changed. */
export function productReader(needs: Dependencies) {
  const { brand, centra, sitoo, wms, records } = needs;
  const store = records.products;
  const master = productMasterOf(brand);
  const replicas = replicaSystemsOf(brand);

  /** Prices in other currencies are none of the tills'. */
  const priceOf = ({ variant, display, prices, taxGroup }: CentraPrices): PriceRow => ({
    variant,
    display,
    prices: Object.fromEntries(
      prices
        .filter(({ currency }) => currency === brand.currency)
        .map(({ pricelist, value }) => [pricelist, moneyFromNumber(value, brand.currency).minor]),
    ),
    ...(taxGroup === undefined ? {} : { taxGroup }),
  });
  const pricesIn = (page: Pick<ListPage<CentraPrices>, 'rows' | 'unreadable'>) =>
    understood(page, { idOf: ({ display }) => String(display), read: priceOf });

  /** Saves what changed, a page at a time, from where an attempt before this one has got to. @returns how much changed */
  async function saveChanges(begin: ChangesProgress): Promise<number> {
    let { at, changed } = begin;
    while (at !== null) {
      checkpoint({ ...begin, at, changed } satisfies ChangesProgress);
      const page = await saveChangesPage(begin.fromMs, at);
      changed += page.changed;
      at = page.next ?? null;
    }
    return changed;
  }

  async function saveChangesPage(fromMs: number, at: ChangesAt): Promise<{ changed: number; next?: ChangesAt }> {
    const page = await centra.changedPage(new Date(fromMs).toISOString(), at);
    const { unreadable, next } = page;
    if (at.list === 'prices') {
      const prices = pricesIn({ rows: page.prices, unreadable });
      await store.savePrices(prices.rows, { unreadable: prices.unreadable });
    } else await store.saveMasters(page.products, { unreadable });
    await store.saveSizes(page.sizes);
    await carryRenames();
    // The web shop takes stock of a product once it has it.
    if (page.products.length > 0)
      await retryRefusedStock(needs, 'centra', async () => new Set(page.products.map(({ sku }) => sku)));
    const changed = page.products.length + page.sizes.length + page.prices.length;
    return { changed, ...(next === undefined ? {} : { next }) };
  }

  /** What the ledger knows of renamed SKUs goes on under their new names. One that a call names right now is carried over next time. */
  async function carryRenames(): Promise<void> {
    let carried = 0;
    for (const rename of await records.stockLedger.pendingRenames()) {
      checkpoint();
      if (await records.stockLedger.rename(rename, stockPolicyOf(brand, Date.now))) carried += 1;
    }
    if (carried > 0) await wakePublishers(needs, targetsOf(brand));
  }

  /** A campaign in another currency sets no price at our tills. */
  const campaignOf = ({ fixed, discountPercent, ...campaign }: CentraCampaignPrice): CampaignPrice => {
    if (fixed === undefined)
      return { ...campaign, ...(discountPercent === undefined ? {} : { percentOff: discountPercent }) };
    return { ...campaign, priceMinor: moneyFromNumber(fixed.value, brand.currency).minor };
  };
  const campaignsIn = ({ rows, unreadable }: ListPage<CentraCampaignPrice>) =>
    understood(
      { rows: rows.filter(({ fixed }) => fixed === undefined || fixed.currency === brand.currency), unreadable },
      { idOf: ({ id }) => String(id), read: campaignOf },
    );

  /**
   * Reads the campaigns again when the last reading is old. Without the permission for them tills keep the prices of their list,
   * which the doctor says as well. @returns whether they were read
   */
  async function readCampaigns(): Promise<boolean> {
    const beganMs = Date.now();
    const readMs = Number((await records.cursors.get(CAMPAIGNS_READ)) ?? '0');
    if (beganMs - readMs < scaled(brand, CAMPAIGNS_EVERY_MS)) return false;
    const isRead = await readCampaignPages().catch((err: unknown) => {
      if (!(err instanceof SystemProblem) || !FOR_A_PERSON.includes(err.kind)) throw err;
      needs.log.warn({ why: err.message }, 'the campaigns of the web shop cannot be read');
      return false;
    });
    await records.cursors.set(CAMPAIGNS_READ, String(beganMs));
    return isRead;
  }

  async function readCampaignPages(): Promise<true> {
    const { reading, nextPage } = await store.beginReading('campaigns');
    let page = nextPage;
    do {
      checkpoint();
      page = await save.campaigns(reading, page);
    } while (page !== undefined);
    return true;
  }

  /** Products of a master other than the web shop, as masters. One has one size, itself, under the id that its system gives it. */
  async function saveOwnMasters(
    rows: readonly (ProductState & { readonly sku: string; readonly id: string })[],
    read: { readonly page: ReadingPage; readonly unreadable: readonly UnreadableRow[] },
  ): Promise<void> {
    const numbered = rows.map(({ id, ...product }) => {
      const number = numberOfProduct(id);
      return { ...product, product: number, variant: number, size: number, offered: product.active };
    });
    await store.savePrices(
      numbered.map(({ variant, priceMinor }) => ({
        variant,
        display: variant,
        prices: priceMinor === undefined ? {} : { [OWN_PRICES]: priceMinor },
      })),
    );
    await store.saveMasters(numbered, read);
    await carryRenames();
  }

  /** A page of the master's products where there is no web shop. */
  async function ownMasters(reading: number, position: string | undefined): Promise<string | undefined> {
    const read =
      master === 'sitoo'
        ? await sitoo.productPage(Number(position ?? '0'), brand.currency)
        : await wms.articlePage(articlesAt(position));
    const page = pageAfter(reading, read.next);
    // An odd article is named by its SKU, while its product is known under its id: it may be any.
    const unreadable = master === 'sitoo' ? read.unreadable : read.unreadable.map((row) => ({ ...row, id: '' }));
    await saveOwnMasters(read.rows, { page, unreadable });
    return page.next;
  }

  /** A page and its position in one transaction; the position counts the rows before the next page. */
  const save = {
    async masters(reading: number, position: string | undefined): Promise<string | undefined> {
      if (master !== 'centra') return ownMasters(reading, position);
      const changes = changesAt(position);
      // A product that changes during a reading moves to the front of the list, where it is not seen: that comes after the last page.
      if (changes !== undefined) {
        const fromMs = Number(await records.cursors.get(beganCursor('masters'))) - OVERLAP_MS;
        const { next } = await saveChangesPage(fromMs, changes);
        const page = pageAfter(reading, next && positionOf(next));
        await store.saveMasters([], { page });
        return page.next;
      }
      const { rows, unreadable, next } = await centra.productPage(Number(position ?? '0'));
      const page = { reading, next: next === undefined ? positionOf(FIRST_CHANGES) : String(next) };
      await store.saveMasters(rows, { page, unreadable });
      await carryRenames();
      return page.next;
    },
    async prices(reading: number, position: string | undefined): Promise<string | undefined> {
      const read = await centra.pricePage(Number(position ?? '0'));
      const [prices, page] = [pricesIn(read), pageAfter(reading, read.next)];
      await store.savePrices(prices.rows, { page, unreadable: prices.unreadable });
      return page.next;
    },
    async campaigns(reading: number, position: string | undefined): Promise<string | undefined> {
      const read = await centra.campaignPage(Number(position ?? '0'));
      const [campaigns, page] = [campaignsIn(read), pageAfter(reading, read.next)];
      await store.saveCampaigns(campaigns.rows, { page, unreadable: campaigns.unreadable });
      return page.next;
    },
    async sitoo(reading: number, position: string | undefined): Promise<string | undefined> {
      const { rows, unreadable, next } = await sitoo.productPage(Number(position ?? '0'), brand.currency);
      const page = pageAfter(reading, next);
      const seen = rows.map(({ id, ...state }) => ({ ...state, ref: id }));
      await store.saveReplicas('sitoo', seen, { page, unreadable });
      return page.next;
    },
    async wms(reading: number, position: string | undefined): Promise<string | undefined> {
      const { rows, unreadable, next } = await wms.articlePage(articlesAt(position));
      const page = pageAfter(reading, next);
      await store.saveReplicas('wms', rows, { page, unreadable });
      return page.next;
    },
  } satisfies Record<ProductReading, unknown>;

  return {
    /** Goes on with reading one thing whole; `done` after its last page. */
    async readProductPages({ what }: { what: ProductReading }): Promise<{ done: boolean; pages: number }> {
      // A system that is not there, or whose products are the masters themselves, has no replicas; prices of its own has only a shop.
      if (what !== 'masters' && !(isShopReading(what) ? master === 'centra' : replicas.includes(what)))
        return { done: true, pages: 0 };
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

    /**
     * Reads what changed in the web shop since the last round; prices change as well where a campaign has begun or ended.
     * `due`: products that wait to be written anyway.
     */
    async readProductChanges(): Promise<{ changed: number; due: number; nextPriceChangeMs?: number }> {
      // Only a web shop says what changed; other masters are read whole, at the start and by every audit.
      if (master !== 'centra') {
        const { systems } = await store.progress();
        return { changed: 0, due: systems.sitoo.due + systems.wms.due };
      }
      const campaigns = (await readCampaigns()) ? 1 : 0;
      const cursor = await records.cursors.get(CHANGED_CURSOR);
      const from = Number(cursor ?? (await records.cursors.get(beganCursor('masters'))) ?? '0');
      const progress = progressBefore<ChangesProgress>() ?? changesSince(from - OVERLAP_MS);
      const changed = await saveChanges(progress);
      await records.cursors.set(CHANGED_CURSOR, String(progress.beganMs));
      const { systems } = await store.progress();
      const { passed, nextAtMs } = await store.priceChanges(
        Number((await records.cursors.get(PRICES_COMPARED)) ?? '0'),
      );
      return {
        changed: changed + campaigns + passed,
        due: systems.sitoo.due + systems.wms.due,
        ...(nextAtMs === undefined ? {} : { nextPriceChangeMs: nextAtMs }),
      };
    },

    /** Makes the events queue report products. A shop whose queue is switched off is followed by the timer alone. */
    async listenToProducts(): Promise<void> {
      if (master === 'centra') await centra.listenToProducts();
    },
  };
}

/** What a page means to us. An amount that nothing can hold is as unreadable as a row that breaks the contract. */
function understood<T, U extends object>(
  { rows, unreadable }: Pick<ListPage<T>, 'rows' | 'unreadable'>,
  { idOf, read }: { readonly idOf: (row: T) => string; readonly read: (row: T) => U },
): { readonly rows: readonly U[]; readonly unreadable: readonly UnreadableRow[] } {
  const understoodRows: U[] = [];
  const more: UnreadableRow[] = [];
  for (const row of rows)
    try {
      understoodRows.push(read(row));
    } catch (err) {
      if (!(err instanceof RangeError)) throw err;
      more.push({ id: idOf(row), sentence: err.message });
    }
  return { rows: understoodRows, unreadable: [...unreadable, ...more] };
}
