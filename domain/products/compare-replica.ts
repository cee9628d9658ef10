import type { Divergence } from './audit.js';
import {
  differing,
  type FieldOwnership,
  formatField,
  type MasterProduct,
  type ProductField,
  type ProductReplica,
  type ProductState,
  type ProductSystem,
  publishedTo,
  SYSTEM_NAMES,
} from './product.js';

export type Suspicion = Pick<Divergence, 'kind' | 'field' | 'sentence' | 'remedy'>;

/**
 * Compares one product with its copy in a system below. What differs from what we last wrote was edited there: the brand
 * says for each field whether a person is asked or ours is written again. What we never wrote is brought in line.
 */
export function compareReplica(
  system: ProductSystem,
  master: MasterProduct,
  replica: ProductReplica,
  ownership: FieldOwnership,
): { suspicions: Suspicion[]; write: boolean } {
  const { sku } = master;
  const wanted = publishedTo(system, master);
  const { seen, written, accepted, forced } = replica;
  if (!seen) {
    // What is not sold any more need not be made known.
    if (!master.active) return { suspicions: [], write: false };
    const sentence = `${SYSTEM_NAMES[system]} does not have ${sku} (${master.name}).`;
    return { suspicions: [{ kind: 'missing', sentence, remedy: 'write' }], write: true };
  }
  const differences = differing(system, wanted, seen).filter(
    (field) => !accepted || differing(system, accepted, seen).includes(field),
  );
  const means = (other: ProductState): boolean => other.name === master.name || other.barcode === master.barcode;
  if (!means(seen) && !forced && differences.length > 0) {
    const sentence = `${sku} means another product: the web shop has ${formatField(master, 'name')} with the barcode ${formatField(master, 'barcode')}, ${SYSTEM_NAMES[system]} has ${formatField(seen, 'name')} with ${formatField(seen, 'barcode')}. The web shop wins when the answer is retry.`;
    return { suspicions: [{ kind: 'sku-reused', sentence, remedy: 'ask' }], write: false };
  }
  const changedUpstream = new Set(written ? differing(system, wanted, written) : differences);
  const suspicions: Suspicion[] = [];
  let write = false;
  for (const field of differences) {
    const remedy = forced || changedUpstream.has(field) || ownership[field] === 'revert' ? 'write' : 'ask';
    if (remedy === 'write') write = true;
    suspicions.push({
      kind: kindOf(field, seen),
      field,
      remedy,
      sentence: sentenceOf(system, master, seen, field, remedy),
    });
  }
  return { suspicions, write };
}

function kindOf(field: ProductField, seen: ProductState): Suspicion['kind'] {
  if (field === 'status') return seen.active ? 'active-below' : 'inactive-below';
  return `${field}-differs`;
}

function sentenceOf(
  system: ProductSystem,
  master: MasterProduct,
  seen: ProductState,
  field: ProductField,
  remedy: Suspicion['remedy'],
): string {
  const both = `The ${field} of ${master.sku} is ${formatField(seen, field)} in ${SYSTEM_NAMES[system]} and ${formatField(master, field)} in the web shop.`;
  return remedy === 'write'
    ? `${both} The web shop wins and is written there.`
    : `${both} It was edited there; the web shop wins when the answer is retry.`;
}
