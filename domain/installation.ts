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

interface BusinessFlow {
  readonly needs: readonly System[];
  /** As the README's table of pairs says it. */
  readonly title: string;
}

/**
 * What Onepool does between the systems of an installation, and which of them it needs for it. This is the only list: whatever
 * serves one of these is asked for, started, scheduled and checked exactly where its systems are.
 */
export const BUSINESS_FLOWS = {
  'web-orders-to-stores': {
    needs: ['centra', 'sitoo'],
    title: 'web orders are picked, sent or handed over in stores, and the shop learns of it',
  },
  'web-orders-to-warehouse': {
    needs: ['centra', 'wms'],
    title: 'web orders go to the warehouse, and the shop learns what left with which parcel',
  },
  'till-orders-to-warehouse': {
    needs: ['sitoo', 'wms'],
    title:
      'what tills sell to be delivered goes to the pick list, immediately or in batches, and the tills learn what left',
  },
  'store-stock-to-shop': { needs: ['centra', 'sitoo'], title: 'the shop sells what lies in stores' },
  'warehouse-stock-to-shop': { needs: ['centra', 'wms'], title: 'the shop sells what lies in the warehouse' },
  'warehouse-stock-to-tills': { needs: ['sitoo', 'wms'], title: 'tills sell what lies in the warehouse' },
  'returns-in-stores': { needs: ['centra', 'sitoo'], title: 'web orders are returned in a store' },
  'returns-by-post': { needs: ['centra', 'wms'], title: 'web orders come back to the warehouse by post' },
  'goods-to-warehouse': {
    needs: ['sitoo', 'wms'],
    title: 'goods that a till takes back for the warehouse are announced there',
  },
  'shipped-orders-at-tills': {
    needs: ['centra', 'sitoo', 'wms'],
    title: 'web orders that the warehouse has sent are known to the tills, which can take them back',
  },
  'products-to-tills': { needs: ['centra', 'sitoo'], title: 'products and prices of the shop reach the tills' },
  'products-to-warehouse': { needs: ['centra', 'wms'], title: 'products of the shop reach the warehouse' },
  'products-between-tills-and-warehouse': {
    needs: ['sitoo', 'wms'],
    title: 'products of tills and warehouse are audited against each other, either of them as master',
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
