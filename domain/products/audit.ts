import { type Divergence, UNREADABLE_LISTS } from './divergence.js';
import { capitalised, NAMES_OF_MASTERS, type ProductMaster } from './master.js';
import { describeTwins } from './near-twins.js';
import type { Overview } from './overview.js';
import type { MasterProduct } from './product.js';

/** What the master of products has wrong by itself, and what of the lists cannot be used at all: asked about once, whoever suffers from it. */
export function auditLists({
  overview,
  unreadable,
  ambiguousPrices,
  master,
}: {
  /** Whose products are compared with their replicas. */
  readonly master: ProductMaster;
  readonly overview: Overview;
  readonly unreadable: readonly UnreadableEntry[];
  /** Why nobody knows which prices the tills use. */
  readonly ambiguousPrices: string | undefined;
}): Divergence[] {
  return [
    ...(ambiguousPrices === undefined
      ? []
      : [{ kind: 'price-list', sku: 'all', system: 'centra', sentence: ambiguousPrices, remedy: 'ask' } as const]),
    ...unreadable.map((entry) => unreadableEntry(entry, master)),
    ...barcodesSharedUpstream(overview.sharedUpstream, master),
    ...twinsUpstream(overview.twinsUpstream, master),
  ];
}

/** An entry of one of the lists that products are read from. */
export interface UnreadableEntry {
  readonly what: keyof typeof UNREADABLE_LISTS;
  readonly id: string;
  readonly sentence: string;
}

function unreadableEntry({ what, id, sentence }: UnreadableEntry, master: ProductMaster): Divergence {
  const { system, entry } = UNREADABLE_LISTS[what];
  const named = id === '' ? `${entry} without an id` : `${entry} ${id}`;
  return {
    kind: 'unreadable',
    sku: named.replaceAll(' ', '-'),
    system: what === 'masters' ? master : system,
    sentence: `The ${named} cannot be used; all others were read. ${sentence}`,
    remedy: 'ask',
  };
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
const twinsUpstream = (groups: readonly (readonly string[])[], master: ProductMaster): Divergence[] =>
  groups.flatMap((twins) =>
    twins.map((sku) => ({
      kind: 'sku-near-twin',
      sku,
      system: master,
      sentence: `${capitalised(NAMES_OF_MASTERS[master])} has near twins: ${describeTwins(twins)}`,
      remedy: 'ask',
    })),
  );

/** Products that are sold and have no price in the list that the tills use. */
export const auditPrices = (masters: readonly MasterProduct[]): Divergence[] =>
  masters
    .filter(({ active, priceMinor }) => active && priceMinor === undefined)
    .map(({ sku }) => ({
      kind: 'no-price',
      sku,
      system: 'centra',
      sentence: `${sku} has no price in the price list of the brand, so it is not written to the tills.`,
      remedy: 'ask',
    }));
