import type { WebShipment } from '../../domain/order/web-order.js';
import { asId } from './ids.js';

/** A shipment that has left and is paid: units of line 11, or of the lines given. */
export const webShipment = (id: number, quantity: number, changes: Partial<WebShipment> = {}): WebShipment => ({
  id: asId(id),
  number: `10045-${id}`,
  isGoodToGo: true,
  isShipped: true,
  isPaid: true,
  isCaptured: true,
  totalMinor: 100 * quantity,
  lines: [{ id: asId(500 + id), line: asId(11), quantity, returned: 0 }],
  ...changes,
});
