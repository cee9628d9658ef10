import { comparableBarcode } from './barcode.js';
import type { Divergence } from './divergence.js';
import { capitalised, NAMES_OF_MASTERS, type ProductMaster } from './master.js';
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

export interface ReplicaAndMaster {
  /** Whose product `master` is. */
  readonly upstream: ProductMaster;
  readonly system: ProductSystem;
  readonly master: MasterProduct;
  readonly replica: ProductReplica;
  readonly ownership: FieldOwnership;
  /** Of the brand. */
  readonly currency: string;
}

/**
 * Compares one product with its replica in a system. What differs from what we last wrote was edited there: the brand
 * says for each field whether a person is asked or the web shop's value is written again. What we never wrote is brought in line.
 */
export function compareReplica(comparison: ReplicaAndMaster): { suspicions: Suspicion[]; write: boolean } {
  const { upstream, system, master, replica, ownership, currency } = comparison;
  const shop = NAMES_OF_MASTERS[upstream];
  const { sku } = master;
  const wanted = publishedTo(system, master);
  const format = (state: ProductState, field: ProductField) => formatField(state, field, currency);
  const { written, accepted, forced } = replica;
  const seen = asFarAsTold(replica);
  if (!seen) {
    // A product that is no longer sold need not be created.
    if (!master.active) return { suspicions: [], write: false };
    const sentence = `${SYSTEM_NAMES[system]} does not have ${sku} (${master.name}).`;
    return { suspicions: [{ kind: 'missing', sentence, remedy: 'write' }], write: true };
  }
  const differences = [...differing(system, wanted, seen), ...neverTold(wanted, seen)].filter(
    (field) => !accepted || differing(system, accepted, seen).includes(field),
  );
  const isSameProduct =
    seen.name === master.name || comparableBarcode(seen.barcode) === comparableBarcode(master.barcode);
  if (!isSameProduct && !forced && differences.length > 0) {
    const sentence = `${sku} means another product: ${shop} has ${format(master, 'name')} with the barcode ${format(master, 'barcode')}, ${SYSTEM_NAMES[system]} has ${format(seen, 'name')} with ${format(seen, 'barcode')}. ${capitalised(shop)} wins when the answer is retry.`;
    return { suspicions: [{ kind: 'sku-reused', sentence, remedy: 'ask' }], write: false };
  }
  // The brand did not read it when the product was written last.
  const unwritten: ProductField[] = wanted.customs !== undefined && written?.customs === undefined ? ['customs'] : [];
  const changedUpstream = new Set([...(written ? differing(system, wanted, written) : differences), ...unwritten]);
  const suspicions: Suspicion[] = [];
  let write = false;
  for (const field of differences) {
    const remedy = forced || changedUpstream.has(field) || ownership[field] === 'revert' ? 'write' : 'ask';
    if (remedy === 'write') write = true;
    const both = `The ${field} of ${sku} is ${format(seen, field)} in ${SYSTEM_NAMES[system]} and ${format(master, field)} in ${shop}.`;
    suspicions.push({ kind: kindOf(field, seen), field, remedy, sentence: `${both} ${outcomeOf(remedy, shop)}` });
  }
  return { suspicions, write };
}

/** What a system's answer leaves out altogether it has not told: then what we wrote stands. */
const asFarAsTold = ({ seen, written }: ProductReplica): ProductState | undefined =>
  seen?.customs === undefined && seen !== undefined && written?.customs !== undefined
    ? { ...seen, customs: written.customs }
    : seen;

/** What neither the system has told nor we have written is written once. */
const neverTold = (wanted: ProductState, seen: ProductState): ProductField[] =>
  seen.customs === undefined && wanted.customs !== undefined && Object.keys(wanted.customs).length > 0
    ? ['customs']
    : [];

const outcomeOf = (remedy: Suspicion['remedy'], shop: string): string =>
  remedy === 'write'
    ? `${capitalised(shop)} wins and is written there.`
    : `It was edited there; ${shop} wins when the answer is retry.`;

function kindOf(field: ProductField, seen: ProductState): Suspicion['kind'] {
  if (field === 'status') return seen.active ? 'active-downstream' : 'inactive-downstream';
  return `${field}-differs`;
}
