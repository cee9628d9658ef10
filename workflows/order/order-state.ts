import type { LineId } from '../../domain/ids.js';
import { isSettled, type ReportedProgress } from '../../domain/order/fulfilment.js';
import type { RecordedFulfilment } from '../../domain/order/fulfilment-number.js';
import { type FulfilmentState, remainingUnits, shownOrders, unitsIn } from '../../domain/order/fulfilment-state.js';
import type { EarlierRuns, OrderEnd, SentUnits } from '../../domain/order/order-end.js';
import type { MoneyLeft, OrderFacts } from '../../domain/order/order-facts.js';
import type { OrderRef } from '../../domain/order/order-ref.js';
import { stateAtStart } from '../../domain/order/order-stage.js';
import { openServices } from '../../domain/order/services.js';
import type { Corrections, OrderSettings, OrderWait } from '../../domain/order/settings.js';
import type { SettledByPerson } from '../../domain/order/settled-by-person.js';
import { type CoveredUnits, countUnits, type LineUnits, uncoveredLines } from '../../domain/order/split-order.js';
import type { FulfilOrder, StockShort } from '../messages.js';

/** What is known of one order while its workflow runs. */
export interface OrderState extends OrderRef {
  readonly brand: string;
  /** What runs before this one have settled; nothing in the first run. */
  readonly earlier: EarlierRuns;
  /** Stages that this run has recorded so far. */
  stagesRecorded: number;
  facts: OrderFacts;
  settings: OrderSettings;
  /** What people corrected on the way. */
  corrections: Corrections;
  /**
   * Why the order is read again before anything is decided from its facts: they came without the corrections, or a product
   * that it waits for was written where it is picked.
   */
  reread: 'no' | 'uncorrected' | 'products-arrived';
  /** The pick-list batch has gone out, or the order needs none. */
  released: boolean;
  /** What steps of the order wait for, when others must act first. */
  readonly waitsFor: OrderWait[];
  /** Units of service lines that are settled, by this run and those before it. */
  readonly servicesSettled: Map<LineId, number>;
  /** What stands for the goods of services that are shipped alone, once there are some. */
  servicesAlone?: FulfilmentState;
  /** They are being shipped, beside everything else. */
  isShippingServices: boolean;
  /** Till orders: closed in Sitoo together with the last parcel. */
  closedAtTills: boolean;
  /** The revision that last passed the check as a whole: nothing is placed from a newer one. */
  checkedRevision: string | undefined;
  /** The revision from which fulfilments were last planned; none while units wait to be planned again. */
  plannedRevision: string | undefined;
  /** Address fingerprint that the fulfilments were last planned for. */
  plannedShipTo: string | undefined;
  readonly locationsAtStart: readonly string[];
  readonly fulfilments: FulfilmentState[];
  /** Fulfilments that the records remember and this run does not: the order was reset. */
  recorded: readonly RecordedFulfilment[];
  /** The newest progress of fulfilments that are not planned yet, by what it is about: an order that was reset receives again what it has forgotten. */
  readonly earlyProgress: Map<string, ReportedProgress>;
  /** Parcels of fulfilments that send nothing any more, which a person was asked about. */
  readonly strayParcels: Set<string>;
  /** Fulfilments with such a question that is open. */
  readonly strayQuestions: Set<number>;
  /** Orders of counterparts that show less as sent than they did. */
  readonly takenBack: Set<string>;
  /** What runs beside the steps of the order, such as questions about reserved money: the order does not end before it does. */
  besides: number;
  /** What finance was asked about its money, by this run and those before it: each kind once. */
  readonly moneyAsked: Set<MoneyLeft['kind']>;
  /** Units that people settled at the web shop while a shipment held them: nothing is planned for them again. */
  readonly settledByPeople: Map<LineId, SettledByPerson>;
  /** Shortages that arrived before the order had any fulfilment. */
  readonly earlyShortages: StockShort[];
}

const FIRST_RUN: EarlierRuns = { runs: 0, covered: [], fulfilments: [] };

export const openOrder = ({ brand, facts, settings, earlier = FIRST_RUN }: FulfilOrder): OrderState => ({
  brand,
  earlier,
  stagesRecorded: 0,
  origin: facts.origin,
  number: facts.number,
  facts,
  settings,
  corrections: {},
  reread: 'no',
  released: facts.origin === 'centra' || !settings.posOrdersInBatches,
  waitsFor: [],
  servicesSettled: new Map((facts.services ?? []).map(({ line }) => [line, unitsOf(line, earlier.covered)])),
  closedAtTills: false,
  checkedRevision: undefined,
  plannedRevision: undefined,
  plannedShipTo: undefined,
  locationsAtStart: stateAtStart(facts, settings).locations,
  fulfilments: [],
  recorded: [],
  earlyProgress: new Map(),
  strayParcels: new Set(),
  strayQuestions: new Set(),
  takenBack: new Set(),
  isShippingServices: false,
  besides: 0,
  moneyAsked: new Set(earlier.moneyAsked),
  settledByPeople: new Map(),
  earlyShortages: [],
});

const unitsOf = (line: LineId, units: readonly CoveredUnits[]): number =>
  countUnits(units.filter((unit) => unit.line === line));

export const isCancelled = ({ facts }: Pick<OrderState, 'facts'>): boolean => facts.state === 'cancelled';

/** The customer collects it in a store of their choice. A till order for delivery never is. */
export const isCollected = ({ facts, origin }: Pick<OrderState, 'facts' | 'origin'>): boolean =>
  facts.delivery === 'collect' && origin === 'centra';

/** Fulfilments that stand for their units: neither cancelled nor moved on. */
export const coveringFulfilments = ({ fulfilments }: Pick<OrderState, 'fulfilments'>): FulfilmentState[] =>
  fulfilments.filter(({ stage }) => stage !== 'cancelled' && stage !== 'moved');

/** Units that a fulfilment of this run or an earlier one stands for, by line and location. */
export const fulfilledUnits = (order: OrderState): CoveredUnits[] => [
  ...order.earlier.covered,
  ...coveringFulfilments(order).flatMap((fulfilment) =>
    remainingUnits(fulfilment).map((units) => ({ ...units, location: fulfilment.location })),
  ),
];

/** Units that need no further fulfilment: one stands for them, or a person has settled them. */
export const coveredUnits = (order: OrderState): CoveredUnits[] => [
  ...fulfilledUnits(order),
  ...[...order.settledByPeople].map(([line, { units }]) => ({ line, quantity: units, location: '' })),
];

/** Every unit of it has left, is to leave, or was settled by a person: nothing would be planned if the order went on. */
export const holdsNothingOpen = (order: OrderState): boolean =>
  uncoveredLines(order.facts, coveredUnits(order)).every(({ quantity }) => quantity === 0) &&
  openServices(order.facts, order.servicesSettled).length === 0;

/** It was archived, and nothing is left to do for it: nobody takes it out again for that. */
export const isPutAway = (order: OrderState): boolean =>
  order.facts.state === 'archived' && allSettled(order) && holdsNothingOpen(order);

export const runNumber = ({ earlier }: Pick<OrderState, 'earlier'>): number => earlier.runs + 1;

/** What this run leaves behind when it ends now. */
export const endOf = (order: OrderState): OrderEnd => {
  const sent = [...(order.earlier.sent ?? []), ...sentUnitsOf(order)];
  return {
    run: runNumber(order),
    state: order.facts.state,
    changedAt: order.facts.changedAt,
    readAt: order.facts.readAt,
    covered: [...fulfilledUnits(order).filter(({ line }) => !isService(order.facts, line)), ...settledServices(order)],
    wanted: [...order.facts.lines, ...(order.facts.services ?? [])].map(({ line, quantity }) => ({ line, quantity })),
    ...(order.moneyAsked.size > 0 ? { moneyAsked: [...order.moneyAsked] } : {}),
    ...(sent.length > 0 ? { sent } : {}),
  };
};

/** What has left with each order of a location. What was taken back was asked about already. */
const sentUnitsOf = ({ fulfilments, takenBack }: OrderState): SentUnits[] =>
  fulfilments
    .flatMap((of) =>
      shownOrders(of).map(({ ref, parcels }) => ({
        fulfilment: of.fulfilment,
        ref,
        units: countUnits(unitsIn(parcels)),
      })),
    )
    .filter(({ fulfilment, ref, units }) => units > 0 && !takenBack.has(`${fulfilment}/${ref}`));

const isService = ({ services = [] }: OrderFacts, line: LineId): boolean => services.some((s) => s.line === line);

/** Services of an order with goods lie nowhere. */
const settledServices = ({ facts, servicesSettled }: OrderState): CoveredUnits[] =>
  (facts.services ?? []).map(({ line, inShipments }) => ({
    line,
    location: '',
    quantity: Math.max(inShipments, servicesSettled.get(line) ?? 0),
  }));

/** Services need nothing more from now on; with -1, they need it again. */
export function settleServices(
  { facts, servicesSettled }: OrderState,
  services: readonly LineUnits[],
  sign: 1 | -1 = 1,
): void {
  for (const { line, quantity } of services) {
    const inShipments = (facts.services ?? []).find((s) => s.line === line)?.inShipments ?? 0;
    servicesSettled.set(line, Math.max(inShipments, servicesSettled.get(line) ?? 0) + sign * quantity);
  }
}

/** What is left of its money is known, and nobody was asked about that. */
export const mustAskFinance = ({ facts, moneyAsked }: Pick<OrderState, 'facts' | 'moneyAsked'>): boolean =>
  facts.moneyLeft !== undefined && !moneyAsked.has(facts.moneyLeft.kind);

export const allSettled = ({ fulfilments }: Pick<OrderState, 'fulfilments'>): boolean =>
  fulfilments.every(({ stage }) => isSettled(stage));

/** Where the order is fulfilled, as people search for it. */
export const locationsOf = ({ fulfilments, locationsAtStart }: OrderState): readonly string[] =>
  fulfilments.length === 0
    ? locationsAtStart
    : [...new Set(fulfilments.filter(({ stage }) => stage !== 'moved').map(({ location }) => location))];
