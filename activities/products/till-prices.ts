import { productMasterOf } from '../../domain/products/master.js';
import { type ChosenPriceList, choosePriceList, OWN_PRICES } from '../../domain/products/price-list.js';
import type { Dependencies } from '../dependencies.js';

/** Which price list the tills use, by all that was read of the web shop's. A master that is no web shop has one. */
export const tillPrices = async ({
  brand,
  records,
}: Pick<Dependencies, 'brand' | 'records'>): Promise<ChosenPriceList> =>
  productMasterOf(brand) === 'centra'
    ? choosePriceList(await records.products.priceLists(), brand.products)
    : { list: OWN_PRICES };
