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
  /** Products to be written, by each system that holds replicas. */
  readonly due: Readonly<Partial<Record<ProductSystem, number>>>;
  /** The first of them; questions for people come before what is written without one. */
  readonly divergences: readonly Divergence[];
  readonly total: number;
}

/** Products of one report; a report crosses Temporal, where everything is kept. */
const SHOWN = 200;

/** Adds up what a comparison with these systems finds, piece by piece. */
export function tally(systems: readonly ProductSystem[]): {
  addProducts(count: number): void;
  addDivergences(found: readonly Divergence[]): void;
  addDue(system: ProductSystem, count: number): void;
  report(): AuditReport;
} {
  const counts: Partial<Record<DivergenceKind, number>> = {};
  const due: Partial<Record<ProductSystem, number>> = Object.fromEntries(systems.map((system) => [system, 0]));
  const shown: Record<Divergence['remedy'], Divergence[]> = { ask: [], write: [] };
  let products = 0;
  let total = 0;
  return {
    addProducts(count) {
      products += count;
    },
    addDivergences(found) {
      total += found.length;
      for (const divergence of found) {
        counts[divergence.kind] = (counts[divergence.kind] ?? 0) + 1;
        const alike = shown[divergence.remedy];
        if (alike.length < SHOWN) alike.push(divergence);
      }
    },
    addDue(system, count) {
      due[system] = (due[system] ?? 0) + count;
    },
    report: () => ({ products, counts, due, divergences: [...shown.ask, ...shown.write].slice(0, SHOWN), total }),
  };
}
