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

/** What a person reads when several lists could be meant. One may hold the prices of the staff, so none is guessed. */
export const describeAmbiguousList = (lists: readonly number[], { currency }: Pick<Brand, 'currency'>): string =>
  `Centra has several price lists in ${currency} (${lists.join(', ')}), and the brand file does not say which of them the tills use: name it as products.pricelist.`;
