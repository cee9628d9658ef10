import type { Feed } from '../day/feed/feed.js';
import type { Action } from '../day/feed/lines.js';

export interface Units {
  readonly sku: string;
  /** Signed where units move, positive where they are wanted. */
  readonly units: number;
}

/** Something that happened to a shelf or in the web shop. */
export type DemandEvent = { readonly at: number } & (
  | {
      readonly kind: 'moved';
      readonly location: string;
      readonly lines: readonly Units[];
      /** Centra restocks it itself: a web order's goods that come back. */
      readonly deductedByCentra?: boolean;
    }
  | { readonly kind: 'counted'; readonly location: string; readonly lines: readonly Units[] }
  | { readonly kind: 'ordered'; readonly order: string; readonly wanted?: string; readonly lines: readonly Units[] }
  /** A customer gives back what the order was promised; without lines all of it. */
  | { readonly kind: 'released'; readonly order: string; readonly lines?: readonly Units[] }
);

/** What a feed says about stock and the demand for it; the same for every policy. */
export interface Demand {
  /** In the order in which the web shop tries them: warehouses, then stores. */
  readonly locations: readonly string[];
  readonly stock: readonly { readonly location: string; readonly sku: string; readonly quantity: number }[];
  /** Earliest first. */
  readonly events: readonly DemandEvent[];
  readonly sales: number;
  readonly webOrders: number;
}

/** Reads the demand out of a feed. Work in stores and warehouse moves no promise, so it is left out. */
export function demandOf(feed: Feed & { readonly world: NonNullable<Feed['world']> }): Demand {
  const { world, actions } = feed;
  const of = (kind: 'store' | 'warehouse') => world.locations.filter((l) => l.kind === kind).map((l) => l.id);
  const warehouse = of('warehouse')[0] ?? '';
  return {
    locations: [...of('warehouse'), ...of('store')],
    stock: world.stock,
    events: actions.flatMap((action) => demandEventOf(action, warehouse) ?? []),
    sales: actions.filter((a) => a.type === 'pos.sale').length,
    webOrders: actions.filter((a) => a.type === 'web.order').length,
  };
}

const times = (lines: readonly { sku: string; quantity: number }[], sign: 1 | -1): Units[] =>
  lines.map(({ sku, quantity }) => ({ sku, units: sign * quantity }));

function demandEventOf(action: Action, warehouse: string): DemandEvent | undefined {
  const at = Date.parse(action.at);
  switch (action.type) {
    case 'pos.sale': {
      const location = action.deliver === undefined ? action.location : warehouse;
      return { at, kind: 'moved', location, lines: times(action.lines, -1) };
    }
    case 'pos.refund': {
      if (action.condition === 'damaged') return undefined;
      const deductedByCentra = action.order !== undefined;
      return { at, kind: 'moved', location: action.location, lines: times(action.lines, 1), deductedByCentra };
    }
    case 'pos.intake':
      return { at, kind: 'moved', location: action.location, lines: times(action.lines, 1) };
    case 'pos.stocktake':
      return { at, kind: 'counted', location: action.location, lines: times(action.lines, 1) };
    case 'wms.receive':
    case 'wms.adjust':
      return { at, kind: 'moved', location: warehouse, lines: times([action], 1) };
    case 'web.order': {
      const { order, location } = action;
      const ordered = { at, kind: 'ordered', order: String(order), lines: times(action.lines, 1) } as const;
      return location === undefined ? ordered : { ...ordered, wanted: location };
    }
    case 'web.cancel':
      return { at, kind: 'released', order: String(action.order) };
    case 'web.edit':
      return { at, kind: 'released', order: String(action.order), lines: times(action.cancel, 1) };
    default:
      return undefined;
  }
}
