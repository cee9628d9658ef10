import type { LineUnits } from '../split-order.js';
import type { WebOrder, WebOrderLine } from '../web-order.js';

/** The lines of an order that belong to a part, with the units of that part. */
export function linesOfPart(order: WebOrder, part: readonly LineUnits[]): { line: WebOrderLine; units: number }[] {
  return part.map(({ line: id, quantity }) => {
    const line = order.lines.find((l) => String(l.id) === id);
    // The revision was compared a moment ago, so a line that is missing here is a fault of ours.
    if (!line) throw new Error(`Order ${order.number} has no line ${id}.`);
    return { line, units: quantity };
  });
}
