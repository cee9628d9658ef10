import type { LineUnits } from '../split-order.js';
import type { WebOrder, WebOrderLine } from '../web-order.js';

/** The lines of an order that belong to a fulfilment, with the units of that fulfilment. */
export function linesOfFulfilment(
  order: WebOrder,
  fulfilment: readonly LineUnits[],
): { line: WebOrderLine; units: number }[] {
  return fulfilment.map(({ line: id, quantity }) => {
    const line = order.lines.find((l) => l.id === id);
    // The revision was compared a moment ago, so a line that is missing here is a fault of ours.
    if (!line) throw new Error(`Order ${order.number} has no line ${id}.`);
    return { line, units: quantity };
  });
}
