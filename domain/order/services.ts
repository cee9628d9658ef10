import type { LineId } from '../ids.js';
import type { OrderFacts } from './order-facts.js';
import type { LineUnits } from './split-order.js';

/** Units of service lines that need nothing more: a shipment takes them along, or a person decided about them. */
export type SettledServices = ReadonlyMap<LineId, number>;

/**
 * Services that are in no shipment. What is settled counts beside what the shipments show: a reading may be older than the
 * shipment that took them along.
 */
export function openServices({ state, services = [] }: OrderFacts, settled: SettledServices): LineUnits[] {
  if (state === 'cancelled' || state === 'done') return [];
  return services
    .map(({ line, quantity, inShipments }) => ({
      line,
      quantity: quantity - Math.max(inShipments, settled.get(line) ?? 0),
    }))
    .filter(({ quantity }) => quantity > 0);
}
