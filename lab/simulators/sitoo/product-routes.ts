import { z } from 'zod';
import { formatMoney, parseMoney } from '../../../domain/money.js';
import { itemWise } from './item-wise.js';
import { filter, listed } from './listing.js';
import type { Route } from './route.js';
import { Refused, type Shop } from './shop.js';
import type { ProductRecord } from './state.js';

const sku = z.string().regex(/^[A-Za-z0-9_+\-/]+$/, 'sku is of [A-Za-z0-9_+-/]');
const money = z.string().regex(/^\d+\.\d{2}$/);
const fields = {
  title: z.string().exactOptional(),
  barcode: z.string().exactOptional(),
  moneyprice: money.exactOptional(),
  active: z.boolean().exactOptional(),
  activepos: z.boolean().exactOptional(),
};
const newProduct = z.strictObject({ sku, ...fields });
const changedProduct = z.strictObject({ productid: z.int().positive(), sku: sku.exactOptional(), ...fields });
const priceItem = z.strictObject({ sku, moneyprice: money });

/** Products and price lists. */
export const productRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: /^sites\/1\/products$/,
    parameters: ['sku', 'productid', 'includeinactive', 'datelastmodified'],
    list: true,
    answer(shop, { query }) {
      const skus = filter(query, 'sku');
      const inactiveToo = query.get('includeinactive') === 'true';
      const rows = [...shop.books.products.values()].filter(
        (product) => (skus?.has(product.sku) ?? true) && (inactiveToo || product.inactive !== true),
      );
      return listed(
        rows.map((product) => ({
          productid: product.productid,
          sku: product.sku,
          title: product.name,
          barcode: product.barcode,
          active: product.inactive !== true,
          activepos: product.inactive !== true,
          moneyprice: formatMoney({ minor: product.priceMinor, currency: shop.books.world.currency }),
        })),
        query,
        'productid',
      );
    },
  },
  {
    method: 'POST',
    path: /^sites\/1\/products$/,
    answer: (shop, call) => ({
      status: 200,
      json: itemWise(call, newProduct, (wanted) => {
        if (shop.books.products.has(wanted.sku)) throw new Refused(`sku ${wanted.sku} already exists`);
        const productid = shop.books.nextProductId();
        const product: ProductRecord = { sku: wanted.sku, barcode: '', name: '', priceMinor: 0, productid };
        shop.books.products.set(wanted.sku, { ...product, ...changesOf(shop, wanted) });
        return productid;
      }),
    }),
  },
  {
    method: 'PUT',
    path: /^sites\/1\/products$/,
    answer(shop, call) {
      const byId = new Map([...shop.books.products.values()].map((product) => [product.productid, product]));
      return {
        status: 200,
        json: itemWise(call, changedProduct, (wanted) => {
          const product = byId.get(wanted.productid);
          if (!product) throw new Refused(`Product ${wanted.productid} not found`, 404);
          const renamed = wanted.sku ?? product.sku;
          if (renamed !== product.sku && shop.books.products.has(renamed))
            throw new Refused(`sku ${renamed} already exists`);
          shop.books.products.set(renamed, { ...product, ...changesOf(shop, wanted), sku: renamed });
          if (renamed !== product.sku) shop.books.products.delete(product.sku);
          return true;
        }),
      };
    },
  },
  {
    method: 'PUT',
    path: /^sites\/1\/pricelists\/(\d+)\/pricelistitems$/,
    answer: (shop, call) => ({
      status: 200,
      json: itemWise(call, priceItem, (item) => {
        if (!shop.books.products.has(item.sku)) throw new Refused(`Product not found, sku ${item.sku}`);
        const list = Number(call.ids[0]);
        const prices = shop.books.pricelists.get(list) ?? new Map<string, number>();
        prices.set(item.sku, parseMoney(item.moneyprice, shop.books.world.currency).minor);
        shop.books.pricelists.set(list, prices);
        return true;
      }),
    }),
  },
];

function changesOf(
  shop: Shop,
  { title, barcode, moneyprice, activepos, active }: Omit<z.output<typeof newProduct>, 'sku'>,
): Partial<ProductRecord> {
  const sold = activepos ?? active;
  return {
    ...(title === undefined ? {} : { name: title }),
    ...(barcode === undefined ? {} : { barcode }),
    ...(moneyprice === undefined ? {} : { priceMinor: parseMoney(moneyprice, shop.books.world.currency).minor }),
    ...(sold === undefined ? {} : { inactive: !sold }),
  };
}
