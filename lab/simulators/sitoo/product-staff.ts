import { z } from 'zod';
import { Refusal, type Shop } from './shop.js';

/** A product is edited, added or removed in Sitoo's back office. */
export const productAct = z.strictObject({
  type: z.literal('pos.product'),
  sku: z.string().min(1),
  name: z.string().exactOptional(),
  barcode: z.string().exactOptional(),
  priceMinor: z.int().nonnegative().exactOptional(),
  active: z.boolean().exactOptional(),
  /** It gets another SKU. */
  newSku: z.string().min(1).exactOptional(),
  remove: z.literal(true).exactOptional(),
});

export function editProduct(shop: Shop, act: z.output<typeof productAct>): object {
  const { products } = shop.state;
  const { sku, newSku = sku, remove, active, name, barcode, priceMinor } = act;
  const known = products.get(sku);
  if (remove) {
    if (!products.delete(sku)) throw new Refusal(`There is no product ${sku}`);
    return {};
  }
  const productid = known?.productid ?? shop.state.nextProductId();
  if (newSku !== sku) products.delete(sku);
  products.set(newSku, {
    ...(known ?? { barcode: '', name: sku, priceMinor: 0 }),
    sku: newSku,
    productid,
    ...(name === undefined ? {} : { name }),
    ...(barcode === undefined ? {} : { barcode }),
    ...(priceMinor === undefined ? {} : { priceMinor }),
    ...(active === undefined ? {} : { inactive: !active }),
  });
  return {};
}
