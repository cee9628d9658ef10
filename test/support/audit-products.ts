import { auditLists, auditPrices, type UnreadableEntry } from '../../domain/products/audit.js';
import {
  auditMissingUpstream,
  auditSharedBarcodes,
  type Comparing,
  compareProducts,
} from '../../domain/products/audit-replicas.js';
import type { Divergence } from '../../domain/products/divergence.js';
import { overviewOf } from '../../domain/products/overview.js';
import {
  type MasterProduct,
  PRODUCT_SYSTEMS,
  type ProductReplica,
  type ProductSystem,
} from '../../domain/products/product.js';

interface Audited extends Partial<Pick<Comparing, 'ownership' | 'knowsPrices' | 'vatGroupOf' | 'currency'>> {
  readonly masters: readonly MasterProduct[];
  readonly replicas: Readonly<Record<ProductSystem, readonly ProductReplica[]>>;
  readonly unreadable?: readonly UnreadableEntry[];
}

const FLAG = { name: 'flag', price: 'flag', barcode: 'flag', status: 'flag', customs: 'flag' } as const;

/** Compares products that are all at hand, by the rules that the product sync applies to them piece by piece. */
export function auditOf({ masters, replicas, unreadable = [], ...how }: Audited) {
  const gathered = overviewOf();
  gathered.addMasters(masters);
  for (const system of PRODUCT_SYSTEMS) gathered.addReplicas(system, replicas[system]);
  const overview = gathered.done();
  const knowsPrices = how.knowsPrices ?? true;
  const divergences: Divergence[] = auditLists({
    overview,
    unreadable,
    master: 'centra',
    ambiguousPrices: knowsPrices ? undefined : 'Nobody has said which prices the tills use.',
  });
  if (knowsPrices) divergences.push(...auditPrices(masters));
  const due = { sitoo: [] as readonly string[], wms: [] as readonly string[] };
  const agreed = { sitoo: [] as readonly string[], wms: [] as readonly string[] };
  for (const system of PRODUCT_SYSTEMS) {
    const missing = auditMissingUpstream({ system, master: 'centra' }, replicas[system], overview);
    const shared = auditSharedBarcodes(system, overview);
    const compared = compareProducts(masters, replicas[system], {
      upstream: 'centra',
      system,
      currency: how.currency ?? 'SEK',
      ownership: how.ownership ?? FLAG,
      ambiguous: overview.ambiguous,
      clashing: shared.clashing,
      renamed: new Set(missing.renamed),
      knowsPrices,
      vatGroupOf: how.vatGroupOf ?? (() => 'unsaid'),
    });
    divergences.push(...missing.divergences, ...shared.divergences, ...compared.divergences);
    due[system] = compared.due;
    agreed[system] = compared.agreed;
  }
  return { divergences, due, agreed };
}
