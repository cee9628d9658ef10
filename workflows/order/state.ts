import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { Origin } from '../../domain/names.js';
import {
  type FulfilmentProgress,
  type FulfilmentStage,
  isSettled,
  isStaleProgress,
  type ReportedProgress,
  resolveLines,
} from '../../domain/order/fulfilment.js';
import { fulfilmentNumber, type KnownFulfilment } from '../../domain/order/fulfilment-number.js';
import { isStale, type OrderFacts } from '../../domain/order/order-facts.js';
import { type OrderStage, stateAtStart } from '../../domain/order/order-stage.js';
import type { Corrections, OrderSettings } from '../../domain/order/settings.js';
import { type CoveredUnits, type LineUnits, subtractUnits } from '../../domain/order/split-order.js';
import type { FulfilOrder, OrderReading, StockShort } from '../messages.js';
import { Locations, Stage } from '../search-attributes.js';

/** A shipment we made at the web shop for goods of one fulfilment. */
export interface MadeShipment {
  readonly id: number;
  /** The counterpart's id of the leg whose goods it holds: the fulfilment itself or a back order. */
  readonly leg: string;
  readonly lines: readonly LineUnits[];
  captured: boolean;
  completed: boolean;
}

/** Units of a SKU that a location promised to a fulfilment and does not hold. */
export interface Shortage {
  /** Missing at the location, over all orders. */
  units: number;
  /** `heard`: nothing was done yet. `waits`: a person said that goods will come. `dealt-with`: nothing more to do. */
  status: 'heard' | 'waits' | 'dealt-with';
}

export interface FulfilmentState {
  readonly fulfilment: number;
  readonly location: string;
  readonly kind: 'store' | 'warehouse';
  readonly lines: readonly LineUnits[];
  /** Locations that already failed for these units. */
  readonly tried: readonly string[];
  stage: FulfilmentStage;
  ref?: string;
  /** By the counterpart's id: the fulfilment itself and its back orders. */
  readonly legs: Map<string, FulfilmentProgress>;
  /** Something new came in since it was last looked at. */
  news: boolean;
  readonly shipments: MadeShipment[];
  /** POS orders: parcels already reported to the tills. */
  readonly reported: Set<string>;
  /** Units a person cancelled although they were planned here. */
  cancelledUnits: readonly LineUnits[];
  /** Units whose cancellation is under way: no longer wanted of this fulfilment, and not free to be planned elsewhere. */
  givingUp: readonly LineUnits[];
  /** Epoch ms by which the next step is promised. */
  dueAt: number;
  /** The order changed so that this fulfilment must be taken back. */
  recalled: boolean;
  /** It could not be taken back and was let go as it is: the revision of the order at which that was so. */
  acceptedAtRevision: string | undefined;
  /** An attempt to place it was made, so it may exist at its location whatever we know. */
  attempted: boolean;
  /** What its location lacks for it, by SKU, until the location holds enough again. */
  readonly shortages: Map<string, Shortage>;
}

/** What is known of one order while its workflow runs. */
export interface OrderState {
  readonly brand: string;
  readonly origin: Origin;
  readonly number: string;
  facts: OrderFacts;
  settings: OrderSettings;
  corrections: Corrections;
  /** The facts came without the corrections: they are read again before anything is decided from them. */
  readUncorrected: boolean;
  /** Products that the order waits for were written where they are picked. */
  productsCame: boolean;
  /** Revision of the facts that the fulfilments were last made from. */
  plannedFrom: string | undefined;
  /** Decisions about units that are being carried out: nothing is planned anew before they are. */
  deciding: number;
  /** Address fingerprint that the fulfilments were last made for. */
  shipToPlanned: string | undefined;
  released: boolean;
  /** Till orders: closed in Sitoo together with the last parcel. */
  closedAtTills: boolean;
  stage: OrderStage;
  /** Locations as the search attribute shows them. */
  locationsShown: readonly string[];
  readonly fulfilments: FulfilmentState[];
  /** Fulfilments that the records remember and this run does not: the order was reset. */
  known: readonly KnownFulfilment[];
  /** News of fulfilments that are not planned yet: an order that was reset hears again what it has forgotten. */
  readonly early: ReportedProgress[];
  /** Shortages that were heard of before the order had any fulfilment. */
  readonly earlyShortages: StockShort[];
  readonly timeline: { at: string; what: string }[];
  /** What the order waits for, in a sentence. */
  next: string;
  /** The open cases as Markdown, for the page of the workflow. */
  casesShown: string;
}

export function openState({ brand, facts, settings }: FulfilOrder): OrderState {
  const start = stateAtStart(facts, settings);
  return {
    brand,
    origin: facts.origin,
    number: facts.number,
    facts,
    settings,
    corrections: {},
    readUncorrected: false,
    productsCame: false,
    plannedFrom: undefined,
    deciding: 0,
    shipToPlanned: undefined,
    released: facts.origin === 'centra' || !settings.posOrdersInBatches,
    closedAtTills: false,
    stage: start.stage,
    locationsShown: start.locations,
    fulfilments: [],
    known: [],
    early: [],
    earlyShortages: [],
    timeline: [],
    next: 'The order is being checked.',
    casesShown: '',
  };
}

export const isCancelled = (order: OrderState): boolean => order.facts.state === 'cancelled';

export const isHeld = (order: OrderState): boolean =>
  order.facts.state === 'on-hold' || order.facts.state === 'waiting-for-payment';

/**
 * Takes in what we read ourselves just now. Only the origin's own word on when the order changed can make it older than
 * what is known: clocks of workers differ.
 */
export function applyOwnReading(order: OrderState, reading: OrderReading): void {
  if (reading.facts.changedAt < order.facts.changedAt) return;
  order.facts = reading.facts;
  order.settings = reading.settings;
  // A brand that no longer sends batches lets go what waits for one.
  order.released ||= !reading.settings.posOrdersInBatches;
  order.readUncorrected = false;
}

/**
 * Takes in news from a follower, who may have read it before what is known, and who knows nothing of what people corrected
 * on the way.
 */
export function applyReading(order: OrderState, reading: OrderReading): void {
  if (isStale(order.facts, reading.facts)) return;
  tell(order, whatChanged(order.facts, reading.facts));
  applyOwnReading(order, reading);
  order.readUncorrected = Object.keys(order.corrections).length > 0;
}

/** Products were written: an order that waits for one of them is read again. A signal can hold anything. */
export function applyProductsArrived(order: OrderState, skus: unknown): void {
  if (!Array.isArray(skus) || !order.facts.lines.some((l) => !l.known && skus.includes(l.sku))) return;
  order.productsCame = true;
  order.readUncorrected = true;
}

export function addFulfilment(
  order: OrderState,
  planned: { location: string; lines: readonly LineUnits[]; tried?: readonly string[] },
): FulfilmentState {
  const kind = order.settings.locations.find((l) => l.id === planned.location)?.kind ?? 'store';
  const fulfilment: FulfilmentState = {
    fulfilment: fulfilmentNumber(planned.location, order.fulfilments, order.known),
    location: planned.location,
    kind,
    lines: planned.lines,
    tried: planned.tried ?? [],
    stage: 'planned',
    legs: new Map(),
    news: false,
    shipments: [],
    reported: new Set(),
    cancelledUnits: [],
    givingUp: [],
    dueAt: 0,
    recalled: false,
    acceptedAtRevision: undefined,
    attempted: false,
    shortages: new Map(),
  };
  order.fulfilments.push(fulfilment);
  for (const progress of order.early.filter((p) => p.fulfilment === fulfilment.fulfilment))
    applyProgress(order, progress);
  return fulfilment;
}

/**
 * A fulfilment whose number stands for something else already is planned anew under its own. Nothing was placed under the wrong
 * number, and what was heard of that number was never about this fulfilment.
 */
export function renumber(order: OrderState, fulfilment: FulfilmentState, known: readonly KnownFulfilment[]): void {
  order.known = known;
  order.fulfilments.splice(order.fulfilments.indexOf(fulfilment), 1);
  fulfilment.stage = 'moved';
  const again = addFulfilment(order, fulfilment);
  tell(
    order,
    `Fulfilment ${fulfilment.fulfilment} is known from before a reset: ${fulfilment.location} gets fulfilment ${again.fulfilment}.`,
  );
  for (const progress of fulfilment.legs.values()) applyProgress(order, progress);
}

/** Takes in how a fulfilment stands; what tells nothing new is passed over. */
export function applyProgress(order: OrderState, progress: ReportedProgress): void {
  const fulfilment = order.fulfilments.find((p) => p.fulfilment === progress.fulfilment);
  if (!fulfilment) order.early.push(progress);
  else if (noteProgress(fulfilment, progress)) fulfilment.news = true;
}

/** Remembers how a leg of a fulfilment stands; false when that was known already. */
export function noteProgress(fulfilment: FulfilmentState, progress: ReportedProgress): boolean {
  const ours = resolveLines(progress, fulfilment.lines);
  if (isStaleProgress(fulfilment.legs.get(ours.ref), ours)) return false;
  fulfilment.legs.set(ours.ref, ours);
  return true;
}

/** True as long as nothing changed since the fulfilment was let go; a cancellation or another edit asks again. */
export const isAcceptedAsIs = (order: OrderState, fulfilment: FulfilmentState): boolean =>
  fulfilment.acceptedAtRevision === order.facts.revision;

/** Fulfilments that still stand for their units: not given back, not moved on. */
export const coveringFulfilments = (order: OrderState): FulfilmentState[] =>
  order.fulfilments.filter((p) => p.stage !== 'cancelled' && p.stage !== 'moved');

/** Units that a fulfilment stands for, by line and location. */
export const coveredUnits = (order: OrderState): CoveredUnits[] =>
  coveringFulfilments(order).flatMap((fulfilment) =>
    subtractUnits(fulfilment.lines, fulfilment.cancelledUnits).map((units) => ({
      ...units,
      location: fulfilment.location,
    })),
  );

export const allSettled = (order: OrderState): boolean => order.fulfilments.every((p) => isSettled(p.stage));

/** Shows stage and locations to who searches. Search attributes are upserted on real changes only: each costs an event. */
export function setStage(order: OrderState, stage: OrderStage): void {
  const fulfilments = order.fulfilments.filter((p) => p.stage !== 'moved');
  const locations =
    order.fulfilments.length > 0 ? [...new Set(fulfilments.map((p) => p.location))] : order.locationsShown;
  if (order.stage === stage && locations.join() === order.locationsShown.join()) return;
  order.stage = stage;
  order.locationsShown = locations;
  upsertSearchAttributes([
    { key: Stage, value: stage },
    { key: Locations, value: locations.length > 0 ? [...locations] : null },
  ]);
}

/** Longest timeline kept; an order that needs more has cases that tell the rest. */
const TIMELINE_MAX = 200;

export function tell(order: OrderState, what: string): void {
  if (order.timeline.length < TIMELINE_MAX) order.timeline.push({ at: new Date(Date.now()).toISOString(), what });
  showDetails(order);
}

/** The page of the workflow in the Temporal Web UI tells the story. Costs no event. */
export function showDetails(order: OrderState): void {
  const fulfilments = order.fulfilments.map((p) => `| ${p.fulfilment} | ${p.location} | ${p.stage} | ${p.ref ?? ''} |`);
  setCurrentDetails(
    [
      order.casesShown,
      `**${order.next}**`,
      fulfilments.length > 0
        ? ['| fulfilment | location | stage | there |', '| --- | --- | --- | --- |', ...fulfilments].join('\n')
        : '',
      order.timeline.map((t) => `- ${t.at} ${t.what}`).join('\n'),
    ]
      .filter((text) => text !== '')
      .join('\n\n'),
  );
}

function whatChanged(before: OrderFacts, after: OrderFacts): string {
  if (before.state !== after.state) return `The order is now ${after.state} where it was placed.`;
  if (before.shipTo !== after.shipTo) return 'The delivery address was changed.';
  return 'The order was changed where it was placed.';
}
