import type { NumberedFulfilment } from './fulfilment-number.js';
import { isStale, type MoneyLeft, type OrderFacts } from './order-facts.js';
import { canStart } from './order-stage.js';
import { type CoveredUnits, countUnits, type LineUnits } from './split-order.js';

/** What a run of an order leaves behind when it ends: what it has settled, and how new its knowledge of the order was. */
export interface OrderEnd {
  /** Runs of the order so far, this one included. */
  readonly run: number;
  readonly state: OrderFacts['state'];
  readonly changedAt: number;
  readonly readAt: number;
  /** Units that fulfilments of this run and earlier ones stand for, by line and location. */
  readonly covered: readonly CoveredUnits[];
  /** Units of every line that the order held, services included, whether fulfilled or decided otherwise. */
  readonly wanted: readonly LineUnits[];
  /** What had left with each order of a location, by this run and earlier ones; left out when nothing had. */
  readonly sent?: readonly SentUnits[];
  /** What finance was asked about its money, by this run and earlier ones, and has answered; left out when nothing was. */
  readonly moneyAsked?: readonly MoneyLeft['kind'][];
}

/** Units that an order of a location had sent for a fulfilment. */
export interface SentUnits {
  readonly fulfilment: number;
  /** The location's id of its order: the fulfilment's own or a back order. */
  readonly ref: string;
  readonly units: number;
}

export interface EarlierFulfilment extends NumberedFulfilment {
  /** As the records had it when the run began. */
  readonly stage?: string;
}

/** What the runs of an order before this one have settled. */
export interface EarlierRuns {
  /** How many there were. */
  readonly runs: number;
  /** Units that this run has nothing to do with, by line and location. */
  readonly covered: readonly CoveredUnits[];
  /** Their fulfilments: their numbers are taken, and what is reported of them is known, unless goods leave of a cancelled one. */
  readonly fulfilments: readonly EarlierFulfilment[];
  /** What had left with their orders at locations; left out when nothing had. */
  readonly sent?: OrderEnd['sent'];
  /** What finance was asked about the money of the order; left out when nothing was. */
  readonly moneyAsked?: OrderEnd['moneyAsked'];
}

/**
 * What a reading of an order means once its workflow has ended. `nothing`: the workflow knew it, or nothing follows from it.
 * `open-units`: the order holds units that no run has settled. `fewer-units`: it no longer holds units that were fulfilled.
 * `money-left`: all is sent, and what was captured or is still reserved is not what the order costs.
 */
export type ChangeAfterEnd = 'nothing' | 'open-units' | 'fewer-units' | 'money-left';

export function changeAfterEnd(end: OrderEnd, facts: OrderFacts): ChangeAfterEnd {
  if (facts.unreadable !== undefined || isStale(end, facts)) return 'nothing';
  const now = facts.state === 'cancelled' ? [] : [...facts.lines, ...(facts.services ?? [])];
  if (end.wanted.some(({ line }) => unitsOf(line, now) < fulfilledAndWanted(end, line))) return 'fewer-units';
  if (facts.moneyLeft !== undefined && end.moneyAsked?.includes(facts.moneyLeft.kind) !== true) return 'money-left';
  if (!canStart(facts)) return 'nothing';
  return now.some(({ line, quantity }) => quantity > settledUnits(end, line)) ? 'open-units' : 'nothing';
}

/** Units that a new run has nothing to do with: fulfilled ones by their location, others without one. */
export const settledBefore = (end: OrderEnd): CoveredUnits[] => [
  ...end.covered,
  ...end.wanted
    .map(({ line }) => ({ line, location: '', quantity: settledUnits(end, line) - unitsOf(line, end.covered) }))
    .filter(({ quantity }) => quantity > 0),
];

/** What a cancelled order no longer held may come back; what people decided about an order that went on stays decided. */
const settledUnits = (end: OrderEnd, line: string): number =>
  Math.max(unitsOf(line, end.covered), end.state === 'cancelled' ? 0 : unitsOf(line, end.wanted));

const fulfilledAndWanted = (end: OrderEnd, line: string): number =>
  end.state === 'cancelled' ? 0 : Math.min(unitsOf(line, end.covered), unitsOf(line, end.wanted));

const unitsOf = (line: string, units: readonly LineUnits[]): number =>
  countUnits(units.filter((unit) => unit.line === line));
