import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Case, Problem, Resolution } from '../domain/cases/case.js';
import type { Answer } from '../domain/cases/catalogue.js';
import type { FollowerOfBrand } from '../domain/followers.js';
import type { CentraOrderNumber, CentraReturnId, CentraShipmentId, SitooWarehouseId } from '../domain/ids.js';
import type { System } from '../domain/names.js';
import type { FulfilmentStage, ReportedProgress } from '../domain/order/fulfilment.js';
import type { EarlierRuns } from '../domain/order/order-end.js';
import type { OrderFacts } from '../domain/order/order-facts.js';
import type { OrderRef } from '../domain/order/order-ref.js';
import type { OrderSettings } from '../domain/order/settings.js';
import type { ProductQuestion } from '../domain/products/report.js';
import type { Inspection } from '../domain/return/inspection.js';
import type { ReturnSettings } from '../domain/return/settings.js';
import type { TillRefund } from '../domain/return/till-refund.js';
import type { Flow, FlowSettings, Target } from '../domain/stock/flows.js';

/**
 * Every signal, update and query. One object argument each, plain JSON, so that fields can be added. Signals that waited for
 * a worker come together: their handler is called once with the argument of each (gather-signals.ts).
 */

/** An order as it was last read, with what the brand says about such orders. */
export interface OrderReading {
  readonly facts: OrderFacts;
  readonly settings: OrderSettings;
}

export interface FulfilOrder extends OrderReading {
  readonly brand: string;
  /** Given to the new run of an order that changed after its workflow had ended. */
  readonly earlier?: EarlierRuns;
}

/** A follower read the order again and something that matters to its fulfilment has changed. */
export const orderChanged = defineSignal<[OrderReading]>('orderChanged');

/** A follower saw progress of fulfilments at their store or warehouse. */
export const fulfilmentsProgressed = defineSignal<[readonly ReportedProgress[]]>('fulfilmentsProgressed');

/** The pick-list batch of till orders goes out. */
export const release = defineSignal<[{ readonly batch: string }]>('release');

/** What an Update of a person answers: what was accepted, in words. One that is refused throws instead. */
export interface Accepted {
  readonly accepted: string;
}

/** A person answers a case. An Update, so that the person learns immediately whether the answer was accepted. */
export const resolveCase = defineUpdate<Accepted, [Resolution]>('resolveCase');

/** The same by plain signal, for the Web UI and scripts; a bad one is refused and recorded, and never fails the workflow. */
export const resolveCaseBySignal = defineSignal<[Resolution]>('resolveCase');

export interface TimelineEntry {
  /** ISO. */
  readonly at: string;
  readonly what: string;
}

/** An order as its workflow tells it. */
export interface Story {
  readonly stage: string;
  readonly timeline: readonly TimelineEntry[];
  readonly fulfilments: readonly {
    readonly fulfilment: number;
    readonly location: string;
    readonly stage: FulfilmentStage;
    readonly ref?: string;
  }[];
  readonly cases: readonly Case[];
  /** What the order waits for, in a sentence. */
  readonly next: string;
}

export const story = defineQuery<Story>('story');

/** There is something to do: a loop begins its next round now instead of at its next timer. */
export const wake = defineSignal('wake');

/** The brand file no longer has what a loop is for: it ends, whatever its round is waiting for. */
export const noLongerNeeded = defineSignal('noLongerNeeded');

/** What an alarm hands over to the next run. */
export interface AlarmState {
  /** When it began to fail, epoch ms; undefined while it succeeds. */
  readonly failingSince?: number;
  readonly openCase?: Case;
  /** A person answered `retry`: no case before then, epoch ms. */
  readonly quietUntil?: number;
  /** Answers `retry` in a row that changed nothing. */
  readonly retries?: number;
}

/** What each loop hands over to its next run, beside its settings. */
export interface CarriedOver {
  /** Whether the run begins with a round; it does when this is left out. */
  readonly woken?: boolean;
  /** Rounds that failed in a row. */
  readonly failures?: number;
  /** Since when rounds fail, and the case about it. */
  readonly alarm?: AlarmState | undefined;
  /** How long rounds may fail before a case opens, ms; an hour when this is left out. */
  readonly alarmAfterMs?: number | undefined;
}

export interface Follow extends CarriedOver {
  readonly brand: string;
  readonly follower: FollowerOfBrand;
  /** A follower that nothing wakes reads this often, ms. */
  readonly everyMs: number;
  /** It gathers events this long after a round, so that a flood of them becomes few reads, ms. */
  readonly gatherMs: number;
}

/**
 * A location holds less of a SKU than it has promised, and this order is one that has to release its allocation; or it holds
 * enough again. One message for both, so that the newest of many that waited says how things stand.
 */
export interface StockShort {
  readonly location: string;
  readonly sku: string;
  /** Units that are missing there, over all orders; 0 when it holds enough again. */
  readonly units: number;
}
/** All that an order learns at once: one message, however many of its SKUs run short. */
export const stockShort = defineSignal<[readonly StockShort[]]>('stockShort');

/** What the publisher of one target carries: settings, never stock. */
export interface PublishStock extends CarriedOver {
  readonly brand: string;
  readonly target: Target;
  readonly flows: Readonly<Partial<Record<Flow, FlowSettings>>>;
  /** A publisher that nothing wakes looks this often, ms. */
  readonly everyMs: number;
  /** A person has paused it. */
  readonly paused?: Pause;
  /** When the scheduled flows whose time has come were released, epoch ms. */
  readonly released?: Readonly<Partial<Record<Flow, number>>>;
}

export interface Pause {
  readonly by: string;
  /** ISO. */
  readonly since: string;
  readonly note?: string;
}

/** The brand file says something new about the flows; a pause is kept. */
export const configurePublisher = defineSignal<[Pick<PublishStock, 'flows' | 'everyMs'>]>('configure');
export const pausePublisher = defineSignal<[Pause]>('pause');
export const resumePublisher = defineSignal<[{ readonly by: string }]>('resume');
/** The time of a scheduled flow has come: everything that waits now is published. */
export const releaseFlow = defineSignal<[{ readonly flow: Flow }]>('releaseFlow');

export interface PublisherState {
  readonly target: Target;
  readonly flows: PublishStock['flows'];
  readonly paused?: Pause;
  /** Scheduled flows that are being published, since their time has come. */
  readonly released: readonly Flow[];
}
export const publisherState = defineQuery<PublisherState>('publisherState');

/** A case that belongs to no order. */
export interface StandaloneCase {
  readonly brand: string;
  /** Unique for what it is about; also the end of the workflow id. */
  readonly subject: string;
  readonly problem: Problem;
  readonly location?: string;
  /** What the answer `retry` does. */
  readonly about:
    | { readonly kind: 'stock-refused'; readonly target: Target; readonly location: string; readonly sku: string }
    | { readonly kind: 'safety-stock-twice'; readonly location: string }
    | { readonly kind: 'not-compared'; readonly location: string }
    | { readonly kind: 'trouble'; readonly workflowId: string; readonly runId: string }
    | { readonly kind: 'corrected-often'; readonly location: string }
    | { readonly kind: 'transfer-late'; readonly shipment: number }
    | { readonly kind: 'event-refused'; readonly system: System; readonly event: number }
    | { readonly kind: 'unknown-order'; readonly system: System; readonly name: string }
    | { readonly kind: 'not-recorded'; readonly workflowId: string }
    | ({ readonly kind: 'order-changed' } & OrderRef)
    | { readonly kind: 'till-warehouse'; readonly warehouse: SitooWarehouseId }
    /** A day, `2026-11-28`, in the time zone of the brand. */
    | { readonly kind: 'without-receipt'; readonly day: string }
    | { readonly kind: 'unknown-at-tills'; readonly day: string }
    | { readonly kind: 'token-expires'; readonly day: string }
    | ProductQuestion;
  readonly without?: readonly Answer[];
}

/** The case is no longer needed. */
export const caseAutoResolved = defineSignal<[{ readonly why: string }]>('caseAutoResolved');

/** Levels to compare with the counterparts; everything when nothing is named. */
export interface ReconcileStock {
  readonly brand: string;
  readonly only?: readonly { readonly location: string; readonly skus: readonly string[] }[];
}

/** The time of a scheduled flow. */
export interface ReleaseStock {
  readonly brand: string;
  readonly flow: Flow;
}

/** What a till took back. */
export interface ReturnInStore {
  readonly brand: string;
  readonly refund: TillRefund;
  readonly settings: ReturnSettings;
  /** A person has found the web order of a refund that named none. */
  readonly order?: CentraOrderNumber;
}

/** A person has inspected the goods. An Update, so that the person learns immediately whether it was accepted. */
export const inspectGoods = defineUpdate<Accepted, [Inspection]>('inspectGoods');

export type ReturnStage = 'returning' | 'waiting-for-answer' | 'done' | 'refused' | 'without-receipt';

/** A return as its workflow tells it. */
export interface ReturnStory {
  readonly stage: ReturnStage;
  readonly refund: TillRefund;
  /** Number of the web order, once it is known. */
  readonly order?: string;
  readonly timeline: readonly TimelineEntry[];
  readonly returns: readonly {
    readonly name: string;
    readonly shipment: CentraShipmentId;
    readonly condition: string;
    readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
    readonly status: string;
    readonly id?: CentraReturnId;
    readonly totalMinor?: number;
  }[];
  readonly cases: readonly Case[];
  /** What it waits for, in a sentence. */
  readonly next: string;
}

export const returnStory = defineQuery<ReturnStory>('story');

/** Products that an order waits for were written where they are picked. */
export const productsArrived = defineSignal<[{ readonly skus: readonly string[] }]>('productsArrived');

export interface SyncProducts extends CarriedOver {
  readonly brand: string;
  /** A product sync that nothing wakes looks this often, ms. */
  readonly everyMs: number;
  /** It gathers changes this long after a round, so that a flood of them becomes few reads, ms. */
  readonly gatherMs: number;
  /** The next round reads everything again; so does the first round of the first run. */
  readonly everything?: boolean;
  /** Rounds of earlier runs. */
  readonly rounds?: number;
  /** When the next campaign begins or ends, epoch ms: prices at the tills change then. */
  readonly nextPriceChangeMs?: number;
}

/** The next round reads all products again, and brings the replicas in line. */
export const syncEverything = defineSignal('syncEverything');

export interface ProductsState {
  readonly phase: 'waiting' | 'reading' | 'comparing' | 'writing';
  /** Everything, or only what changed. */
  readonly everything: boolean;
  readonly rounds: number;
  /** Of this round. */
  readonly read: number;
  readonly written: number;
  readonly refused: number;
}
export const productsState = defineQuery<ProductsState>('productsState');

/** A comparison of all products. `ask`: what only a person can decide becomes a case, and the rest is written. */
export interface AuditProducts {
  readonly brand: string;
  readonly ask: boolean;
}
