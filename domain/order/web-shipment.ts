import type { CentraShipmentId, LineId } from '../ids.js';
import type { LineUnits } from './split-order.js';
import type { WebOrder, WebShipment } from './web-order.js';

type Paid = Pick<WebShipment, 'isCaptured' | 'isPaid' | 'totalMinor'>;

/** Whether the money for a shipment is there. One that costs nothing needs none. */
export const isCaptured = ({ isCaptured, isPaid, totalMinor }: Paid): boolean =>
  isCaptured || isPaid || totalMinor === 0;

/** It costs nothing and still counts as unpaid: the web shop has to be told that no money is expected. */
export const mustBeMarkedPaid = ({ isCaptured, isPaid, totalMinor }: Paid): boolean =>
  totalMinor === 0 && !isPaid && !isCaptured;

/**
 * Shipments of exactly these lines that no fulfilment has claimed: what earlier attempts made before their answer was lost.
 * @param fulfilments all of the order, with the shipments that they claimed
 */
export function unclaimedShipments(
  { shipments }: WebOrder,
  lines: readonly LineUnits[],
  fulfilments: readonly { readonly shipments: readonly CentraShipmentId[] }[],
): WebShipment[] {
  const claimed = new Set(fulfilments.flatMap((fulfilment) => fulfilment.shipments));
  return shipments.filter((shipment) => !claimed.has(shipment.id) && hasExactly(shipment, lines));
}

function hasExactly(shipment: WebShipment, lines: readonly LineUnits[]): boolean {
  const wanted = new Map<LineId, number>(lines.map(({ line, quantity }) => [line, quantity]));
  return (
    shipment.lines.length === wanted.size && shipment.lines.every(({ line, quantity }) => wanted.get(line) === quantity)
  );
}
