import type { LineId, SitooOrderId } from '../../ids.js';
import type { OrderRef } from '../../order/order-ref.js';
import type { Target } from '../flows.js';
import type { Movement } from '../movement.js';
import type { PositionKey } from '../position.js';

/** What one look at a counterpart brought. All of it is recorded in one transaction, or nothing. */
export interface StockEntry {
  /** Movements that the counterpart names itself, e.g. rows of Sitoo's journal. */
  readonly movements?: readonly Movement[];
  /** Absolute readings of a warehouse: the difference from what is known becomes a movement. */
  readonly levels?: {
    readonly reading: number;
    readonly at: number;
    readonly rows: readonly (PositionKey & { readonly physical: number })[];
  };
  /** Units picked so far for lines of orders in the warehouse; what is new since the last reading becomes a movement. */
  readonly picks?: { readonly reading: number; readonly at: number; readonly rows: readonly PickedUnits[] };
  /** Goods that left for another location, or arrived, with a shipment that names both. */
  readonly transfers?: readonly TransferRow[];
  /** What orders want where. Replaces what is known of each order, unless the reading is older. */
  readonly orders?: readonly OrderReadingUnits[];
  /**
   * Locations whose first figures these are, all SKUs in one entry or in several with `moreInitialStock`: levels and movements become `initial-stock`, picks
   * only set their counters, and units that orders had deducted there by then count as picked.
   */
  readonly initialStockOf?: readonly string[];
  /** More of the first figures follow: the locations count as imported with the entry that does not say so. */
  readonly moreInitialStock?: true;
  readonly cursor?: { readonly name: string; readonly value: string };
}

/** A row of the journal about goods that travel between locations. */
export interface TransferRow extends PositionKey {
  /** Names the row together with the SKU: what is reported twice is one row. */
  readonly row: number;
  readonly shipment: number;
  /** Signed: fewer than none have left, more have arrived. */
  readonly quantity: number;
  /** Epoch ms. */
  readonly at: number;
}

export interface PickedUnits extends PositionKey {
  /** The WMS's name of the order, back orders included. */
  readonly orderName: string;
  readonly line: LineId;
  /** Cumulative. */
  readonly picked: number;
  readonly order: OrderRef;
  /** See {@link OrderReadingUnits.ofOthers}. */
  readonly ofOthers?: true;
  /** The warehouse has cancelled its order: what leaves for the order of Centra from now on leaves by another way. */
  readonly isCancelled?: true;
}

export interface OrderReadingUnits extends OrderRef {
  /** When the origin says it changed (0 when it does not say), and when we read it. */
  readonly changedAt: number;
  readonly readAt: number;
  /**
   * When it was placed, if known. An order that we first read after the initial stock of a location, but that was placed
   * later than that, has not taken its goods before our time: we are still to see them leave.
   */
  readonly placedAt?: number;
  /**
   * Onepool does not follow the order: others send its goods from our shelves, and Centra deducts them with their shipment. No
   * movement names it, so a change that nothing else explains counts as its pick.
   */
  readonly ofOthers?: true;
  /**
   * Per position. At positions that are not named the order wants nothing any more. Without `deductedAtOrigin` that figure
   * stays as known, and `outstanding` includes it. What an order that is new to us has deducted left the shelf before our
   * time: it counts as picked.
   */
  readonly units: readonly (PositionKey & { readonly outstanding: number; readonly deductedAtOrigin?: number })[];
  /**
   * Units that the origin has deducted as shipped, where the reading does not say of which location: cumulative, beside those
   * in `units`. They belong where the order was last seen to want them.
   */
  readonly unlocated?: readonly SkuUnits[];
}

/** What recording an entry brought about. */
export interface Recorded {
  readonly newMovements: number;
  /** Targets for which something is unpublished now. */
  readonly targets: readonly Target[];
  /** True when a position in the entry holds less than it has promised, or did so before. */
  readonly concernsShortage: boolean;
}

export interface SkuUnits {
  readonly sku: string;
  readonly quantity: number;
}

/** Units that Sitoo deducted from its own level of a location when it delivered a parcel of a till order. */
export interface TillDeduction {
  readonly number: SitooOrderId;
  readonly parcel: string;
  readonly location: string;
  /** When Sitoo deducted them, epoch ms. */
  readonly at: number;
  readonly lines: readonly SkuUnits[];
}

/** Units that Centra adds to its own level of a location because a return says so. */
export interface ReturnRestock {
  /** Our name of the return. */
  readonly name: string;
  readonly location: string;
  readonly lines: readonly SkuUnits[];
}
