import {
  fulfilmentNumber,
  type NumberedFulfilment,
  type RecordedFulfilment,
} from '../../domain/order/fulfilment-number.js';
import { type FulfilmentState, missingUnits, remainingUnits } from '../../domain/order/fulfilment-state.js';
import {
  addUnits,
  countUnits,
  type LineUnits,
  type PlannedFulfilment,
  stillWanted,
  subtractUnits,
} from '../../domain/order/split-order.js';
import { applyProgress } from './intake.js';
import { coveringFulfilments, type OrderState } from './order-state.js';
import { type FulfilmentRun, transition } from './run.js';

export interface NewFulfilment extends PlannedFulfilment {
  readonly tried?: readonly string[];
}

/** All fulfilments that the order knows of, those of earlier runs included. */
export const numberedFulfilments = ({ earlier, fulfilments }: OrderState): NumberedFulfilment[] => [
  ...earlier.fulfilments,
  ...fulfilments.map(({ fulfilment, location }) => ({ fulfilment, location })),
];

/** A fulfilment of which nothing is known yet but what it is to send. */
export const newFulfilment = ({
  tried = [],
  ...of
}: NewFulfilment & Pick<FulfilmentState, 'fulfilment' | 'kind'>): FulfilmentState => ({
  ...of,
  tried,
  stage: 'planned',
  counterpartOrders: new Map(),
  hasUnhandledProgress: false,
  shipments: [],
  reportedParcels: new Set(),
  cancelledUnits: [],
  isCancellingUnits: false,
  dueAt: undefined,
  recall: 'none',
  knownBeyond: [],
  shortages: new Map(),
});

/** Adds a planned fulfilment to the order, with what was reported of it before. */
export function addFulfilment(order: OrderState, { location, lines, tried = [] }: NewFulfilment): FulfilmentState {
  const fulfilment = newFulfilment({
    fulfilment: fulfilmentNumber(location, numberedFulfilments(order), order.recorded),
    location,
    kind: order.settings.locations.find((l) => l.id === location)?.kind ?? 'store',
    lines,
    tried,
  });
  order.fulfilments.push(fulfilment);
  for (const progress of [...order.earlyProgress.values()].filter((p) => p.fulfilment === fulfilment.fulfilment))
    applyProgress(order, progress);
  return fulfilment;
}

/**
 * A fulfilment whose number stands for something else already is planned again under its own. Nothing was placed under the
 * wrong number, and what was reported of that number was never about this fulfilment.
 */
export function renumber(
  { order, fulfilment, timeline }: FulfilmentRun,
  recorded: readonly RecordedFulfilment[],
): void {
  order.recorded = recorded;
  order.fulfilments.splice(order.fulfilments.indexOf(fulfilment), 1);
  fulfilment.stage = 'moved';
  const again = addFulfilment(order, fulfilment);
  timeline.add(
    `Fulfilment ${fulfilment.fulfilment} is known from before a reset: ${fulfilment.location} gets fulfilment ${again.fulfilment}.`,
  );
  for (const progress of fulfilment.counterpartOrders.values()) applyProgress(order, progress);
}

/** Units that their location has closed go to the same location again, as a new fulfilment. */
export function placeAgain(run: FulfilmentRun, units: PlannedFulfilment['lines']): void {
  const { location, tried } = run.fulfilment;
  const lines = stillWantedOf(run, units);
  transition(run, lines.length > 0 ? 'moved' : 'cancelled');
  if (lines.length > 0) addFulfilment(run.order, { location, lines, tried });
}

/** Of these units of a fulfilment those that the order still wants: it can have been edited since they were planned. */
export function stillWantedOf({ order, fulfilment }: FulfilmentRun, units: readonly LineUnits[]): LineUnits[] {
  const others = coveringFulfilments(order).filter((other) => other !== fulfilment);
  const ofOthers = [...order.earlier.covered, ...others.flatMap(remainingUnits)];
  return stillWanted(units, order.facts, [...ofOthers, ...subtractUnits(remainingUnits(fulfilment), units)]);
}

/** Units that have not left and that the order still wants: what a person can decide about. */
export const unitsToDecide = (run: FulfilmentRun): LineUnits[] => stillWantedOf(run, missingUnits(run.fulfilment));

/** Units that have not left and that the order no longer holds are taken off the fulfilment: nobody decides about them. False when there are none. */
export function dropUnwanted(run: FulfilmentRun): boolean {
  const { fulfilment, timeline } = run;
  const unwanted = subtractUnits(missingUnits(fulfilment), unitsToDecide(run));
  if (unwanted.length === 0) return false;
  fulfilment.cancelledUnits = addUnits(fulfilment.cancelledUnits, unwanted);
  timeline.add(
    `${fulfilment.location} does not send ${countUnits(unwanted)} units of fulfilment ${fulfilment.fulfilment} that the order no longer holds.`,
  );
  return true;
}
