import type { Order, Return } from './order.js';

/** Units of an order that came back, of one order line or of one shipment line. */
export const returnedUnits = (order: Order, fits: (line: Return['lines'][number]) => boolean): number =>
  order.returns.flatMap((r) => r.lines).reduce((sum, line) => sum + (fits(line) ? line.quantity : 0), 0);
