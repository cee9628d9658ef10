import type { LineId } from '../ids.js';
import type { OrderFacts } from './order-facts.js';
import { type CoveredUnits, countUnits, type LineUnits } from './split-order.js';

/** Units of a line that a person settled at the web shop, which may show them as wanted for ever. */
export interface SettledByPerson {
  readonly units: number;
  /** Units of the line that the order held when it was last read. */
  readonly wanted: number;
}

const wantedOf = ({ lines }: Pick<OrderFacts, 'lines'>, line: LineId): number =>
  lines.find((l) => l.line === line)?.quantity ?? 0;

/**
 * Notes units as settled, as far as nothing else stands for them: what the web shop no longer holds needs no note.
 * @param covered units that fulfilments stand for
 */
export function noteSettled(
  settled: Map<LineId, SettledByPerson>,
  { facts, covered }: { readonly facts: Pick<OrderFacts, 'lines'>; readonly covered: readonly CoveredUnits[] },
  units: readonly LineUnits[],
): void {
  for (const { line, quantity } of units) {
    const wanted = wantedOf(facts, line);
    const uncovered = wanted - countUnits(covered.filter((c) => c.line === line));
    const more = Math.min(quantity, Math.max(0, uncovered));
    if (more > 0) settled.set(line, { units: (settled.get(line)?.units ?? 0) + more, wanted });
  }
}

/** The order was read again: units that it no longer holds are the settled ones before any other. */
export function forgetSettled(settled: Map<LineId, SettledByPerson>, facts: Pick<OrderFacts, 'lines'>): void {
  for (const [line, { units, wanted }] of settled) {
    const now = wantedOf(facts, line);
    settled.set(line, { units: Math.max(0, units - Math.max(0, wanted - now)), wanted: now });
  }
}
