import type { Brand } from './brand.js';
import { FOLLOWER_NAMES, followersOf, followerWorkflowId } from './followers.js';
import { publisherWorkflowId, syncProductsWorkflowId } from './names.js';
import { TARGETS } from './stock/flows.js';
import { targetsOf } from './stock/flows-of-brand.js';

type Settings = Pick<Brand, 'brand' | 'locations' | 'returns' | 'warehouses'> & {
  readonly products: Pick<Brand['products'], 'sync'>;
};

/** Workflow ids of what runs as long as a brand needs it: those that it needs. */
export const neededLoops = (brand: Settings): readonly string[] => [
  ...followersOf(brand).map((follower) => followerWorkflowId(brand.brand, follower)),
  ...targetsOf(brand).map((target) => publisherWorkflowId(brand.brand, target)),
  ...(brand.products.sync === 'on' ? [syncProductsWorkflowId(brand.brand)] : []),
];

/** Those that an earlier brand file may have left behind. */
export function unneededLoops(brand: Settings): readonly string[] {
  const needed = new Set(neededLoops(brand));
  const possible = [
    ...FOLLOWER_NAMES.map((follower) => followerWorkflowId(brand.brand, follower)),
    ...TARGETS.map((target) => publisherWorkflowId(brand.brand, target)),
    syncProductsWorkflowId(brand.brand),
  ];
  return possible.filter((workflowId) => !needed.has(workflowId));
}
