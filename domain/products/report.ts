import type { Audit } from './audit.js';
import type { Divergence, DivergenceKind } from './divergence.js';
import type { ProductSystem } from './product.js';

/** What a question about a product is about. */
export interface ProductQuestion {
  readonly kind: 'product';
  readonly divergence: DivergenceKind;
  readonly system: ProductSystem | 'centra';
  readonly sku: string;
}

/** What a comparison found, short enough to be handed on. */
export interface AuditReport {
  readonly products: number;
  readonly counts: Readonly<Partial<Record<DivergenceKind, number>>>;
  /** Products to be written, by system. */
  readonly due: Readonly<Record<ProductSystem, number>>;
  /** The first of them; questions for people come before what is written without one. */
  readonly divergences: readonly Divergence[];
  readonly total: number;
}

/** Products of one report; a report crosses Temporal, where everything is kept. */
const SHOWN = 200;

export function reportOf(audit: Audit, products: number): AuditReport {
  const counts: Partial<Record<DivergenceKind, number>> = {};
  for (const { kind } of audit.divergences) counts[kind] = (counts[kind] ?? 0) + 1;
  const asked = audit.divergences.filter(({ remedy }) => remedy === 'ask');
  const written = audit.divergences.filter(({ remedy }) => remedy === 'write');
  return {
    products,
    counts,
    due: { sitoo: audit.due.sitoo.length, wms: audit.due.wms.length },
    divergences: [...asked, ...written].slice(0, SHOWN),
    total: audit.divergences.length,
  };
}
