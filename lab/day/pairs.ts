import type { System } from '../../domain/names.js';
import type { World } from '../simulators/kit/world.js';
import type { Feed } from './feed/feed.js';
import type { Action, OrderRef } from './feed/lines.js';
import { UNKNOWN_IN_WMS } from './generate/bundled-world.js';

/** The pairs of systems that a day can be played with, as `demo --pair` names them. */
export const PAIRS = {
  'warehouse-sitoo': ['sitoo', 'wms'],
  'centra-sitoo': ['centra', 'sitoo'],
  'centra-warehouse': ['centra', 'wms'],
} as const satisfies Record<string, readonly System[]>;

export type Pair = keyof typeof PAIRS;
export const PAIR_NAMES = Object.keys(PAIRS) as Pair[];

type PlayedWorld = Feed & { readonly world: World };

/** A day as it is where one of the three systems is not there: what needs it does not happen. */
export function dayOfPair(day: PlayedWorld, pair: Pair): PlayedWorld {
  const systems: ReadonlySet<System> = new Set(PAIRS[pair]);
  const world = worldWith(systems, day.world);
  const left = actionsWith(systems, { ...day, world });
  const actions = systems.has('centra') ? left : [...sendingGoodsOn(left), ...workOfWarehouse(world, left)];
  return { ...day, world, actions: actions.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)) };
}

/** Stores have tills and a warehouse has a WMS: without its system a place is not there. */
function worldWith(systems: ReadonlySet<System>, world: World): World {
  const locations = world.locations.filter(({ kind }) => systems.has(kind === 'store' ? 'sitoo' : 'wms'));
  const ids = new Set(locations.map(({ id }) => id));
  const stock = world.stock.filter(({ location }) => ids.has(location));
  return { ...world, systems: [...systems], locations, stock };
}

function actionsWith(systems: ReadonlySet<System>, { world, actions }: PlayedWorld): Action[] {
  const orders = new Set<OrderRef>(
    actions.flatMap((action) =>
      action.type === 'web.order' && systems.has('centra') && isSoldIn(world, action) ? [action.order] : [],
    ),
  );
  return actions.flatMap((action): Action[] => {
    if (action.type === 'events.fault') return systems.has(action.system) ? [action] : [];
    if ('order' in action && action.order !== undefined && !orders.has(action.order)) return [];
    if (action.type.startsWith('wms.') && !systems.has('wms')) return [];
    if (/^(store|pos)\./.test(action.type) && !systems.has('sitoo')) return [];
    return [systems.has('wms') ? action : withoutWarehouse(action)];
  });
}

/** Nothing is collected in a store that is not there, and what hangs in stores alone is not sold without them. */
function isSoldIn({ locations, stock }: World, order: Extract<Action, { type: 'web.order' }>): boolean {
  const { location, lines } = order;
  if (location !== undefined && !locations.some(({ id }) => id === location)) return false;
  const skus = new Set(stock.map(({ sku }) => sku));
  return lines.every(({ sku }) => skus.has(sku));
}

/** What a warehouse would send goes over the counter, and what would travel on to it stays in the store. */
function withoutWarehouse(action: Action): Action {
  if (action.type === 'pos.sale') {
    const { deliver: _, ...sale } = action;
    return sale;
  }
  if (action.type === 'pos.refund') {
    const { goodsTo: _, ...refund } = action;
    return refund;
  }
  return action;
}

/** Of the refunds of a day so many send their goods on to the warehouse: with a web shop, its orders do. */
const SENT_ON = 2;

function sendingGoodsOn(actions: readonly Action[]): Action[] {
  let left = SENT_ON;
  return actions.map((action) => {
    if (action.type !== 'pos.refund' || action.condition !== 'resellable' || left === 0) return action;
    left -= 1;
    return { ...action, goodsTo: 'warehouse' };
  });
}

const COUNTED = 20;
const WORK = { fromMinute: 30, everyMinutes: 20 } as const;
const MINUTE = 60_000;

/** Goods of known articles come in and counts differ: tills must show it, and no web shop moves anything in the warehouse. */
function workOfWarehouse({ locations, stock }: World, actions: readonly Action[]): Action[] {
  const warehouse = locations.find(({ kind }) => kind === 'warehouse')?.id;
  const [first] = actions;
  if (warehouse === undefined || first === undefined) return [];
  const unknown: readonly string[] = UNKNOWN_IN_WMS;
  return stock
    .filter(({ location, sku }) => location === warehouse && !unknown.includes(sku))
    .slice(0, COUNTED)
    .map(({ sku }, i) => {
      const at = new Date(Date.parse(first.at) + (WORK.fromMinute + i * WORK.everyMinutes) * MINUTE).toISOString();
      return i % 2 === 0
        ? { at, type: 'wms.receive', sku, quantity: 12 }
        : { at, type: 'wms.adjust', sku, quantity: -3 };
    });
}
