import { z } from 'zod';
import type { Call, CentraClient } from './client.js';
import { PRODUCT_OBJECTS } from './codes.js';
import { setEventListeners } from './event-queue.js';
import {
  PricePageDocument,
  PricesChangedDocument,
  ProductPageDocument,
  ProductsChangedDocument,
  SizesChangedDocument,
} from './generated/documents.js';
import type { CentraPrices, CentraProduct, CentraProducts, ChangesAt } from './product-port.js';

/** Centra advises 20 to 100 products a page. */
export const PRODUCTS_A_PAGE = 100;
/** Lists take a limit of 1 to 200. */
export const PRICES_A_PAGE = 200;
const LANE = 'bulk';

const text = z.string().nullish();
const size = z.object({ id: z.int(), EAN: text, isActive: z.boolean().nullish() });
const productsAnswer = z.object({
  products: z.array(
    z.object({
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

/** A list of what changed, and how its answer holds the rows. */
interface ChangesCall<R extends I, O, I, T>
  extends Pick<Call<R, { from: string; limit: number; page: number }, O, I>, 'operation' | 'document' | 'answer'> {
  readonly limit: number;
  readonly rowsOf: (answer: O) => readonly T[];
}

/** Reading products and their prices. A size without a SKU is known to no system downstream and is left out. */
export function createProductReads(client: CentraClient): CentraProducts {
  /** A page of the rows of one kind that changed at or after `from`, and the place after it. */
  async function changed<R extends I, O, I, T>(
    from: string,
    { list, page }: ChangesAt,
    { limit, rowsOf, ...call }: ChangesCall<R, O, I, T>,
  ): Promise<{ readonly rows: readonly T[]; readonly next?: ChangesAt }> {
    const rows = rowsOf(await client.read({ ...call, variables: { from, limit, page }, lane: LANE }));
    if (rows.length >= limit) return { rows, next: { list, page: page + 1 } };
    const following = LIST_AFTER[list];
    return following === undefined ? { rows } : { rows, next: { list: following, page: 1 } };
  }

  return {
    async listenToProducts() {
      const changes = ['CREATED', 'UPDATED', 'DELETED', 'DEPENDENT_DATA_CHANGED'] as const;
      await setEventListeners(client, PRODUCT_OBJECTS, changes);
    },

    async productPage(page) {
      const { products } = await client.read({
        operation: 'products',
        document: ProductPageDocument,
        variables: { limit: PRODUCTS_A_PAGE, page },
        answer: productsAnswer,
        lane: LANE,
      });
      return { rows: products.flatMap(sizesOf), more: products.length >= PRODUCTS_A_PAGE };
    },

    async pricePage(page) {
      const { displays } = await client.read({
        operation: 'displays',
        document: PricePageDocument,
        variables: { limit: PRICES_A_PAGE, page },
        answer: displaysAnswer,
        lane: LANE,
      });
      return { rows: displays.flatMap(pricesOf), more: displays.length >= PRICES_A_PAGE };
    },

    async changedPage(from, at) {
      const none = { products: [], sizes: [], prices: [] };
      if (at.list === 'products') {
        const { rows, ...next } = await changed(from, at, {
          operation: 'products',
          document: ProductsChangedDocument,
          answer: productsAnswer,
          limit: PRODUCTS_A_PAGE,
          rowsOf: (answer) => answer.products,
        });
        return { ...none, products: rows.flatMap(sizesOf), ...next };
      }
      if (at.list === 'sizes') {
        const { rows, ...next } = await changed(from, at, {
          operation: 'productSizes',
          document: SizesChangedDocument,
          answer: sizesAnswer,
          limit: PRICES_A_PAGE,
          rowsOf: (answer) => answer.productSizes,
        });
        const sizes = rows.map(({ id, EAN, isActive }) => ({
          size: id,
          barcode: EAN ?? '',
          active: isActive !== false,
        }));
        return { ...none, sizes, ...next };
      }
      const { rows, ...next } = await changed(from, at, {
        operation: 'displays',
        document: PricesChangedDocument,
        answer: displaysAnswer,
        limit: PRICES_A_PAGE,
        rowsOf: (answer) => answer.displays,
      });
      return { ...none, prices: rows.flatMap(pricesOf), ...next };
    },
  };
}

/** Changes of sizes and prices come after those of the products that they belong to. */
const LIST_AFTER: Readonly<Record<ChangesAt['list'], ChangesAt['list'] | undefined>> = {
  products: 'sizes',
  sizes: 'prices',
  prices: undefined,
};

/** A size is sold when it, its variant and its product are active. */
function sizesOf(product: z.output<typeof productsAnswer>['products'][number]): CentraProduct[] {
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
function pricesOf({ productVariants, prices }: z.output<typeof displaysAnswer>['displays'][number]): CentraPrices[] {
  return productVariants.map(({ id }) => ({
    variant: id,
    prices: prices.flatMap(({ productVariant, pricelist, price }) =>
      productVariant.id === id && pricelist?.currency && price
        ? [{ pricelist: pricelist.id, currency: pricelist.currency.code, value: price.value }]
        : [],
    ),
  }));
}
