import type {
  CentraOrderNumber,
  CentraShipmentId,
  CounterpartOrderId,
  LineId,
  OrderNumber,
  PostedReturnNumber,
  ReturnNumber,
  WmsOrderId,
} from '../../domain/ids.js';
import type { Origin, System } from '../../domain/names.js';
import type { OrderEnd } from '../../domain/order/order-end.js';
import type { FulfillingSystem, NumberAt, OrderRef } from '../../domain/order/order-ref.js';
import type { ReturnedUnits } from '../../domain/order/warehouse-order.js';
import type { Inbox } from './inbox-port.js';
import type { Intents } from './intents-port.js';
import type { Piece } from './piece.js';
import type { ProductStore } from './products-port.js';
import type { StockLedger, StockOutbox, StockQueries, StockReconciliation, StockShortages } from './stock-port.js';

/** Facts that outlive a process, in PostgreSQL. All times are ISO 8601 UTC. */
export interface Records {
  readonly inbox: Inbox;
  readonly cursors: Cursors;
  readonly intents: Intents;
  readonly orders: OrderStore;
  readonly cases: CaseStore;
  readonly notes: Notes;
  readonly stockLedger: StockLedger;
  readonly stockOutbox: StockOutbox;
  readonly stockReconciliation: StockReconciliation;
  readonly stockShortages: StockShortages;
  readonly stockQueries: StockQueries;
  readonly products: ProductStore;
  readonly returns: ReturnStore;
  close(): Promise<void>;
}

export interface Cursors {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
}

/** A stage of an order, as its run writes it. */
export interface StageOfOrder {
  readonly brand: string;
  readonly origin: Origin;
  readonly number: OrderNumber;
  readonly stage: string;
  readonly workflowId: string;
  /** The run of the order, from 1, and which of the stages that it writes this is, from 1: a stage that comes late is passed over. */
  readonly run?: number;
  readonly nthStage?: number;
  /** What the run leaves behind, when it ends. */
  readonly ended?: OrderEnd;
}

/**
 * Read model and link table of orders: which fulfilment went where under which name. Whatever is written twice or late takes
 * nothing away and moves nothing back.
 */
export interface OrderStore {
  upsertOrder(order: StageOfOrder): Promise<void>;
  /** Changes the stage of an order that is in stage `from`; in any other it stays as it is. */
  leaveStage(order: { origin: Origin; number: OrderNumber; from: string; to: string }): Promise<void>;
  /** What the newest run of an order that ended has left behind; undefined before the first end. */
  ended<O extends Origin>(origin: O, number: NumberAt<O>): Promise<OrderEnd | undefined>;
  order<O extends Origin>(origin: O, number: NumberAt<O>): Promise<OrderRow | undefined>;
  ordersInStage(stage: string, piece: Piece<Pick<OrderRow, 'origin' | 'number'>>): Promise<OrderRow[]>;
  /** Orders of an origin that have not ended. */
  openOrders(origin: Origin, piece: Piece<Pick<OrderRow, 'number'>>): Promise<OrderRow[]>;
  /**
   * The revisions last sent to the workflows of these orders, by order number; undefined when none was sent yet. Orders without a
   * row are left out.
   */
  revisionsSent<O extends Origin>(
    origin: O,
    numbers: readonly NumberAt<O>[],
  ): Promise<Map<OrderNumber, string | undefined>>;
  /** Notes which revision was sent to the workflow of an order, or, without one, that the workflow is about to begin. Makes the row when there is none. */
  recordRevisionSent(order: {
    brand: string;
    origin: Origin;
    number: OrderNumber;
    workflowId: string;
    revision?: string;
  }): Promise<void>;
  /** Records a fulfilment. One that is known keeps its shipments, and its stage when that is further on. */
  upsertFulfilment(fulfilment: FulfilmentRow): Promise<void>;
  /** Moves a fulfilment on to a stage, or adds a shipment made for it. */
  advanceFulfilment(fulfilment: {
    origin: Origin;
    orderNumber: OrderNumber;
    fulfilment: number;
    stage?: string;
    shipment?: CentraShipmentId;
  }): Promise<void>;
  fulfilments<O extends Origin>(origin: O, number: NumberAt<O>): Promise<FulfilmentRow[]>;
  fulfilmentByName(system: System, name: string): Promise<FulfilmentRow | undefined>;
  fulfilmentByRef(system: System, ref: string): Promise<FulfilmentRow | undefined>;
  /** Fulfilments that are still expected to progress at a system, for the sweep that finds lost events. */
  openFulfilments(
    system: System,
    piece: Piece<Pick<FulfilmentRow, 'origin' | 'orderNumber' | 'fulfilment'>>,
  ): Promise<FulfilmentRow[]>;
}

export interface OrderRow {
  readonly brand: string;
  readonly origin: Origin;
  readonly number: OrderNumber;
  readonly stage: string;
  readonly workflowId: string;
  readonly updatedAt: string;
}

export interface FulfilmentRow {
  readonly origin: Origin;
  readonly orderNumber: OrderNumber;
  readonly fulfilment: number;
  readonly location: string;
  readonly system: FulfillingSystem;
  /** Our name there (externalid, orderNumber). */
  readonly name: string;
  /** The counterpart's own id. */
  readonly ref: CounterpartOrderId;
  readonly stage: string;
  /** The shipments made for this fulfilment. */
  readonly shipments: readonly CentraShipmentId[];
}

/** A shipment that the tills did not take, and why. */
export interface UnknownAtTills extends SentShipment {
  readonly refusal: string;
  /** ISO. */
  readonly at: string;
}

/** Refunds at tills, and the shipments that tills must know so that goods can be returned to them. */
export interface ReturnStore {
  upsert(row: Omit<ReturnRow, 'updatedAt'>): Promise<void>;
  show(refund: ReturnNumber): Promise<ReturnRow | undefined>;
  ofOrder(orderNumber: CentraOrderNumber): Promise<ReturnRow[]>;
  /** Returns that ended in a stage, changed at or after a moment (epoch ms), the newest first. */
  inStage(stage: string, sinceMs: number, limit: number): Promise<ReturnRow[]>;
  /** Numbers of web orders that shipped all of these SKUs, the newest first, by the stock ledger. */
  ordersThatShipped(skus: readonly string[], limit: number): Promise<CentraOrderNumber[]>;
  /**
   * Records those of these shipments that a warehouse sent, and those of its orders that somebody made by hand in the web shop;
   * known ones stay as they are.
   */
  recordSent(shipments: readonly SentShipment[]): Promise<void>;
  /** Shipments that the tills do not know yet, the oldest first. */
  dueForTills(limit: number): Promise<SentShipment[]>;
  /** Records that the tills know a shipment, or why they do not accept it. */
  recordMirrored(shipment: SentShipment, refusal?: string): Promise<void>;
  /** Shipments that the tills did not take, since a moment (epoch ms), the newest first. */
  unknownAtTills(sinceMs: number, limit: number): Promise<UnknownAtTills[]>;
  /** Records what has come back of a warehouse's order by post, cumulative: what is more than before is a return of its own. */
  recordPosted(order: PostedOrder): Promise<void>;
  /** Returns by post that are not begun yet, the oldest first. */
  duePosted(limit: number): Promise<PostedReturn[]>;
  recordPostedBegun(number: PostedReturnNumber): Promise<void>;
}

export interface SentShipment {
  readonly orderNumber: CentraOrderNumber;
  readonly shipment: CentraShipmentId;
}

export interface ReturnRow {
  readonly brand: string;
  readonly refund: ReturnNumber;
  /** The web order. */
  readonly orderNumber?: CentraOrderNumber;
  readonly location: string;
  readonly stage: string;
  /** Names of its returns at the web shop. */
  readonly names: readonly string[];
  readonly workflowId: string;
  readonly updatedAt: string;
}

/** Cases as a list to work through, with an audit trail. The workflow has the truth. */
export interface CaseStore {
  recordOpened(row: CaseRow): Promise<void>;
  recordClosed(caseId: string, outcome: { answer: string; by: string; note?: string }): Promise<void>;
  /** Open ones first, the oldest first; then closed ones, the newest first. `after`, for a list of open ones: those behind this one. */
  list(filter: CaseFilter, limit: number, after?: CaseKey): Promise<CaseRow[]>;
  show(caseId: string): Promise<{ row: CaseRow; trail: TrailLine[] } | undefined>;
  /** Adds a line to the trail, e.g. a refused answer. The same line twice in a row is one, sent again by a retry. */
  addToTrail(caseId: string, line: Omit<TrailLine, 'at'>): Promise<void>;
}

export interface CaseFilter {
  readonly owner?: string;
  readonly code?: string;
  readonly open?: boolean;
  readonly subject?: string;
  /** About one of these. */
  readonly subjects?: readonly string[];
}

export type CaseKey = Pick<CaseRow, 'openedAt' | 'caseId'>;

/** Who did what with a case, and when. */
export interface TrailLine {
  readonly at: string;
  readonly what: string;
  readonly by: string;
  readonly note?: string;
}

export interface CaseRow {
  readonly caseId: string;
  readonly workflowId: string;
  readonly brand: string;
  readonly code: string;
  readonly codes: readonly string[];
  readonly owner: string;
  readonly severity: string;
  /** What it is about, e.g. `centra 10045`. */
  readonly subject: string;
  readonly location?: string;
  readonly whatHappened: string;
  readonly whatToDo: string;
  readonly answers: readonly string[];
  readonly openedAt: string;
  readonly answerBy?: string;
  readonly closedAt?: string;
  readonly outcome?: string;
  readonly resolvedBy?: string;
}

/** What a person wrote in an answer (a gift message) and a workflow history must not hold. */
export interface Notes {
  keep(reference: string, text: string): Promise<void>;
  read(reference: string): Promise<string | undefined>;
}

export { type Inbox, type InboxEvent, type InboxRow, type NewEvent, Unstorable } from './inbox-port.js';
export type { Intent, Intents } from './intents-port.js';
export type { CampaignPrice, DueProduct, PriceRow, ProductReading, ReadingPage } from './products-port.js';

/** An order of a warehouse of which goods came back by post. */
export interface PostedOrder {
  readonly ref: WmsOrderId;
  /** Whose goods they are. */
  readonly order: OrderRef;
  /** Our id of the warehouse. */
  readonly location: string;
  /** Cumulative units by line, in the order in which they came. */
  readonly lines: readonly {
    readonly line: LineId;
    readonly sku: string;
    readonly returned: readonly ReturnedUnits[];
  }[];
}

/** What came back with one parcel. */
export interface PostedReturn extends Pick<PostedOrder, 'order' | 'location'> {
  readonly number: PostedReturnNumber;
  readonly lines: readonly ({ readonly line: LineId; readonly sku: string } & ReturnedUnits)[];
  /** When it was recorded, ISO. */
  readonly at: string;
}
