import type { Target } from '../../domain/stock/flows.js';
import type { Movement } from '../../domain/stock/movement.js';

/** One SKU at one location. */
export interface PositionKey {
  readonly location: string;
  readonly sku: string;
}

/** What one look at a counterpart brought. */
export interface StockEntry {
  /** Movements that the counterpart names itself, e.g. rows of Sitoo's journal. */
  readonly movements?: readonly Movement[];
  /** Absolute readings of a warehouse: the difference to what is known becomes a movement. */
  readonly levels?: {
    readonly reading: number;
    readonly at: number;
    readonly rows: readonly (PositionKey & { readonly physical: number })[];
  };
  /** Units picked so far for lines of orders in the warehouse; what is new since the last reading becomes a movement. */
  readonly picks?: { readonly reading: number; readonly at: number; readonly rows: readonly PickedUnits[] };
  /** What orders want where: replaces what is known of each order, unless an older reading. */
  readonly orders?: readonly OrderReadingUnits[];
  /**
   * Locations whose first figures these are, all SKUs in one entry: levels and movements become `opening`, picks are only
   * taken note of, and what orders had booked there by then is taken to have left.
   */
  readonly initialStockOf?: readonly string[];
  readonly cursor?: { readonly name: string; readonly value: string };
}

export interface PickedUnits {
  /** The WMS's name of the order, back orders included. */
  readonly orderName: string;
  readonly line: string;
  readonly location: string;
  readonly sku: string;
  /** Cumulative. */
  readonly picked: number;
  readonly order: { readonly origin: 'centra' | 'sitoo'; readonly number: string };
}

export interface OrderReadingUnits {
  readonly origin: 'centra' | 'sitoo';
  readonly number: string;
  /** When the origin says it changed (0 when it does not say), and when we read it. */
  readonly changedAt: number;
  readonly readAt: number;
  /**
   * When it was placed, if known. An order that we first hear of although it was placed after a location was opened is none
   * from before our time: what it has booked there is still to be seen leaving.
   */
  readonly placedAt?: number;
  /**
   * Per location and SKU. Places that are not named hold nothing of the order any more. `booked` left out: it stays as
   * known, and `open` counts the booked units too. What an order that we never heard of has booked already left before
   * our time: it counts as taken.
   */
  readonly units: readonly (PositionKey & { readonly outstanding: number; readonly deductedAtOrigin?: number })[];
}

export interface Recorded {
  /** Movements that were new. */
  readonly newMovements: number;
  /** Targets that now have something to be told. */
  readonly targets: readonly Target[];
  /** True when a place concerned holds less than it promised, or is relieved of that. */
  readonly concernsShortage: boolean;
}
