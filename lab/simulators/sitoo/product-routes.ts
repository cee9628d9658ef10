import { z } from 'zod';
import { parseMoney } from '../../../domain/money.js';
import { itemWise } from './item-wise.js';
import { filter, listed } from './listing.js';
import type { Route } from './route.js';
import { tillAmount } from './shapes.js';
import { Refusal, type Shop } from './shop.js';
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
const newProduct = z.strictObject({ sku, vatid: z.int().positive().exactOptional(), ...fields });
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
      const rows = [...shop.state.products.values()].filter(
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
          moneyprice: tillAmount({ minor: product.priceMinor, currency: shop.state.world.currency }),
          vatid: product.vatid ?? shop.usualVatGroup,
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
        const { vatid = shop.usualVatGroup } = wanted;
        if (shop.state.products.has(wanted.sku)) throw new Refusal(`sku ${wanted.sku} already exists`);
        if (!shop.vatGroups.some(({ id }) => id === vatid)) throw new Refusal(`vatid ${vatid} does not exist`);
        const productid = shop.state.nextProductId();
        const product: ProductRecord = { sku: wanted.sku, barcode: '', name: '', priceMinor: 0, productid, vatid };
        shop.state.products.set(wanted.sku, { ...product, ...changesOf(shop, wanted) });
        return productid;
      }),
    }),
  },
  {
    method: 'PUT',
    path: /^sites\/1\/products$/,
    answer(shop, call) {
      const byId = new Map([...shop.state.products.values()].map((product) => [product.productid, product]));
      return {
        status: 200,
        json: itemWise(call, changedProduct, (wanted) => {
          const product = byId.get(wanted.productid);
          if (!product) throw new Refusal(`Product ${wanted.productid} not found`, 404);
          const renamed = wanted.sku ?? product.sku;
          if (renamed !== product.sku && shop.state.products.has(renamed))
            throw new Refusal(`sku ${renamed} already exists`);
          shop.state.products.set(renamed, { ...product, ...changesOf(shop, wanted), sku: renamed });
          if (renamed !== product.sku) shop.state.products.delete(product.sku);
          return true;
        }),
      };
    },
  },
  {
    method: 'GET',
    path: /^sites\/1\/productgroups$/,
    parameters: [],
    list: true,
    answer: (shop, { query }) =>
      listed(
        shop.vatGroups.map(({ id, percent, name }) => ({
          productgroupid: id,
          productgrouptype: 10,
          productgroupname: name,
          vatid: id,
          value: percent,
        })),
        query,
        'productgroupid',
      ),
  },
  {
    method: 'PUT',
    path: /^sites\/1\/pricelists\/(\d+)\/pricelistitems$/,
    answer: (shop, call) => ({
      status: 200,
      json: itemWise(call, priceItem, (item) => {
        if (!shop.state.products.has(item.sku)) throw new Refusal(`Product not found, sku ${item.sku}`);
        const list = Number(call.ids[0]);
        const prices = shop.state.pricelists.get(list) ?? new Map<string, number>();
        prices.set(item.sku, parseMoney(item.moneyprice, shop.state.world.currency).minor);
        shop.state.pricelists.set(list, prices);
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
    ...(moneyprice === undefined ? {} : { priceMinor: parseMoney(moneyprice, shop.state.world.currency).minor }),
    ...(sold === undefined ? {} : { inactive: !sold }),
  };
}
