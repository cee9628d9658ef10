import { z } from 'zod';
import type { Lane } from '../rate-limits/port.js';
import { createCampaignReads } from './campaign-reads.js';
import type { Call, CentraClient } from './client.js';
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
import type { CentraPrices, CentraProduct, CentraProducts, ChangesAt } from './product-port.js';

/** Centra advises 20 to 100 products a page. */
export const PRODUCTS_A_PAGE = 100;
/** Lists take a limit of 1 to 200. */
export const PRICES_A_PAGE = 200;
/** Pages of an endpoint that counts every variant, size and price that there may be. */
const LIMITED_PAGE = 50;
const LANE: Lane = 'bulk';

const text = z.string().nullish();
const size = z.object({ id: z.int(), EAN: text, isActive: z.boolean().nullish() });
const productsAnswer = z.object({
  products: z.array(
    z.object({
      id: z.int(),
      name: text,
      status: text,
      variants: z.array(
        z.object({
          id: z.int(),
          name: text,
          status: text,
          productSizes: z.array(size.extend({ description: text, SKU: text })),
        }),
      ),
    }),
  ),
});
const sizesAnswer = z.object({ productSizes: z.array(size) });
const displaysAnswer = z.object({
  displays: z.array(
    z.object({
      id: z.int(),
      productVariants: z.array(z.object({ id: z.int() })),
      prices: z.array(
        z.object({
          productVariant: z.object({ id: z.int() }),
          pricelist: z.object({ id: z.int(), currency: z.object({ code: z.string() }).nullish() }).nullish(),
          price: z.object({ value: z.number() }).nullish(),
        }),
      ),
    }),
  ),
});

type Product = z.output<typeof productsAnswer>['products'][number];
type Display = z.output<typeof displaysAnswer>['displays'][number];

/** A list of what changed, how its answer holds the rows, and how one of them is read alone. */
interface ChangesCall<R extends I, O, I, T>
  extends Pick<Call<R, PageVariables, O, I>, 'operation' | 'document' | 'answer'> {
  readonly rowsOf: (answer: O) => readonly T[];
  readonly usual: number;
}

interface PageVariables {
  from: string;
  limit: number;
  page: number;
  stores?: number[];
}

/** Reading products and their prices. A size without a SKU is known to no system downstream and is left out. */
export function createProductReads(client: CentraClient): CentraProducts {
  const whole = wholeReader(client);
  const pageOf = (document: Parameters<CentraClient['rowsACall']>[0], usual: number) =>
    client.rowsACall(document, { usual, limited: LIMITED_PAGE }, LANE);

  /** A page of the rows of one kind that changed at or after `from`, those that came cut, and the place after it. */
  async function changed<R extends I, O, I, T>(
    from: string,
    { list, page }: ChangesAt,
    { rowsOf, usual, ...call }: ChangesCall<R, O, I, T>,
  ): Promise<{ readonly rows: readonly T[]; readonly cut: ReadonlySet<number>; readonly next: { next?: ChangesAt } }> {
    const limit = await pageOf(call.document, usual);
    const variables = { from, limit, page, ...client.ofStore };
    const { answer, cut } = await client.readRows({ ...call, variables, lane: LANE });
    const rows = rowsOf(answer);
    if (rows.length >= limit) return { rows, cut, next: { next: { list, page: page + 1 } } };
    const following = LIST_AFTER[list];
    return { rows, cut, next: following === undefined ? {} : { next: { list: following, page: 1 } } };
  }

  return {
    async listenToProducts() {
      const changes = ['CREATED', 'UPDATED', 'DELETED', 'DEPENDENT_DATA_CHANGED'] as const;
      await setEventListeners(client, PRODUCT_OBJECTS, changes);
    },

    async productPage(page) {
      const limit = await pageOf(ProductPageDocument, PRODUCTS_A_PAGE);
      const { answer, cut } = await client.readRows({
        operation: 'products',
        document: ProductPageDocument,
        variables: { limit, page },
        answer: productsAnswer,
        lane: LANE,
      });
      const products = await whole.products(answer.products, cut);
      return { rows: products.flatMap(sizesOf), more: products.length >= limit };
    },

    async pricePage(page) {
      const limit = await pageOf(PricePageDocument, PRICES_A_PAGE);
      const { answer, cut } = await client.readRows({
        operation: 'displays',
        document: PricePageDocument,
        variables: { limit, page, ...client.ofStore },
        answer: displaysAnswer,
        lane: LANE,
      });
      const displays = await whole.displays(answer.displays, cut);
      return { rows: displays.flatMap(pricesOf), more: displays.length >= limit };
    },

    campaignPage: createCampaignReads(client),

    async changedPage(from, at) {
      const none = { products: [], sizes: [], prices: [] };
      if (at.list === 'products') {
        const { rows, cut, next } = await changed(from, at, PRODUCTS);
        return { ...none, products: (await whole.products(rows, cut)).flatMap(sizesOf), ...next };
      }
      if (at.list === 'sizes') {
        const { rows, next } = await changed(from, at, SIZES);
        const sizes = rows.map(({ id, EAN, isActive }) => ({
          size: id,
          barcode: EAN ?? '',
          active: isActive !== false,
        }));
        return { ...none, sizes, ...next };
      }
      const { rows, cut, next } = await changed(from, at, PRICES);
      return { ...none, prices: (await whole.displays(rows, cut)).flatMap(pricesOf), ...next };
    },
  };
}

const PRODUCTS = {
  operation: 'products',
  document: ProductsChangedDocument,
  answer: productsAnswer,
  usual: PRODUCTS_A_PAGE,
  rowsOf: (answer: z.output<typeof productsAnswer>) => answer.products,
};
const SIZES = {
  operation: 'productSizes',
  document: SizesChangedDocument,
  answer: sizesAnswer,
  usual: PRICES_A_PAGE,
  rowsOf: (answer: z.output<typeof sizesAnswer>) => answer.productSizes,
};
const PRICES = {
  operation: 'displays',
  document: PricesChangedDocument,
  answer: displaysAnswer,
  usual: PRICES_A_PAGE,
  rowsOf: (answer: z.output<typeof displaysAnswer>) => answer.displays,
};

/** Products and displays whose lists may go on are read again, each alone and whole. */
function wholeReader(client: CentraClient) {
  async function each<T extends { id: number }>(
    rows: readonly T[],
    cut: ReadonlySet<number>,
    readOne: (id: number) => Promise<T | undefined>,
  ): Promise<T[]> {
    const read: T[] = [];
    for (const [row, one] of rows.entries()) read.push(cut.has(row) ? ((await readOne(one.id)) ?? one) : one);
    return read;
  }
  const alone = (id: number) => ({ variables: { ids: [id], limit: 1 }, lane: LANE });
  return {
    products: (rows: readonly Product[], cut: ReadonlySet<number>) =>
      each(rows, cut, async (id) => {
        const call = { operation: 'products', document: ProductsByIdDocument, answer: productsAnswer, ...alone(id) };
        return (await client.readWhole(call)).products[0];
      }),
    displays: (rows: readonly Display[], cut: ReadonlySet<number>) =>
      each(rows, cut, async (id) => {
        const call = { operation: 'displays', document: DisplaysByIdDocument, answer: displaysAnswer, ...alone(id) };
        return (await client.readWhole(call)).displays[0];
      }),
  };
}

/** Changes of sizes and prices come after those of the products that they belong to. */
const LIST_AFTER: Readonly<Record<ChangesAt['list'], ChangesAt['list'] | undefined>> = {
  products: 'sizes',
  sizes: 'prices',
  prices: undefined,
};

/** A size is sold when it, its variant and its product are active. */
function sizesOf(product: Product): CentraProduct[] {
  return product.variants.flatMap((variant) =>
    variant.productSizes.flatMap(({ id, SKU, EAN, isActive }) => {
      if (!SKU) return [];
      const offered = product.status !== 'INACTIVE' && variant.status !== 'INACTIVE';
      const active = offered && isActive !== false;
      const name = [product.name, variant.name].filter(Boolean).join(' ');
      return [{ size: id, variant: variant.id, sku: SKU, barcode: EAN ?? '', name: name || SKU, offered, active }];
    }),
  );
}

/** A price is that of one variant in one list (reference page of Price); a variant without any has an empty list of its own. */
function pricesOf({ productVariants, prices }: Display): CentraPrices[] {
  return productVariants.map(({ id }) => ({
    variant: id,
    prices: prices.flatMap(({ productVariant, pricelist, price }) =>
      productVariant.id === id && pricelist?.currency && price
        ? [{ pricelist: pricelist.id, currency: pricelist.currency.code, value: price.value }]
        : [],
    ),
  }));
}
