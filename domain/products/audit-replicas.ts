import { comparableBarcode } from './barcode.js';
import { compareReplica, type Suspicion } from './compare-replica.js';
import type { Divergence } from './divergence.js';
import { capitalised, NAMES_OF_MASTERS, type ProductMaster } from './master.js';
import { describeTwins, seenAs } from './near-twins.js';
import {
  differing,
  type FieldOwnership,
  type MasterProduct,
  type ProductReplica,
  type ProductSystem,
  SYSTEM_NAMES,
} from './product.js';
import { sharedBarcodes } from './shared-barcodes.js';

export interface ReplicasInput {
  readonly master: ProductMaster;
  readonly system: ProductSystem;
  readonly replicas: readonly ProductReplica[];
  readonly masters: readonly MasterProduct[];
  /** SKUs that share a barcode in the web shop. */
  readonly ambiguous: ReadonlySet<string>;
  readonly ownership: FieldOwnership;
}

export interface AuditedReplicas {
  readonly divergences: readonly Divergence[];
  /** SKUs to be written there. */
  readonly due: readonly string[];
  /** SKUs that agree although we never wrote them. */
  readonly agreed: readonly string[];
}

/** Compares the replicas of one system with the products of their master. */
export function auditReplicas(input: ReplicasInput): AuditedReplicas {
  const unknown = findMissingUpstream(input);
  const shared = findSharedBarcodes(input);
  const compared = compareKnown(input, { renamed: unknown.renamed, clashing: shared.clashing });
  return { ...compared, divergences: [...unknown.divergences, ...shared.divergences, ...compared.divergences] };
}

/** Products that the web shop does not have: under a SKU that it has renamed, or not at all. */
function findMissingUpstream({ master: whose, system, replicas, masters }: ReplicasInput): {
  divergences: Divergence[];
  /** The new SKUs of renamed products. */
  renamed: ReadonlySet<string>;
} {
  const upstream = new Set(masters.map(({ sku }) => sku));
  const seenDownstream = new Set(replicas.filter(({ seen }) => seen).map(({ sku }) => sku));
  const byBarcode = new Map(masters.filter((m) => m.barcode !== '').map((m) => [comparableBarcode(m.barcode), m]));
  const twins = new Map(masters.map(({ sku }) => [seenAs(sku), sku]));
  const divergences: Divergence[] = [];
  const renamed = new Set<string>();
  for (const { sku, seen, accepted } of replicas) {
    if (!seen || upstream.has(sku)) continue;
    if (accepted && differing(system, accepted, seen).length === 0) continue;
    const master = byBarcode.get(comparableBarcode(seen.barcode));
    if (master && !seenDownstream.has(master.sku)) {
      renamed.add(master.sku);
      const sentence = `${capitalised(NAMES_OF_MASTERS[whose])} calls ${sku} ${master.sku} now: the barcode ${seen.barcode} is the same. ${SYSTEM_NAMES[system]} knows the old name.`;
      divergences.push({ kind: 'sku-renamed', sku: master.sku, system, sentence, remedy: 'ask' });
    } else if (seen.active) {
      const twin = twins.get(seenAs(sku));
      if (twin !== undefined) {
        const sentence = `${SYSTEM_NAMES[system]} has a near twin of a product of ${NAMES_OF_MASTERS[whose]}: ${describeTwins([sku, twin])}`;
        divergences.push({ kind: 'sku-near-twin', sku, system, sentence, remedy: 'ask' });
        continue;
      }
      const sentence = `${SYSTEM_NAMES[system]} has ${sku} (${seen.name}), which ${NAMES_OF_MASTERS[whose]} does not have.`;
      divergences.push({ kind: 'missing-upstream', sku, system, sentence, remedy: 'ask' });
    }
  }
  return { divergences, renamed };
}

/** Barcodes that two replicas claim. A clash that the web shop has too is asked about there, and only there. */
function findSharedBarcodes({ system, replicas, ambiguous }: ReplicasInput): {
  divergences: Divergence[];
  clashing: ReadonlySet<string>;
} {
  const divergences: Divergence[] = [];
  const clashing = new Set<string>();
  for (const [barcode, skus] of sharedBarcodes(replicas.flatMap(({ sku, seen }) => (seen ? [{ ...seen, sku }] : [])))) {
    if (skus.every((sku) => ambiguous.has(sku))) continue;
    for (const sku of skus) clashing.add(sku);
    const [first = ''] = skus;
    const sentence = `${SYSTEM_NAMES[system]} gives the barcode ${barcode} to ${skus.join(' and ')}.`;
    divergences.push({ kind: 'barcode-shared-downstream', sku: first, system, sentence, remedy: 'ask' });
  }
  return { divergences, clashing };
}

/** Compares each product of the web shop with its replica. */
function compareKnown(
  { master: whose, system, replicas, masters, ambiguous, ownership }: ReplicasInput,
  { renamed, clashing }: { renamed: ReadonlySet<string>; clashing: ReadonlySet<string> },
): AuditedReplicas {
  const divergences: Divergence[] = [];
  const due: string[] = [];
  const agreed: string[] = [];
  const bySku = new Map(replicas.map((replica) => [replica.sku, replica]));
  for (const offered of masters) {
    const { sku } = offered;
    const replica = bySku.get(sku) ?? { sku };
    const master = withPriceFor({ system, upstream: whose }, offered, replica);
    if (renamed.has(sku) || !master) continue;
    if (!replica.seen && cannotCreate(system, master)) {
      if (master.active) divergences.push(missingWithoutPrice(system, master));
      continue;
    }
    const { suspicions, write } = compareReplica({ upstream: whose, system, master, replica, ownership });
    const asked = suspicions.filter(({ field }) => field !== 'barcode' || !clashing.has(sku));
    divergences.push(...[...asked, ...refusalOf(system, replica, write)].map((found) => ({ ...found, sku, system })));
    if (replica.seen && !replica.written && suspicions.length === 0) agreed.push(sku);
    const isHeld = ambiguous.has(sku) || clashing.has(sku);
    if (write && (replica.forced || !isHeld)) due.push(sku);
  }
  return { divergences, due, agreed };
}

/**
 * Tills sell nothing that has no price. What is not sold any more has none in the web shop either, and keeps the one that
 * stands in the tills: it is taken out of sale there all the same.
 */
function withPriceFor(
  { system, upstream }: { readonly system: ProductSystem; readonly upstream: ProductMaster },
  master: MasterProduct,
  { seen }: Pick<ProductReplica, 'seen'>,
): MasterProduct | undefined {
  if (system !== 'sitoo' || master.priceMinor !== undefined) return master;
  if (master.active && upstream === 'centra') return undefined;
  return seen?.priceMinor === undefined ? master : { ...master, priceMinor: seen.priceMinor };
}

/** A till sells nothing without a price, and a warehouse, where it is the master, knows none. */
const cannotCreate = (system: ProductSystem, { priceMinor }: MasterProduct): boolean =>
  system === 'sitoo' && priceMinor === undefined;

const missingWithoutPrice = (system: ProductSystem, { sku, name }: MasterProduct): Divergence => ({
  kind: 'missing',
  sku,
  system,
  sentence: `${SYSTEM_NAMES[system]} does not have ${sku} (${name}), and its master knows no price: create it there.`,
  remedy: 'ask',
});

function refusalOf(system: ProductSystem, { sku, refused }: ProductReplica, write: boolean): Suspicion[] {
  if (!write || refused === undefined) return [];
  return [{ kind: 'refused', sentence: `${SYSTEM_NAMES[system]} does not take ${sku}. ${refused}`, remedy: 'ask' }];
}
