import type { Brand } from './brand.js';
import type { System } from './names.js';

export const SYSTEMS = ['centra', 'sitoo', 'wms'] as const satisfies readonly System[];

/** What people call them. */
export const NAMES_OF_SYSTEMS = { centra: 'Centra', sitoo: 'Sitoo', wms: 'the WMS' } as const satisfies Record<
  System,
  string
>;

type Places = Pick<Brand, 'locations'>;

/**
 * The systems that an installation joins: those in which its locations have an id. The brand file says it nowhere else, so that it
 * cannot say two things.
 */
export const systemsOf = ({ locations }: Places): ReadonlySet<System> =>
  new Set(SYSTEMS.filter((system) => locations.some((location) => location[system] !== undefined)));

export const hasSystem = (brand: Places, system: System): boolean => systemsOf(brand).has(system);

export const TOPICS = ['orders', 'stock', 'returns', 'products'] as const;

interface BusinessFlow {
  readonly needs: readonly System[];
  /** Where the README's table of pairs says it, and how. */
  readonly topic: (typeof TOPICS)[number];
  readonly title: string;
}

/**
 * What Onepool does between the systems of an installation, and which of them it needs for it. This is the only list: whatever
 * serves one of these is asked for, started, scheduled and checked exactly where its systems are.
 */
export const BUSINESS_FLOWS = {
  'web-orders-to-stores': {
    needs: ['centra', 'sitoo'],
    topic: 'orders',
    title: 'web orders to stores, and what they did back to the shop',
  },
  'web-orders-to-warehouse': {
    needs: ['centra', 'wms'],
    topic: 'orders',
    title: 'web orders to the warehouse, parcels and tracking back to the shop',
  },
  'till-orders-to-warehouse': {
    needs: ['sitoo', 'wms'],
    topic: 'orders',
    title: 'till orders to the pick list, immediately or in batches, deliveries back to the tills',
  },
  'store-stock-to-shop': { needs: ['centra', 'sitoo'], topic: 'stock', title: 'of stores to the shop' },
  'warehouse-stock-to-shop': { needs: ['centra', 'wms'], topic: 'stock', title: 'of the warehouse to the shop' },
  'warehouse-stock-to-tills': { needs: ['sitoo', 'wms'], topic: 'stock', title: 'of the warehouse to the tills' },
  'returns-in-stores': { needs: ['centra', 'sitoo'], topic: 'returns', title: 'web orders returned in a store' },
  'returns-by-post': { needs: ['centra', 'wms'], topic: 'returns', title: 'web orders returned by post' },
  'goods-to-warehouse': {
    needs: ['sitoo', 'wms'],
    topic: 'returns',
    title: 'goods that a till sends on are announced to the warehouse',
  },
  'shipped-orders-at-tills': {
    needs: ['centra', 'sitoo', 'wms'],
    topic: 'returns',
    title: 'tills know what the warehouse sent',
  },
  'products-to-tills': {
    needs: ['centra', 'sitoo'],
    topic: 'products',
    title: 'of the shop to the tills, with prices',
  },
  'products-to-warehouse': { needs: ['centra', 'wms'], topic: 'products', title: 'of the shop to the warehouse' },
  'products-between-tills-and-warehouse': {
    needs: ['sitoo', 'wms'],
    topic: 'products',
    title: 'tills and warehouse audited, either of them as master',
  },
} as const satisfies Record<string, BusinessFlow>;

export type BusinessFlowName = keyof typeof BUSINESS_FLOWS;

export const BUSINESS_FLOW_NAMES = Object.keys(BUSINESS_FLOWS) as readonly BusinessFlowName[];

/** Where there is a web shop it is the master of products, and nothing else is compared with anything else. */
const ONLY_WITHOUT_CENTRA: readonly BusinessFlowName[] = ['products-between-tills-and-warehouse'];

/** What an installation of these systems does. */
export const flowsBetween = (systems: ReadonlySet<System>): readonly BusinessFlowName[] =>
  BUSINESS_FLOW_NAMES.filter(
    (name) =>
      BUSINESS_FLOWS[name].needs.every((system) => systems.has(system)) &&
      !(systems.has('centra') && ONLY_WITHOUT_CENTRA.includes(name)),
  );

/** What the installation of a brand does. */
export const flowsOf = (brand: Places): readonly BusinessFlowName[] => flowsBetween(systemsOf(brand));

export const hasFlow = (brand: Places, flow: BusinessFlowName): boolean => flowsOf(brand).includes(flow);
