import { describeTwins, nearTwins } from '../../domain/products/near-twins.js';
import type { ProductStore } from '../../systems/database/products-port.js';
import { type Finding, warning } from './finding.js';

/** SKUs that are held at once besides those that were read before. */
const A_PIECE = 1_000;

/** All SKUs of the web shop that we have read. */
export async function knownSkus(products: Pick<ProductStore, 'masters'>): Promise<{ readonly sku: string }[]> {
  const skus: { readonly sku: string }[] = [];
  for (let after = ''; ; ) {
    const piece = await products.masters({ after, limit: A_PIECE }, undefined);
    skus.push(...piece.map(({ sku }) => ({ sku })));
    const last = piece.at(-1);
    if (last === undefined || piece.length < A_PIECE) return skus;
    after = last.sku;
  }
}

/** SKUs of the web shop that a person cannot tell apart: sooner or later one is taken for the other. */
export const checkSkus = (products: readonly { readonly sku: string }[]): Finding[] =>
  nearTwins(products.map(({ sku }) => sku)).map((twins) =>
    warning('near twins', `${describeTwins(twins)} Give them SKUs that people can tell apart.`),
  );
