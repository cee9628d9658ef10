import { auditReplicas } from './audit-replicas.js';
import type { Divergence } from './divergence.js';
import { capitalised, NAMES_OF_MASTERS, type ProductMaster } from './master.js';
import { describeTwins, nearTwins } from './near-twins.js';
import type { FieldOwnership, MasterProduct, ProductReplica, ProductSystem } from './product.js';
import { sharedBarcodes } from './shared-barcodes.js';

export interface Audit {
  readonly divergences: readonly Divergence[];
  /** SKUs to be written, by system. */
  readonly due: Readonly<Record<ProductSystem, readonly string[]>>;
  /** SKUs that agree although we never wrote them: from now on a difference is an edit. */
  readonly agreed: Readonly<Record<ProductSystem, readonly string[]>>;
}

export interface AuditInput {
  /** Whose products `masters` are. */
  readonly master: ProductMaster;
  /** The systems that hold replicas. */
  readonly systems: readonly ProductSystem[];
  readonly masters: readonly MasterProduct[];
  readonly replicas: Readonly<Record<ProductSystem, readonly ProductReplica[]>>;
  readonly ownership: FieldOwnership;
}

/**
 * Compares every product with its replicas. What is not clear enough to be overwritten (a SKU that means another product
 * now, a barcode that two products claim) is held back until a person has looked: an order must not trip over it.
 */
export function auditProducts({ master, systems, masters, replicas, ownership }: AuditInput): Audit {
  const shared = sharedBarcodes(masters);
  const ambiguous = new Set([...shared.values()].flat());
  const divergences = [
    ...barcodesSharedUpstream(shared, master),
    ...twinsUpstream(masters, master),
    // A warehouse knows no prices, and tills that are the master are written to by nobody.
    ...(master === 'centra' && systems.includes('sitoo') ? withoutPrice(masters) : []),
  ];
  const due = { sitoo: [] as readonly string[], wms: [] as readonly string[] };
  const agreed = { sitoo: [] as readonly string[], wms: [] as readonly string[] };
  for (const system of systems) {
    const audited = auditReplicas({ master, system, replicas: replicas[system], masters, ambiguous, ownership });
    divergences.push(...audited.divergences);
    due[system] = audited.due;
    agreed[system] = audited.agreed;
  }
  return { divergences, due, agreed };
}

const barcodesSharedUpstream = (shared: ReadonlyMap<string, readonly string[]>, master: ProductMaster): Divergence[] =>
  [...shared].flatMap(([barcode, skus]) =>
    skus.map((sku) => ({
      kind: 'barcode-shared-upstream',
      sku,
      system: master,
      sentence: `${capitalised(NAMES_OF_MASTERS[master])} gives the barcode ${barcode} to ${skus.join(' and ')}: a till cannot tell them apart.`,
      remedy: 'ask',
    })),
  );

/** Two products of the master under SKUs that a person cannot tell apart. */
const twinsUpstream = (masters: readonly MasterProduct[], master: ProductMaster): Divergence[] =>
  nearTwins(masters.filter(({ active }) => active).map(({ sku }) => sku)).flatMap((twins) =>
    twins.map((sku) => ({
      kind: 'sku-near-twin',
      sku,
      system: master,
      sentence: `${capitalised(NAMES_OF_MASTERS[master])} has near twins: ${describeTwins(twins)}`,
      remedy: 'ask',
    })),
  );

const withoutPrice = (masters: readonly MasterProduct[]): Divergence[] =>
  masters
    .filter(({ active, priceMinor }) => active && priceMinor === undefined)
    .map(({ sku }) => ({
      kind: 'no-price',
      sku,
      system: 'centra',
      sentence: `${sku} has no price in the price list of the brand, so it is not written to the tills.`,
      remedy: 'ask',
    }));
