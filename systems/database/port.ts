import type { CentraOrderNumber, CounterpartOrderId, OrderNumber, SitooOrderId } from '../../domain/ids.js';
import type { Origin, System } from '../../domain/names.js';
import type { FulfillingSystem, NumberAt } from '../../domain/order/order-ref.js';
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

/** Events as they came, before anything else happens to them. Personal data is stripped by the caller. */
/** An event that waits to be handled: what it is about, not what happened. */
export interface InboxEvent {
  readonly id: number;
  readonly kind: string;
  readonly subject: string;
}

export interface Inbox {
  /** Stores raw events; a repeated (system, eventId) is ignored. Returns how many were new. */
  store(
    system: System,
    events: readonly { eventId: string; kind: string; subject: string; raw: string }[],
  ): Promise<number>;
  /** Oldest unhandled events of a system. */
  pending(system: System, limit: number): Promise<InboxEvent[]>;
  handled(ids: readonly number[]): Promise<void>;
}

export interface Cursors {
  get(name: string): Promise<string | undefined>;
  /** Never goes backwards when `monotonic` (numeric or ISO text comparison is the caller's business: it passes `expected`). */
  set(name: string, value: string): Promise<void>;
}

/** Written before a call that must not happen twice; what is already there tells a repeat to look first. */
export interface Intents {
  /** True when this key is new: the call was certainly never made. */
  begin(key: string, system: System): Promise<boolean>;
  /** What an earlier attempt recorded as its result. */
  result(key: string): Promise<string | undefined>;
  done(key: string, result: string): Promise<void>;
}

/** Read model and link table of orders: which fulfilment went where under which name. */
export interface OrderStore {
  upsertOrder(order: {
    brand: string;
    origin: Origin;
    number: OrderNumber;
    stage: string;
    workflowId: string;
  }): Promise<void>;
  order<O extends Origin>(origin: O, number: NumberAt<O>): Promise<OrderRow | undefined>;
  ordersInStage(stage: string, limit: number): Promise<OrderRow[]>;
  /** Orders of an origin that have not ended, the longest untouched first. */
  openOrders(origin: Origin, limit: number): Promise<OrderRow[]>;
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
  upsertFulfilment(fulfilment: FulfilmentRow): Promise<void>;
  /** Moves a fulfilment on: its stage, and a shipment made for it. */
  advanceFulfilment(fulfilment: {
    origin: Origin;
    orderNumber: OrderNumber;
    fulfilment: number;
    stage?: string;
    shipment?: number;
  }): Promise<void>;
  fulfilments<O extends Origin>(origin: O, number: NumberAt<O>): Promise<FulfilmentRow[]>;
  fulfilmentByName(system: System, name: string): Promise<FulfilmentRow | undefined>;
  fulfilmentByRef(system: System, ref: string): Promise<FulfilmentRow | undefined>;
  /** Fulfilments still expected to move at a system, for the sweep that finds lost events. */
  openFulfilments(system: System, limit: number): Promise<FulfilmentRow[]>;
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
  /** Centra shipment ids made for this fulfilment. */
  readonly shipments: readonly number[];
}

/** What came back over a counter, and what tills must know so that it can. */
export interface ReturnStore {
  upsert(row: Omit<ReturnRow, 'updatedAt'>): Promise<void>;
  show(refund: SitooOrderId): Promise<ReturnRow | undefined>;
  ofOrder(orderNumber: CentraOrderNumber): Promise<ReturnRow[]>;
  /** Numbers of web orders that shipped all of these SKUs, the newest first: by what the ledger knows of orders. */
  shippedOrders(skus: readonly string[], limit: number): Promise<CentraOrderNumber[]>;
  /** Notes, of shipments that have left, those that a warehouse sent; those that are noted already stay as they are. */
  sent(shipments: readonly SentShipment[]): Promise<void>;
  /** Shipments that the tills must still be told of, the oldest first. */
  dueAtTills(limit: number): Promise<SentShipment[]>;
  /** The tills know it, or `why` they do not take it. */
  mirroredAtTills(shipment: SentShipment, why?: string): Promise<void>;
}

export interface SentShipment {
  readonly orderNumber: CentraOrderNumber;
  /** Centra shipment id. */
  readonly shipment: number;
}

export interface ReturnRow {
  readonly brand: string;
  readonly refund: SitooOrderId;
  /** The web order. */
  readonly orderNumber?: CentraOrderNumber;
  readonly location: string;
  readonly stage: string;
  /** Names of its returns at the web shop. */
  readonly names: readonly string[];
  readonly workflowId: string;
  readonly updatedAt: string;
}

/** Cases as a list to work from, with an audit trail. The workflow stays the truth. */
export interface CaseStore {
  opened(row: CaseRow): Promise<void>;
  closed(caseId: string, outcome: { answer: string; by: string; note?: string }): Promise<void>;
  list(filter: { owner?: string; code?: string; open?: boolean; subject?: string }, limit: number): Promise<CaseRow[]>;
  show(
    caseId: string,
  ): Promise<{ row: CaseRow; trail: { at: string; what: string; by: string; note?: string }[] } | undefined>;
  /** Adds a line to the trail: a refused answer, a remark. */
  remark(caseId: string, what: string, by: string, note?: string): Promise<void>;
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

/** Words a person gave as part of an answer (a gift message) that must not enter a workflow history. */
export interface Notes {
  keep(reference: string, text: string): Promise<void>;
  read(reference: string): Promise<string | undefined>;
}

export type { DueProduct, ProductReading, ReadingPage } from './products-port.js';
