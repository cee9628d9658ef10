import type { Claimant } from '../../domain/stock/allocation-loss.js';
import type { Direction, Target } from '../../domain/stock/flows.js';
import type { Movement } from '../../domain/stock/movement.js';
import type { OrderUnits } from '../../domain/stock/order-units.js';
import type { StockPolicy } from '../../domain/stock/policy.js';
import type { PositionFigures } from '../../domain/stock/position.js';
import type { Candidate } from '../../domain/stock/publish-order.js';
import type { PositionKey, Recorded, StockEntry } from './stock-entry.js';

export type { OrderReadingUnits, PickedUnits, PositionKey, Recorded, StockEntry } from './stock-entry.js';

/** The ledger of stock and what it was told to whom. Every method is one transaction; all times are epoch milliseconds. */
export interface StockStore {
  /**
   * Books what one look at a counterpart brought, in one transaction with the cursor: all of it or nothing. What is known
   * already changes nothing, so a page read twice is harmless, whatever the order. Figures that counterparts should be
   * told are worked out anew for every SKU concerned.
   */
  record(entry: StockEntry, policy: StockPolicy): Promise<Recorded>;
  /** A number for a reading of absolute figures, asked for before the call: an older reading never replaces a newer one. */
  nextReading(): Promise<number>;
  /** What the given levels would still need as a `warehouse-change` once the picks are booked; SKUs without any are left out. */
  unexplained(entry: Pick<StockEntry, 'levels' | 'picks'>): Promise<(PositionKey & { readonly units: number })[]>;
  /** Works out the figures anew where the rules changed them. `everything`: all SKUs, otherwise only when the rules in force changed. */
  refresh(policy: StockPolicy, options?: { readonly everything?: boolean }): Promise<{ refreshed: number }>;
  /** Orders that are not settled at these places: open there, or taken and not booked. */
  ordersAt(keys: readonly PositionKey[]): Promise<(PositionKey & OrderUnits)[]>;
  /** Whether a location has its opening stock. */
  hasInitialStock(location: string): Promise<boolean>;

  /**
   * Waiting figures by location and direction. Places with a batch on its way, and refused SKUs, are left out; of the
   * locations named in `before`, also what waits only since later.
   */
  candidates(target: Target, locations: readonly string[], before?: ReadonlyMap<string, number>): Promise<Candidate[]>;
  /**
   * Claims waiting figures of one location and direction for a call and writes the batch down, the most urgent figures
   * first. Undefined when there is nothing any more, or another batch for that target and location is on its way.
   * `before`: only what has waited since then or longer.
   */
  claim(
    target: Target,
    location: string,
    direction: Direction,
    limit: number,
    policy: StockPolicy,
    before?: number,
  ): Promise<Batch | undefined>;
  /**
   * Replaces an open batch by several of some of its lines: for halves of a batch that was refused. The lines left out wait
   * again. The place stays taken until the last piece is settled. A repeat returns the pieces that are still open.
   * @throws Error when a piece holds a line that the batch does not have, or that another piece has too
   */
  split(batch: number, pieces: readonly (readonly BatchLine[])[]): Promise<Batch[]>;
  /**
   * Says that the call is about to leave, at the very last moment. False when somebody else has taken the batch over
   * since: then it must not be sent.
   */
  sending(batch: number, epoch: number): Promise<boolean>;
  /** Batches whose outcome is not known, of a process that died or of a call without answer; taking one over fences the former owner. */
  takeOver(target: Target): Promise<Batch[]>;
  /** Writes down the outcome of a batch and works out anew what its SKUs still need. Repeats change nothing. */
  settle(batch: number, outcome: BatchOutcome, policy: StockPolicy): Promise<void>;

  /** SKUs that a target refused; they are not told again until released. */
  refusals(target?: Target): Promise<Refusal[]>;
  /** Lets a refused SKU be told again. */
  release(target: Target, key: PositionKey): Promise<void>;

  /** Notes what Sitoo was seen or made to book by itself for a till order, once per parcel. */
  recordTillDeduction(
    parcel: {
      readonly number: string;
      readonly parcel: string;
      readonly location: string;
      /** When Sitoo booked it. */
      readonly at: number;
      readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
    },
    policy: StockPolicy,
  ): Promise<void>;

  /**
   * Notes which units Centra books into a location by itself because of a return (`name`): they are not told to it as well.
   * Replaces what was noted of this return, so nothing (no lines) takes it back. Repeats change nothing.
   */
  recordReturnRestock(
    booking: {
      readonly name: string;
      readonly location: string;
      readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
    },
    policy: StockPolicy,
  ): Promise<void>;

  /** What Centra's physical stock should read now, by SKU. `version` changes with everything that concerns it; `busy` while a batch is on its way. */
  expected(
    location: string,
    skus: readonly string[],
  ): Promise<Map<string, { readonly expected: number; readonly version: number; readonly busy: boolean }>>;
  /** All SKUs that have a position at a location. */
  skusAt(location: string): Promise<string[]>;
  /** Takes found drift into account where nothing has changed since (`version`); what is wrong is then told like any figure. Returns how many. */
  correct(
    location: string,
    found: readonly { readonly sku: string; readonly drift: number; readonly version: number }[],
    policy: StockPolicy,
  ): Promise<number>;
  /** What Sitoo's virtual warehouse showed, so that only what differs is written. What an opened location does not know, it should not have. */
  seenAtSitoo(
    location: string,
    levels: readonly { readonly sku: string; readonly total: number }[],
    policy: StockPolicy,
  ): Promise<void>;

  /**
   * Places that hold less than they have promised: the units of which no order was told, and the claims, not told, that could
   * give way. Who was told and keeps its claim counts as not told after a while (`toldBefore`): the message may have
   * come too early.
   */
  shortages(options?: { readonly againAfterMs?: number }): Promise<
    (PositionKey & {
      readonly short: number;
      readonly claims: readonly (Claimant & { readonly notifiedBefore: boolean })[];
    })[]
  >;
  /** Places that were short, whose orders were told, and that hold enough again. */
  relieved(): Promise<
    (PositionKey & { readonly notified: readonly { readonly origin: 'centra' | 'sitoo'; readonly number: string }[] })[]
  >;
  /** Notes who was told of a shortage. */
  shortageNotified(
    key: PositionKey,
    notified: readonly { readonly origin: 'centra' | 'sitoo'; readonly number: string }[],
  ): Promise<void>;
  shortageOver(key: PositionKey): Promise<void>;

  /** Changes at Centra that were made by others, for whoever asks why; a change is noted once. Returns the new ones. */
  recordExternalChange(changes: readonly ExternalChange[]): Promise<ExternalChange[]>;

  /** All locations of a SKU. */
  show(sku: string): Promise<StockRow[]>;
  /** Everything behind one figure, at a moment (now when left out). Undefined when the ledger has nothing about it. */
  explain(key: PositionKey, at?: number, limit?: number): Promise<Explanation | undefined>;
  /** Figures that wait, and since when the oldest does. */
  waiting(): Promise<
    { readonly target: Target; readonly location: string; readonly figures: number; readonly since: number }[]
  >;
  /** Physical stock of all SKUs, for who compares it with the counterparts. */
  positions(): Promise<(PositionKey & { readonly physical: number })[]>;
}

export interface BatchLine {
  readonly sku: string;
  /** Units to add or take away (positive, see the batch's direction), or the absolute level. */
  readonly quantity: number;
}

/** One call on its way. */
export interface Batch {
  readonly id: number;
  /** Fences a former owner. */
  readonly epoch: number;
  readonly target: Target;
  readonly location: string;
  readonly direction: Direction;
  /** Our name of it at the counterpart; by it an unknown outcome is looked up. */
  readonly reference: string;
  readonly lines: readonly BatchLine[];
  readonly createdAt: number;
  /** True once the call may have left. */
  readonly sent: boolean;
  /** When the call left, of a batch that somebody else began. */
  readonly sentAt?: number | null;
}

export interface BatchOutcome {
  /** `done`: it took effect for all lines not refused. `not-sent`: it certainly did not, the lines wait again. */
  readonly state: 'done' | 'not-sent';
  readonly refused?: readonly { readonly sku: string; readonly sentence: string }[];
  /** The counterpart's own id of the change. */
  readonly ref?: string;
}

export interface Refusal extends PositionKey {
  readonly target: Target;
  readonly sentence: string;
  readonly since: number;
}

export interface ExternalChange {
  readonly id: number;
  readonly location: string;
  readonly at: number;
  readonly comment: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

export interface StockRow extends PositionKey, PositionFigures {
  /** What each counterpart was told so far (Centra: sum of changes; Sitoo: level) and still has to be told. */
  readonly targets: readonly TargetRow[];
}

export interface TargetRow {
  readonly target: Target;
  readonly wanted: number;
  /** Null: never told. */
  readonly published: number | null;
  readonly pendingDelta: number;
  readonly waitingSince?: number;
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
  /** What each counterpart was told, newest first. `level`: what it should have shown after that. */
  readonly publications: readonly {
    readonly target: Target;
    readonly reference: string;
    readonly quantity: number;
    readonly direction: Direction;
    readonly state: 'open' | 'done' | 'not-sent' | 'refused';
    readonly at: number;
    readonly doneAt?: number;
    /** Physical stock that the counterpart should show after it. */
    readonly level: number;
    /** The figures it was worked out from. */
    readonly figures: PositionFigures;
    /** The newest movement it takes into account. */
    readonly upToMovement: number;
  }[];
  readonly external: readonly ExternalChange[];
}
