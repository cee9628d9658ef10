import { comparableBarcode } from './barcode.js';
import { compareReplica, type Suspicion } from './compare-replica.js';
import type { Divergence } from './divergence.js';
import { capitalised, NAMES_OF_MASTERS, type ProductMaster } from './master.js';
import { describeTwins, seenAs } from './near-twins.js';
import type { Overview } from './overview.js';
import {
  differing,
  type FieldOwnership,
  type MasterProduct,
  type ProductReplica,
  type ProductSystem,
  SYSTEM_NAMES,
} from './product.js';
import type { TaxGroup, VatGroupOf } from './vat-group.js';

/** Products of a system that their master does not have: under a SKU that it has renamed, or not at all. */
export interface MissingUpstream {
  readonly divergences: readonly Divergence[];
  /** The new SKUs of renamed products. */
  readonly renamed: readonly string[];
}

export function auditMissingUpstream(
  { system, master: whose }: { readonly system: ProductSystem; readonly master: ProductMaster },
  replicas: readonly ProductReplica[],
  { masters, byBarcode, bySight, downstream }: Overview,
): MissingUpstream {
  const divergences: Divergence[] = [];
  const renamed: string[] = [];
  for (const { sku, seen, accepted } of replicas) {
    if (!seen || masters.has(sku)) continue;
    if (accepted && differing(system, accepted, seen).length === 0) continue;
    const master = seen.barcode === '' ? undefined : byBarcode.get(comparableBarcode(seen.barcode));
    const twin = bySight.get(seenAs(sku));
    if (master !== undefined && !downstream[system].seen.has(master)) {
      renamed.push(master);
      const sentence = `${capitalised(NAMES_OF_MASTERS[whose])} calls ${sku} ${master} now: the barcode ${seen.barcode} is the same. ${SYSTEM_NAMES[system]} knows the old name.`;
      divergences.push({ kind: 'sku-renamed', sku: master, system, sentence, remedy: 'ask' });
    } else if (seen.active && twin !== undefined) {
      const sentence = `${SYSTEM_NAMES[system]} has a near twin of a product of ${NAMES_OF_MASTERS[whose]}: ${describeTwins([sku, twin])}`;
      divergences.push({ kind: 'sku-near-twin', sku, system, sentence, remedy: 'ask' });
    } else if (seen.active) {
      const sentence = `${SYSTEM_NAMES[system]} has ${sku} (${seen.name}), which ${NAMES_OF_MASTERS[whose]} does not have.`;
      divergences.push({ kind: 'missing-upstream', sku, system, sentence, remedy: 'ask' });
    }
  }
  return { divergences, renamed };
}

/** Barcodes that two replicas claim. A clash that the web shop has too is asked about there, and only there. */
export function auditSharedBarcodes(
  system: ProductSystem,
  { ambiguous, downstream }: Overview,
): { readonly divergences: readonly Divergence[]; readonly clashing: ReadonlySet<string> } {
  const divergences: Divergence[] = [];
  const clashing = new Set<string>();
  for (const [barcode, skus] of downstream[system].shared) {
    if (skus.every((sku) => ambiguous.has(sku))) continue;
    for (const sku of skus) clashing.add(sku);
    const [first = ''] = skus;
    const sentence = `${SYSTEM_NAMES[system]} gives the barcode ${barcode} to ${skus.join(' and ')}.`;
    divergences.push({ kind: 'barcode-shared-downstream', sku: first, system, sentence, remedy: 'ask' });
  }
  return { divergences, clashing };
}

/** How products are compared with their replicas in one system. */
export interface Comparing {
  /** Whose products are compared with those of the system. */
  readonly upstream: ProductMaster;
  readonly system: ProductSystem;
  readonly currency: string;
  readonly ownership: FieldOwnership;
  /** SKUs that share a barcode in the web shop, and those that do in the system. */
  readonly ambiguous: ReadonlySet<string>;
  readonly clashing: ReadonlySet<string>;
  /** New SKUs of products that the system has under their former ones. */
  readonly renamed: ReadonlySet<string>;
  /** False when nobody knows which price list the tills use: prices are then left as they are there. */
  readonly knowsPrices: boolean;
  /** Under which VAT group the tills sell a new product. */
  readonly vatGroupOf: (taxGroup: TaxGroup | undefined) => VatGroupOf;
}

export interface ComparedProducts {
  readonly divergences: readonly Divergence[];
  /** SKUs to be written there. */
  readonly due: readonly string[];
  /** SKUs that agree although we never wrote them: from now on a difference is an edit. */
  readonly agreed: readonly string[];
}

/**
 * Compares products of the web shop with their replicas. What is not clear enough to be overwritten (a SKU that means another
 * product now, a barcode that two products claim) is held back until a person has looked: an order must not trip over it.
 */
export function compareProducts(
  masters: readonly MasterProduct[],
  replicas: readonly ProductReplica[],
  comparing: Comparing,
): ComparedProducts {
  const { upstream, system, ambiguous, clashing, renamed, ownership, currency } = comparing;
  const divergences: Divergence[] = [];
  const due: string[] = [];
  const agreed: string[] = [];
  const bySku = new Map(replicas.map((replica) => [replica.sku, replica]));
  for (const offered of masters) {
    const { sku } = offered;
    const replica = bySku.get(sku) ?? { sku };
    const master = withPriceFor(offered, replica, comparing);
    if (renamed.has(sku) || !master) continue;
    if (!replica.seen && cannotCreate(system, master)) {
      if (master.active) divergences.push(missingWithoutPrice(system, master));
      continue;
    }
    const { suspicions, write } = compareReplica({ upstream, system, master, replica, ownership, currency });
    const asked = suspicions.filter(({ field }) => field !== 'barcode' || !clashing.has(sku));
    divergences.push(...[...asked, ...refusalOf(system, replica, write)].map((found) => ({ ...found, sku, system })));
    if (replica.seen && !replica.written && suspicions.length === 0) agreed.push(sku);
    const vat = write && !replica.seen ? vatQuestion(offered, comparing) : undefined;
    if (vat) divergences.push(vat);
    const isHeld = ambiguous.has(sku) || clashing.has(sku) || vat !== undefined;
    if (write && (replica.forced || !isHeld)) due.push(sku);
  }
  return { divergences, due, agreed };
}

/**
 * Tills sell nothing that has no price. What is not sold any more has none in the web shop either, and keeps the one that
 * stands in the tills: it is taken out of sale there all the same. So does everything while nobody knows which list is meant.
 */
function withPriceFor(
  master: MasterProduct,
  { seen }: Pick<ProductReplica, 'seen'>,
  { upstream, system, knowsPrices }: Comparing,
): MasterProduct | undefined {
  if (system !== 'sitoo' || master.priceMinor !== undefined) return master;
  if (master.active && upstream === 'centra' && (knowsPrices || !seen)) return undefined;
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

/** The question about a product that the tills do not have: one for all products of the same tax group. */
function vatQuestion(
  { taxGroup }: Pick<MasterProduct, 'taxGroup'>,
  { upstream, system, vatGroupOf }: Comparing,
): Divergence | undefined {
  if (system !== 'sitoo') return undefined;
  const vat = vatGroupOf(taxGroup);
  if (vat === 'unsaid' || 'id' in vat) return undefined;
  const sku = taxGroup === undefined ? 'no-tax-group' : `tax-group-${taxGroup.id}`;
  const sentence = `${vat.unknown} New products of it are not written to the tills until it does.`;
  return { kind: 'vat-group', sku, system: upstream, sentence, remedy: 'ask' };
}

function refusalOf(system: ProductSystem, { sku, refused }: ProductReplica, write: boolean): Suspicion[] {
  if (!write || refused === undefined) return [];
  return [{ kind: 'refused', sentence: `${SYSTEM_NAMES[system]} does not take ${sku}. ${refused}`, remedy: 'ask' }];
}
