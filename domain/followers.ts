import type { Brand } from './brand.js';
import { hasFlow, systemsOf } from './installation.js';
import type { System } from './names.js';
import { isNamed, namedWarehouses, type WarehouseKey, warehouseKey } from './warehouse-systems.js';

interface FollowerKind {
  /** The counterpart whose events wake it, and whose pace it keeps. */
  readonly system: System;
  /** The counterparts without which it cannot work. While any other is away it goes on. */
  readonly needs: readonly System[];
  /** What people read while it fails. */
  readonly failing: string;
  /** What people read when it succeeds again. */
  readonly recovered: string;
}

/**
 * All followers, each a workflow of its own, so that none waits for the work or the counterpart of another. This is the only
 * list of them.
 */
export const FOLLOWERS = {
  centra: {
    system: 'centra',
    needs: ['centra'],
    failing: 'Changes in centra cannot be read.',
    recovered: 'The counterpart can be read again.',
  },
  sitoo: {
    system: 'sitoo',
    needs: ['sitoo'],
    failing: 'Changes in sitoo cannot be read.',
    recovered: 'The counterpart can be read again.',
  },
  /** The stock journal of the tills and nothing else: what a till has sold must be gone from the web shop before anybody buys it there. */
  'till-sales': {
    system: 'sitoo',
    needs: ['sitoo'],
    failing: 'What the tills have sold cannot be read.',
    recovered: 'What the tills sell is read again.',
  },
  wms: {
    system: 'wms',
    needs: ['wms'],
    failing: 'Changes in wms cannot be read.',
    recovered: 'The counterpart can be read again.',
  },
  /** Makes shipped web orders known to the tills. It needs the web shop and the tills, so that neither's follower waits for the other. */
  'shipped-orders': {
    system: 'sitoo',
    needs: ['centra', 'sitoo'],
    failing: 'Shipped web orders cannot be made known to the tills.',
    recovered: 'Shipped web orders are made known to the tills again.',
  },
} as const satisfies Record<string, FollowerKind>;

export type Follower = keyof typeof FOLLOWERS;

/** A follower that a brand has: one of these, or one of a warehouse system with a name, which does there what `wms` does. */
export type FollowerOfBrand = Follower | WarehouseKey;

/** What people read while a follower fails, and when it succeeds again. */
export function sayingsOf(follower: FollowerOfBrand): Pick<FollowerKind, 'failing' | 'recovered'> {
  const { failing, recovered } = FOLLOWERS[likeness(follower)];
  return { failing: isNamed(follower) ? failing.replace('wms', follower) : failing, recovered };
}

/** Which of the followers it is like. */
export const likeness = (follower: FollowerOfBrand): Follower => (isNamed(follower) ? 'wms' : follower);

export const FOLLOWER_NAMES = Object.keys(FOLLOWERS) as readonly Follower[];

/** The followers that a brand needs: of the systems that it has, and of what it wants. */
export function followersOf(brand: Pick<Brand, 'locations' | 'returns' | 'warehouses'>): readonly FollowerOfBrand[] {
  const systems = systemsOf(brand);
  const mirrors = brand.returns.webOrdersAtTills && hasFlow(brand, 'shipped-orders-at-tills');
  const followers = FOLLOWER_NAMES.filter(
    (follower) =>
      FOLLOWERS[follower].needs.every((system) => systems.has(system)) && (follower !== 'shipped-orders' || mirrors),
  );
  return [...followers, ...namedWarehouses(brand).map(warehouseKey)];
}

/** The kind of event with which the tills say that stock has moved. */
export const STOCK_MOVED = 'stock-moved';

/** The follower that an event wakes, and that handles it. */
export const followerOfEvent = (system: System, kind: string): Follower =>
  system === 'sitoo' && kind === STOCK_MOVED ? 'till-sales' : system;

export const followerWorkflowId = (brand: string, follower: FollowerOfBrand): string => `follow/${brand}/${follower}`;
