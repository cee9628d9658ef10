import type { Brand } from '../brand.js';

/** A price of the web shop, by the list that it is of. */
export interface ListedPrice {
  readonly pricelist: number;
  readonly currency: string;
}

/** Price lists that the tills could mean: those in the currency of the brand. */
export const candidatesIn = (prices: readonly ListedPrice[], { currency }: Pick<Brand, 'currency'>): number[] =>
  [...new Set(prices.filter((price) => price.currency === currency).map(({ pricelist }) => pricelist))].sort(
    (a, b) => a - b,
  );

/** The list of a master that is no web shop: its prices are those of the tills. */
export const OWN_PRICES = 0;

/** The price list that the tills use, or those `among` which nobody has chosen. Neither while no product has a price. */
export interface ChosenPriceList {
  readonly list?: number;
  readonly among?: readonly number[];
}

/**
 * Names the list that the tills use. The one that the brand file names, or the only one: of several none is guessed, since one may
 * hold the prices of the staff.
 * @param lists those in the currency of the brand that any product has a price in
 */
export function choosePriceList(
  lists: readonly number[],
  { pricelist }: Pick<Brand['products'], 'pricelist'>,
): ChosenPriceList {
  if (pricelist !== undefined) return { list: pricelist };
  const [only, ...others] = lists;
  if (others.length > 0) return { among: lists };
  return only === undefined ? {} : { list: only };
}

/** What a person reads when several lists could be meant. One may hold the prices of the staff, so none is guessed. */
export const describeAmbiguousList = (lists: readonly number[], { currency }: Pick<Brand, 'currency'>): string =>
  `Centra has several price lists in ${currency} (${lists.join(', ')}), and the brand file does not say which of them the tills use: name it as products.pricelist.`;
