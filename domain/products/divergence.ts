import type { ProductField, ProductSystem } from './product.js';

/** The ways in which products can diverge. Downstream is a system that holds replicas, upstream is the web shop. */
export type DivergenceKind =
  | 'missing'
  | 'inactive-downstream'
  | 'active-downstream'
  | 'price-differs'
  | 'name-differs'
  | 'barcode-differs'
  | 'customs-differs'
  | 'barcode-shared-upstream'
  | 'barcode-shared-downstream'
  | 'sku-near-twin'
  | 'sku-reused'
  | 'sku-renamed'
  | 'missing-upstream'
  | 'no-price'
  | 'price-list'
  | 'vat-group'
  | 'unreadable'
  | 'refused';

export interface Divergence {
  readonly kind: DivergenceKind;
  readonly sku: string;
  /** Where it was found; the web shop's own faults are `centra`. */
  readonly system: ProductSystem | 'centra';
  readonly field?: ProductField;
  /** With both values, and who wins. */
  readonly sentence: string;
  /** `write`: the web shop's values are written without a question. `ask`: a person decides. */
  readonly remedy: 'write' | 'ask';
}

/** The lists that products are read from: whose each is, and what one of its entries is called. */
export const UNREADABLE_LISTS = {
  masters: { system: 'centra', entry: 'product' },
  prices: { system: 'centra', entry: 'display' },
  campaigns: { system: 'centra', entry: 'campaign price' },
  sitoo: { system: 'sitoo', entry: 'product' },
  wms: { system: 'wms', entry: 'article' },
} as const satisfies Record<string, { readonly system: Divergence['system']; readonly entry: string }>;
