import type { CentraStockChangeId, WmsOrderId } from '../../domain/ids.js';
import type { OrderRef } from '../../domain/order/order-ref.js';
import type { Batch, BatchLine, BatchOutcome } from '../../domain/stock/batch.js';
import type { Correction } from '../../domain/stock/correction-habit.js';
import type { Drift, ExpectedLevel } from '../../domain/stock/drift.js';
import type { Direction, Target } from '../../domain/stock/flows.js';
import type { NameFamily, Rename } from '../../domain/stock/ledger/rename.js';
import type {
  Recorded,
  ReturnRestock,
  SkuUnits,
  StockEntry,
  TillDeduction,
} from '../../domain/stock/ledger/stock-entry.js';
import type { Movement } from '../../domain/stock/movement.js';
import type { OrderUnits } from '../../domain/stock/order-units.js';
import type { StockPolicy } from '../../domain/stock/policy.js';
import type { PositionFigures, PositionKey } from '../../domain/stock/position.js';
import type { Candidate } from '../../domain/stock/publish-order.js';
import type { RefusalReason } from '../../domain/stock/refusal.js';
import type { Shortage } from '../../domain/stock/shortage.js';
import type { Piece } from './piece.js';
import type { UnplacedStock } from './unplaced-stock-port.js';

/*
 * Stock in PostgreSQL: five ports over one ledger, each for one kind of caller. Every method is one transaction; all
 * times are epoch milliseconds.
 */

/** Records what counterparts report. What is known already changes nothing, so every method may be repeated. */
export interface StockLedger extends UnplacedStock {
  /**
   * Records what one look at a counterpart brought, together with the cursor: all of it or nothing. A page that is read
   * twice is harmless, whatever the order. The figures to publish are recalculated for every position concerned.
   */
  record(entry: StockEntry, policy: StockPolicy): Promise<Recorded>;
  /** A number for a reading of absolute figures, taken before the call: an older reading never replaces a newer one. */
  nextReading(): Promise<number>;
  /** Units that the given levels would record as `warehouse-change` once the picks are recorded; positions without any are left out. */
  unexplained(entry: Pick<StockEntry, 'levels' | 'picks'>): Promise<(PositionKey & { readonly units: number })[]>;
  /** Positions where more or fewer units are picked than is recorded, by these readings of orders. */
  newlyPickedAt(picks: NonNullable<StockEntry['picks']>): Promise<PositionKey[]>;
  /** Orders that are not settled at these positions: still outstanding there, or picked and not deducted. Those of others are left out. */
  unsettledOrders(keys: readonly PositionKey[]): Promise<(PositionKey & OrderUnits)[]>;
  /** Whether the initial stock of a location has been imported. */
  hasInitialStock(location: string): Promise<boolean>;
  /** Records that Sitoo deducted units by itself, once per parcel. */
  recordTillDeduction(deduction: TillDeduction, policy: StockPolicy): Promise<void>;
  /** Records which units Centra restocks by itself, so that they are not published to it as well. Replaces what this return said before; no lines take it back. */
  recordReturnRestock(restock: ReturnRestock, policy: StockPolicy): Promise<void>;
  /** The return of this name is completed: by now Centra has restocked what it ever will. */
  returnRestocked(name: string): Promise<void>;
  /** A refund has ended, whose first return has this name. What Centra did not book of it by now, as a step was skipped, is drift. */
  refundEnded(firstName: string): Promise<void>;
  /** All names of the products among these SKUs that have had several: whoever reads levels reads those of all names. */
  namesOf(skus: readonly string[]): Promise<NameFamily[]>;
  /** SKUs that got another name and are not carried over yet. */
  pendingRenames(): Promise<Rename[]>;
  /** Carries all that is known of a SKU over to its new name. @returns false while a call that names it is on its way */
  rename(rename: Rename, policy: StockPolicy): Promise<boolean>;
  /** Keeps stock changes in Centra that others made, for `stock explain`. Returns those that are new. */
  recordExternalChanges(changes: readonly ExternalChange[]): Promise<ExternalChange[]>;
  /**
   * Notes what a reading of the WMS shows of orders of others; an older reading changes nothing. @returns all that is known of
   * the same orders of Centra, back orders included
   */
  noteOrdersOfOthers(reading: number, shown: readonly ShownOrderOfOthers[]): Promise<ShownOrderOfOthers[]>;
  /** The order of others with this id in the WMS, to which a back order belongs. */
  orderOfOthers(ref: WmsOrderId): Promise<OrderOfOthers | undefined>;
}

/** An order that others placed in the WMS for an order of Centra. */
export interface OrderOfOthers {
  readonly order: OrderRef;
  /** Our id of the warehouse. */
  readonly location: string;
}

/** What the WMS shows of such an order. */
export interface ShownOrderOfOthers extends OrderOfOthers {
  readonly ref: WmsOrderId;
  readonly isSent: boolean;
  /** Units picked so far. */
  readonly picked: readonly SkuUnits[];
}

/** Figures on their way to the targets: each call is recorded as a batch before it is made, so that none is made twice. */
export interface StockOutbox {
  /**
   * Recalculates figures after the rules in force have changed, a stretch of positions at a time: `more` until all of them
   * are. How far it got is recorded with each stretch, so whoever calls next goes on there.
   */
  refresh(policy: StockPolicy): Promise<{ readonly refreshed: number; readonly more: boolean }>;
  /**
   * What could be published, by location and direction: how urgent, and since when. Locations with a batch on its way, and refused SKUs, are left out; of the
   * locations named in `pendingBy`, also what is pending only since later.
   */
  candidates(
    target: Target,
    locations: readonly string[],
    pendingBy?: ReadonlyMap<string, number>,
  ): Promise<Candidate[]>;
  /**
   * Claims unpublished figures of one location and direction for a call and records the batch, the most urgent figures first.
   * Undefined when nothing is left, or another batch for that target and location is on its way.
   */
  claim(request: ClaimRequest, policy: StockPolicy): Promise<Batch | undefined>;
  /**
   * Replaces an open batch by several of some of its lines, for halves of a refused batch. Lines that are left out wait
   * again. The location stays taken until the last piece is settled. A repeat returns the pieces that are still open.
   * @throws Error when a piece holds a line that the batch does not have, or that another piece has too
   */
  split(batch: number, pieces: readonly (readonly BatchLine[])[]): Promise<Batch[]>;
  /** Records that the call is about to leave, at the last moment. False when another process has taken the batch over: then it must not be sent. */
  markSent(batch: number, epoch: number): Promise<boolean>;
  /** Takes over the batches of which no outcome is known, after a crash or a call without answer; their former owner is fenced off. */
  takeOver(target: Target): Promise<Batch[]>;
  /** Records the outcome of a batch and recalculates what its positions still have to publish. Repeats change nothing. */
  settle(batch: number, outcome: BatchOutcome, policy: StockPolicy): Promise<void>;
  /** Lets a refused SKU be published again. */
  release(target: Target, key: PositionKey): Promise<void>;
  /** Lets refused figures be published again whose time has come. @returns when that of the next one comes */
  retryDue(target: Target): Promise<{ readonly next: number | undefined }>;
}

export interface ClaimRequest {
  readonly target: Target;
  readonly location: string;
  readonly direction: Direction;
  /** Most figures in the batch. */
  readonly limit: number;
  /** Only figures that have been pending since then or longer. */
  readonly pendingBy?: number | undefined;
}

/** Comparing the ledger with what counterparts show. */
export interface StockReconciliation {
  /** What Centra's physical stock should read now, by SKU. */
  expectedAtCentra(location: string, skus: readonly string[]): Promise<Map<string, ExpectedLevel>>;
  /** SKUs that have a position at a location, a piece at a time. */
  skusAt(location: string, piece: Piece<string>): Promise<string[]>;
  /** What the ledger has of these SKUs at a location; one without a position there is left out. */
  physicalAt(location: string, skus: readonly string[]): Promise<Map<string, number>>;
  /**
   * Ends waits of orders of others at a location that last since before then (epoch ms): what left for an order that Centra
   * never deducted is published after all, and what Centra deducted and nobody saw leave counts as gone.
   */
  settleOrdersOfOthers(
    location: string,
    times: { readonly before: number },
    policy: StockPolicy,
  ): Promise<{ readonly settled: number }>;
  /** Records drift where nothing has changed since it was found (`version`); it is then published like any figure. Returns how many. */
  recordDrift(location: string, drifts: readonly Drift[], policy: StockPolicy): Promise<number>;
  /** What was corrected at a location since a comparison began, with what happened to it since the one before (epoch ms). */
  corrections(location: string, times: { readonly since: number; readonly before: number }): Promise<Correction[]>;
  /**
   * Records what Sitoo's virtual warehouse shows, so that only what differs is published. SKUs the ledger does not know should show
   * nothing. What was published, or deducted by the tills, since the levels were read (`readAt`, before the call, epoch ms) stays
   * as it is known: what was read is older.
   */
  recordSitooLevels(
    location: string,
    shown: { readonly readAt: number; readonly levels: readonly { readonly sku: string; readonly total: number }[] },
    policy: StockPolicy,
  ): Promise<void>;
}

/** Positions that hold less than they have promised. */
export interface StockShortages {
  /**
   * Units short of which no order is notified, with the claims that could be released. An order that was notified and
   * keeps its claim counts again after a while: the message may have come too early.
   */
  current(options?: { readonly againAfterMs?: number }): Promise<Shortage[]>;
  /** Positions whose orders were notified and that hold enough again. */
  relieved(): Promise<(PositionKey & { readonly notified: readonly OrderRef[] })[]>;
  recordNotified(key: PositionKey, orders: readonly OrderRef[]): Promise<void>;
  /** Forgets who was notified of a shortage that is over. */
  close(key: PositionKey): Promise<void>;
}

/** Stock as people look at it. */
export interface StockQueries {
  /**
   * Shipments between locations of which something has not arrived that left between two moments (epoch ms), the oldest first, at
   * most `limit`. `after`: those behind this one.
   */
  lateTransfers(
    between: { readonly from: number; readonly to: number },
    limit: number,
    after?: LateTransferKey,
  ): Promise<LateTransfer[]>;
  /** Those of these shipments of which something has left and not arrived, whenever that was. */
  onTheirWay(shipments: readonly number[]): Promise<Set<number>>;
  /** All positions of a SKU. */
  show(sku: string): Promise<StockRow[]>;
  /** Everything behind one figure, at a moment (now when left out). Undefined when the ledger has nothing about it. */
  explain(
    key: PositionKey,
    options?: { readonly at?: number; readonly limit?: number },
  ): Promise<Explanation | undefined>;
  /** Unpublished figures by target and location, and since when the oldest is pending. */
  unpublished(): Promise<UnpublishedFigures[]>;
  /** SKUs that a target refused and has not taken since, the oldest first. */
  refusals(target?: Target): Promise<Refusal[]>;
  /** The former names of those of these SKUs that were renamed, the newest first. */
  formerNames(skus: readonly string[]): Promise<Map<string, string[]>>;
  /** The former names of those of these SKUs that were renamed and that tills and warehouse still have under that name alone. */
  namesDownstream(skus: readonly string[]): Promise<Map<string, string>>;
  /** Physical stock of all positions. */
  physicalStock(): Promise<(PositionKey & { readonly physical: number })[]>;
}

/** Goods that are on their way between two locations. */
export interface LateTransfer {
  readonly shipment: number;
  /** Where they left. */
  readonly location: string;
  /** When the first of them left, epoch ms. */
  readonly since: number;
  /** Units that have not arrived anywhere. */
  readonly missing: readonly SkuUnits[];
}

export type LateTransferKey = Pick<LateTransfer, 'since' | 'shipment'>;

export interface UnpublishedFigures {
  readonly target: Target;
  readonly location: string;
  readonly figures: number;
  readonly since: number;
}

export interface Refusal extends PositionKey {
  readonly target: Target;
  readonly sentence: string;
  readonly reason: RefusalReason;
  readonly since: number;
}

export interface ExternalChange {
  readonly id: CentraStockChangeId;
  readonly location: string;
  readonly at: number;
  readonly comment: string;
  readonly lines: readonly SkuUnits[];
}

export interface StockRow extends PositionKey, PositionFigures {
  /** What was published to each counterpart so far (Centra: sum of changes; Sitoo: level), and what still has to be. */
  readonly targets: readonly TargetRow[];
}

export interface TargetRow {
  readonly target: Target;
  readonly wanted: number;
  /** Null: nothing yet. */
  readonly published: number | null;
  readonly pendingDelta: number;
  readonly pendingSince?: number;
  readonly refused?: string;
}

export interface Explanation extends PositionKey {
  /** The moment it is about. */
  readonly at: number;
  /** Sum of the movements up to then. */
  readonly physical: number;
  /** The figures as they are now; only when no moment was asked for. */
  readonly now?: StockRow;
  /** Not settled; only when no moment was asked for. */
  readonly orders: readonly OrderUnits[];
  /** Newest first. */
  readonly movements: readonly (Movement & {
    readonly id: number;
    readonly recordedAt: number;
    readonly physicalAfter: number;
  })[];
  /** Newest first. */
  readonly publications: readonly Publication[];
  readonly external: readonly ExternalChange[];
}

/** One figure in one call to a counterpart. */
export interface Publication {
  readonly target: Target;
  readonly reference: string;
  readonly quantity: number;
  readonly direction: Direction;
  readonly state: 'open' | 'done' | 'not-sent' | 'refused';
  readonly at: number;
  readonly doneAt?: number;
  /** Physical stock that the counterpart should show after it. */
  readonly level: number;
  /** The figures it was calculated from. */
  readonly figures: PositionFigures;
  /** The newest movement it takes into account. */
  readonly upToMovement: number;
}
