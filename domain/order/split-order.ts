import type { LineId } from '../ids.js';
import type { FactLine, OrderFacts } from './order-facts.js';

export interface LineUnits<Line extends LineId = LineId> {
  readonly line: Line;
  readonly quantity: number;
}

/** The portion of an order that one location fulfils. */
export interface PlannedFulfilment {
  readonly location: string;
  readonly lines: readonly LineUnits[];
}

/**
 * Splits an order into fulfilments by where its units are allocated, in the order of the lines. An allocation above what
 * is still wanted (units cancelled a moment ago) is cut to what is wanted.
 */
export function planFulfilments(facts: Pick<OrderFacts, 'lines'>): PlannedFulfilment[] {
  const byLocation = new Map<string, LineUnits[]>();
  for (const line of facts.lines) {
    let wanted = line.quantity;
    for (const { location, quantity } of line.allocations) {
      const units = Math.min(wanted, quantity);
      if (units <= 0) continue;
      wanted -= units;
      byLocation.set(location, addUnits(byLocation.get(location) ?? [], [{ line: line.line, quantity: units }]));
    }
  }
  return [...byLocation].map(([location, lines]) => ({ location, lines }));
}

/** Units of a line that a fulfilment at a location stands for. */
export interface CoveredUnits extends LineUnits {
  readonly location: string;
}

/**
 * What is left of the lines once covered units are taken away, also from where they were allocated: the origin keeps an
 * allocation after its units left, and what another location still holds must not be asked of it again.
 */
export function uncoveredLines(facts: Pick<OrderFacts, 'lines'>, covered: readonly CoveredUnits[]): FactLine[] {
  return facts.lines.map((line) => {
    const ours = covered.filter((c) => c.line === line.line);
    return {
      ...line,
      quantity: Math.max(0, line.quantity - countUnits(ours)),
      allocations: line.allocations
        .map(({ location, quantity }) => ({
          location,
          quantity: quantity - countUnits(ours.filter((c) => c.location === location)),
        }))
        .filter((a) => a.quantity > 0),
    };
  });
}

/** Of these units those that an order still wants beside what others stand for. */
export const stillWanted = (
  units: readonly LineUnits[],
  { lines }: Pick<OrderFacts, 'lines'>,
  ofOthers: readonly LineUnits[],
): LineUnits[] =>
  units.flatMap(({ line, quantity }) => {
    const wanted = lines.find((l) => l.line === line)?.quantity ?? 0;
    const still = Math.min(quantity, wanted - countUnits(ofOthers.filter((u) => u.line === line)));
    return still > 0 ? [{ line, quantity: still }] : [];
  });

/** Adds units line by line. */
export function addUnits<L extends LineId>(to: readonly LineUnits<L>[], more: readonly LineUnits<L>[]): LineUnits<L>[] {
  const sum = new Map(to.map((l) => [l.line, l.quantity]));
  for (const { line, quantity } of more) sum.set(line, (sum.get(line) ?? 0) + quantity);
  return [...sum].map(([line, quantity]) => ({ line, quantity }));
}

/** What is left of `from` after `less`, never below zero; lines with nothing left are dropped. */
export function subtractUnits<L extends LineId>(
  from: readonly LineUnits<L>[],
  less: readonly LineUnits<L>[],
): LineUnits<L>[] {
  const gone = new Map(less.map((l) => [l.line, l.quantity]));
  return from
    .map(({ line, quantity }) => ({ line, quantity: quantity - Math.min(quantity, gone.get(line) ?? 0) }))
    .filter((l) => l.quantity > 0);
}

/**
 * Picked units that the order still holds in no shipment, and those beyond: customer service may have taken units off an order
 * whose goods were picked already. Of an order that holds none of them nothing is cut: then the web shop has the word.
 */
export function withinOrder<L extends LineId>(
  picked: readonly LineUnits<L>[],
  order: { readonly wanted: readonly LineUnits[]; readonly inShipments: readonly LineUnits[] },
): { within: readonly LineUnits<L>[]; beyond: readonly LineUnits<L>[] } {
  const beyond = subtractUnits<LineId>(picked, subtractUnits(order.wanted, order.inShipments));
  const within = subtractUnits<LineId>(picked, beyond);
  return within.length === 0
    ? { within: picked, beyond: [] }
    : { within: within as LineUnits<L>[], beyond: beyond as LineUnits<L>[] };
}

export const countUnits = (lines: readonly Pick<LineUnits, 'quantity'>[]): number =>
  lines.reduce((sum, l) => sum + l.quantity, 0);
