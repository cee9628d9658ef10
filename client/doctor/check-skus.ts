import { describeTwins, nearTwins } from '../../domain/products/near-twins.js';
import { type Finding, warning } from './finding.js';

/** SKUs of the web shop that a person cannot tell apart: sooner or later one is taken for the other. */
export const checkSkus = (products: readonly { readonly sku: string }[]): Finding[] =>
  nearTwins(products.map(({ sku }) => sku)).map((twins) =>
    warning('near twins', `${describeTwins(twins)} Give them SKUs that people can tell apart.`),
  );
