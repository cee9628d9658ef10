import { z } from 'zod';
import { rowOf } from '../answers-seen.js';
import type { Lane } from '../rate-limits/port.js';
import { eachRow, type ListPage } from '../unreadable.js';
import { createCampaignReads } from './campaign-reads.js';
import { type Call, type CentraClient, whatIsWrong } from './client.js';
import { PRODUCT_OBJECTS } from './codes.js';
import { setEventListeners } from './event-queue.js';
import {
  DisplaysByIdDocument,
  PricePageDocument,
  PricesChangedDocument,
  ProductPageDocument,
  ProductsByIdDocument,
  ProductsChangedDocument,
  SizesChangedDocument,
} from './generated/documents.js';
import type { CentraCustoms, CentraPrices, CentraProduct, CentraProducts, ChangesAt } from './product-port.js';
import { type PageOfRows, pageAt } from './rows-at.js';
import { wholePage } from './whole-rows.js';

/** Centra advises 20 to 100 products a page. */
export const PRODUCTS_A_PAGE = 100;
/** Lists take a limit of 1 to 200. */
export const PRICES_A_PAGE = 200;
/** Pages of an endpoint that counts every variant, size and price that there may be. */
const LIMITED_PAGE = 50;
const LANE: Lane = 'bulk';

const text = z.string().nullish();
const size = z.object({ id: z.int(), EAN: text, isActive: z.boolean().nullish() });
const product = z.object({
  id: z.int(),
  name: text,
  status: text,
  harmonizedCommodityCode: text.meta({ onlySometimes: 'asked for where the brand file says so' }),
  harmonizedCommodityCodeDescription: text.meta({ onlySometimes: 'asked for where the brand file says so' }),
  countryOfOrigin: z.object({ code: text }).nullish().meta({ onlySometimes: 'asked for where the brand file says so' }),
  variants: z.array(
    z.object({
      id: z.int(),
      name: text,
      status: text,
      productSizes: z.array(size.extend({ description: text, SKU: text })),
    }),
  ),
});
const display = z.object({
  id: z.int(),
  taxGroup: z
    .object({ id: z.int(), name: text })
    .nullish()
    .meta({ onlySometimes: 'asked for where the brand file says so' }),
  productVariants: z.array(z.object({ id: z.int() })),
  prices: z.array(
    z.object({
      productVariant: z.object({ id: z.int() }),
      pricelist: z.object({ id: z.int(), currency: z.object({ code: z.string() }).nullish() }).nullish(),
      price: z.object({ value: z.number() }).nullish(),
    }),
  ),
});
/** Rows are parsed one by one, so that an odd one hides no other. */
const productsAnswer = z.object({ products: z.array(rowOf(product)) });
const sizesAnswer = z.object({ productSizes: z.array(rowOf(size)) });
const displaysAnswer = z.object({ displays: z.array(rowOf(display)) });

type Product = z.output<typeof product>;
type Display = z.output<typeof display>;

/** A list of one kind of row, and how one of its rows is read alone. */
interface ListOf<T> {
  readonly shape: z.ZodType<T>;
  readonly readAlone?: (id: number) => Promise<readonly unknown[]>;
}

/** A document that reads a page of a list. */
interface ListCall<R extends I, V, O, I> extends Pick<Call<R, V, O, I>, 'operation' | 'document' | 'answer'> {
  /** Rows of a page where the endpoint does not count what might be in each. */
  readonly usual: number;
  readonly variablesAt: (at: PageOfRows) => V;
  readonly entriesOf: (answer: O) => readonly unknown[];
}

/** Reading products and their prices. A size without a SKU is known to no system downstream and is left out. */
export function createProductReads(client: CentraClient): CentraProducts {
  const { customs, taxGroups } = client.readsAlso;
  const products: ListOf<Product> = {
    shape: product,
    readAlone: async (id) => {
      const call = {
        ...PRODUCTS,
        document: ProductsByIdDocument,
        variables: { ids: [id], limit: 1, customs },
        lane: LANE,
      };
      return (await client.readWhole(call)).products;
    },
  };
  const displays: ListOf<Display> = {
    shape: display,
    readAlone: async (id) => {
      const variables = { ids: [id], limit: 1, taxGroups };
      return (await client.readWhole({ ...DISPLAYS, document: DisplaysByIdDocument, variables, lane: LANE })).displays;
    },
  };

  /** The page of rows after `start` others. */
  async function pageOf<R extends I, V, O, I, T extends object>(
    { shape, readAlone }: ListOf<T>,
    start: number,
    { usual, variablesAt, entriesOf, ...call }: ListCall<R, V, O, I>,
  ): Promise<ListPage<T>> {
    const at = pageAt(start, await client.rowsACall(call.document, { usual, limited: LIMITED_PAGE }, LANE));
    const { answer, cut } = await client.readRows({ ...call, variables: variablesAt(at), lane: LANE });
    const rows = entriesOf(answer);
    const { whole, ...after } = await wholePage({ rows, cut, at, start }, (row) => {
      const id = idIn(row);
      return id === undefined ? undefined : readAlone?.(id);
    });
    const parsed = eachRow(whole, {
      idOf: ({ row }) => String(idIn(row) ?? ''),
      read: ({ row, why }): T | string => why ?? parse(shape, row),
    });
    return { ...parsed, ...after };
  }

  const changedProducts = (from: string, start: number) =>
    pageOf(products, start, {
      ...PRODUCTS,
      document: ProductsChangedDocument,
      variablesAt: (at) => ({ from, ...at, customs }),
    });
  const changedSizes = (from: string, start: number) =>
    pageOf({ shape: size }, start, {
      ...SIZES,
      document: SizesChangedDocument,
      variablesAt: (at) => ({ from, ...at }),
    });
  const changedPrices = (from: string, start: number) =>
    pageOf(displays, start, {
      ...DISPLAYS,
      document: PricesChangedDocument,
      variablesAt: (at) => ({ from, ...at, ...client.ofStore, taxGroups }),
    });

  return {
    async listenToProducts() {
      const changes = ['CREATED', 'UPDATED', 'DELETED', 'DEPENDENT_DATA_CHANGED'] as const;
      await setEventListeners(client, PRODUCT_OBJECTS, changes);
    },
    async productPage(start) {
      const variablesAt = (at: PageOfRows) => ({ ...at, customs });
      return flat(await pageOf(products, start, { ...PRODUCTS, document: ProductPageDocument, variablesAt }), sizesOf);
    },
    async pricePage(start) {
      const variablesAt = (at: PageOfRows) => ({ ...at, ...client.ofStore, taxGroups });
      return flat(await pageOf(displays, start, { ...DISPLAYS, document: PricePageDocument, variablesAt }), pricesOf);
    },
    campaignPage: createCampaignReads(client),
    async changedPage(from, { list, start }) {
      const none = { products: [], sizes: [], prices: [] };
      if (list === 'products') {
        const { rows, ...page } = flat(await changedProducts(from, start), sizesOf);
        return { ...none, products: rows, unreadable: page.unreadable, ...placeAfter(list, page) };
      }
      if (list === 'sizes') {
        const { rows, ...page } = flat(await changedSizes(from, start), ({ id, EAN, isActive }) => [
          { size: id, barcode: EAN ?? '', active: isActive !== false },
        ]);
        return { ...none, sizes: rows, unreadable: page.unreadable, ...placeAfter(list, page) };
      }
      const { rows, ...page } = flat(await changedPrices(from, start), pricesOf);
      return { ...none, prices: rows, unreadable: page.unreadable, ...placeAfter(list, page) };
    },
  };
}

const PRODUCTS = {
  operation: 'products',
  answer: productsAnswer,
  usual: PRODUCTS_A_PAGE,
  entriesOf: (answer: z.output<typeof productsAnswer>) => answer.products,
};
const SIZES = {
  operation: 'productSizes',
  answer: sizesAnswer,
  usual: PRICES_A_PAGE,
  entriesOf: (answer: z.output<typeof sizesAnswer>) => answer.productSizes,
};
const DISPLAYS = {
  operation: 'displays',
  answer: displaysAnswer,
  usual: PRICES_A_PAGE,
  entriesOf: (answer: z.output<typeof displaysAnswer>) => answer.displays,
};

const idIn = (row: unknown): number | undefined => z.object({ id: z.int() }).safeParse(row).data?.id;

/** The row, or what is wrong with it. */
function parse<T>(shape: z.ZodType<T>, row: unknown): T | string {
  const parsed = shape.safeParse(row);
  return parsed.success ? parsed.data : whatIsWrong(parsed.error);
}

const flat = <T, U>({ rows, ...page }: ListPage<T>, each: (row: T) => readonly U[]): ListPage<U> => ({
  ...page,
  rows: rows.flatMap(each),
});

/** Changes of sizes and prices come after those of the products that they belong to. */
const LIST_AFTER: Readonly<Record<ChangesAt['list'], ChangesAt['list'] | undefined>> = {
  products: 'sizes',
  sizes: 'prices',
  prices: undefined,
};

function placeAfter(list: ChangesAt['list'], { next }: { readonly next?: number }): { readonly next?: ChangesAt } {
  if (next !== undefined) return { next: { list, start: next } };
  const following = LIST_AFTER[list];
  return following === undefined ? {} : { next: { list: following, start: 0 } };
}

/** A size is sold when it, its variant and its product are active. */
function sizesOf(one: Product): CentraProduct[] {
  const customs = customsOf(one);
  return one.variants.flatMap((variant) =>
    variant.productSizes.flatMap(({ id, SKU, EAN, isActive }) => {
      if (!SKU) return [];
      const offered = one.status !== 'INACTIVE' && variant.status !== 'INACTIVE';
      const active = offered && isActive !== false;
      const name = [one.name, variant.name].filter(Boolean).join(' ') || SKU;
      const of = { product: one.id, variant: variant.id, size: id };
      return [{ ...of, sku: SKU, barcode: EAN ?? '', name, offered, active, ...(customs ? { customs } : {}) }];
    }),
  );
}

/** What was not asked for is not in the answer; what the shop has not filled in is null. */
function customsOf(one: Product): CentraCustoms | undefined {
  const { harmonizedCommodityCode: tariffNumber, harmonizedCommodityCodeDescription: description } = one;
  if (one.countryOfOrigin === undefined && tariffNumber === undefined) return undefined;
  const originCountry = one.countryOfOrigin?.code;
  return {
    ...(originCountry ? { originCountry } : {}),
    ...(tariffNumber ? { tariffNumber } : {}),
    ...(description ? { description } : {}),
  };
}

/** A price is that of one variant in one list (reference page of Price); a variant without any has an empty list of its own. */
function pricesOf({ id: shownIn, productVariants, prices, taxGroup }: Display): CentraPrices[] {
  return productVariants.map(({ id }) => ({
    display: shownIn,
    variant: id,
    prices: prices.flatMap(({ productVariant, pricelist, price }) =>
      productVariant.id === id && pricelist?.currency && price
        ? [{ pricelist: pricelist.id, currency: pricelist.currency.code, value: price.value }]
        : [],
    ),
    ...(taxGroup ? { taxGroup: { id: taxGroup.id, name: taxGroup.name ?? '' } } : {}),
  }));
}
