import { compareReplica, type Suspicion } from './compare-replica.js';
import {
  differing,
  type FieldOwnership,
  type MasterProduct,
  PRODUCT_SYSTEMS,
  type ProductField,
  type ProductReplica,
  type ProductSystem,
  SYSTEM_NAMES,
} from './product.js';

/** The ways in which products can fulfilment. */
export type DivergenceKind =
  | 'missing'
  | 'inactive-below'
  | 'active-below'
  | 'price-differs'
  | 'name-differs'
  | 'barcode-differs'
  | 'barcode-twice-above'
  | 'barcode-twice-below'
  | 'sku-reused'
  | 'sku-renamed'
  | 'unknown-above'
  | 'no-price'
  | 'refused';

export interface Divergence {
  readonly kind: DivergenceKind;
  readonly sku: string;
  /** Where it was found; the web shop's own faults are `centra`. */
  readonly system: ProductSystem | 'centra';
  readonly field?: ProductField;
  /** With both values, and who wins. */
  readonly sentence: string;
  /** `write`: ours is written by itself. `ask`: a person decides. */
  readonly remedy: 'write' | 'ask';
}

export interface Audit {
  readonly divergences: readonly Divergence[];
  /** SKUs to be written, by system. */
  readonly due: Readonly<Record<ProductSystem, readonly string[]>>;
  /** SKUs that agree although we never wrote them: from now on an edit of them is an edit. */
  readonly agreed: Readonly<Record<ProductSystem, readonly string[]>>;
}

export interface AuditInput {
  readonly masters: readonly MasterProduct[];
  readonly replicas: Readonly<Record<ProductSystem, readonly ProductReplica[]>>;
  readonly ownership: FieldOwnership;
}

/**
 * Compares every product with its copies. What is not clear enough to be overwritten (a SKU that means another product
 * now, a barcode that two products claim) is held back until a person has looked: an order must not trip over it.
 */
export function auditProducts({ masters, replicas, ownership }: AuditInput): Audit {
  const divergences: Divergence[] = [];
  const bySku = new Map(masters.map((master) => [master.sku, master]));
  const twice = heldTwice(masters);
  for (const [barcode, skus] of twice)
    for (const sku of skus)
      divergences.push({
        kind: 'barcode-twice-above',
        sku,
        system: 'centra',
        sentence: `The web shop gives the barcode ${barcode} to ${skus.join(' and ')}: a till cannot tell them apart.`,
        remedy: 'ask',
      });
  const ambiguous = new Set([...twice.values()].flat());
  for (const { sku, active, priceMinor } of masters)
    if (active && priceMinor === undefined)
      divergences.push({
        kind: 'no-price',
        sku,
        system: 'centra',
        sentence: `${sku} has no price in the price list of the brand, so the tills are not told of it.`,
        remedy: 'ask',
      });
  const due = { sitoo: [] as string[], wms: [] as string[] };
  const agreed = { sitoo: [] as string[], wms: [] as string[] };
  for (const system of PRODUCT_SYSTEMS) {
    const found = auditReplicas(system, replicas[system], { masters, bySku, ambiguous, ownership });
    divergences.push(...found.divergences);
    due[system].push(...found.due);
    agreed[system].push(...found.agreed);
  }
  return { divergences, due, agreed };
}

function auditReplicas(
  system: ProductSystem,
  replicas: readonly ProductReplica[],
  known: {
    masters: readonly MasterProduct[];
    bySku: ReadonlyMap<string, MasterProduct>;
    ambiguous: ReadonlySet<string>;
    ownership: FieldOwnership;
  },
): { divergences: Divergence[]; due: string[]; agreed: string[] } {
  const divergences: Divergence[] = [];
  const due: string[] = [];
  const agreed: string[] = [];
  const there = new Map(replicas.map((replica) => [replica.sku, replica]));
  const say = ({ kind, field, sentence, remedy }: Suspicion, sku: string): void => {
    divergences.push({ kind, sku, system, sentence, remedy, ...(field ? { field } : {}) });
  };

  const renamed = new Map<string, string>();
  const byBarcode = new Map(known.masters.filter((m) => m.barcode !== '').map((m) => [m.barcode, m]));
  for (const { sku, seen, accepted } of replicas) {
    if (!seen || known.bySku.has(sku)) continue;
    if (accepted && differing(system, accepted, seen).length === 0) continue;
    const master = byBarcode.get(seen.barcode);
    if (master && !there.get(master.sku)?.seen) {
      renamed.set(master.sku, sku);
      const sentence = `The web shop calls ${sku} ${master.sku} now: the barcode ${seen.barcode} is the same. ${SYSTEM_NAMES[system]} knows the old name.`;
      say({ kind: 'sku-renamed', sentence, remedy: 'ask' }, master.sku);
    } else if (seen.active) {
      const sentence = `${SYSTEM_NAMES[system]} has ${sku} (${seen.name}), which the web shop does not have.`;
      say({ kind: 'unknown-above', sentence, remedy: 'ask' }, sku);
    }
  }

  // Only what both claims would hide is worth a question of its own: the same fault above is asked about there.
  const below = heldTwice(replicas.flatMap(({ sku, seen }) => (seen ? [{ ...seen, sku }] : [])));
  const clashing = new Set<string>();
  for (const [barcode, skus] of below) {
    if (skus.every((sku) => known.ambiguous.has(sku))) continue;
    for (const sku of skus) clashing.add(sku);
    const [first = ''] = skus;
    const sentence = `${SYSTEM_NAMES[system]} gives the barcode ${barcode} to ${skus.join(' and ')}.`;
    say({ kind: 'barcode-twice-below', sentence, remedy: 'ask' }, first);
  }

  for (const master of known.masters) {
    const { sku } = master;
    if (renamed.has(sku) || (system === 'sitoo' && master.priceMinor === undefined)) continue;
    const replica = there.get(sku) ?? { sku };
    const verdict = compareReplica(system, master, replica, known.ownership);
    for (const suspicion of verdict.suspicions) {
      if (suspicion.field === 'barcode' && clashing.has(sku)) continue;
      say(suspicion, sku);
    }
    if (verdict.write && replica.refused !== undefined) {
      const sentence = `${SYSTEM_NAMES[system]} does not take ${sku}. ${replica.refused}`;
      say({ kind: 'refused', sentence, remedy: 'ask' }, sku);
    }
    if (replica.seen && !replica.written && verdict.suspicions.length === 0) agreed.push(sku);
    const held = known.ambiguous.has(sku) || clashing.has(sku);
    if (verdict.write && (replica.forced || !held)) due.push(sku);
  }
  return { divergences, due, agreed };
}

/** Barcodes that more than one active product claims. */
function heldTwice(
  products: readonly { readonly sku: string; readonly barcode: string; readonly active: boolean }[],
): Map<string, string[]> {
  const holders = new Map<string, string[]>();
  for (const { sku, barcode, active } of products)
    if (active && barcode !== '') holders.set(barcode, [...(holders.get(barcode) ?? []), sku]);
  // In an order of their own, so that the same clash is the same question whoever is read first.
  return new Map([...holders].filter(([, skus]) => skus.length > 1).map(([barcode, skus]) => [barcode, skus.sort()]));
}
