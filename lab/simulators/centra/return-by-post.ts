import type { Act } from './control-inputs.js';
import type { Order } from './order.js';
import { refund } from './refund.js';
import { Refusal } from './refusal.js';
import { returnedUnits } from './returned-units.js';
import { completeReturn, createReturn } from './returns.js';
import type { SimulatorState } from './state.js';

/** Goods come back by post: one return a shipment, paid and finished, under no name of ours. */
export function returnByPost(
  state: SimulatorState,
  order: Order,
  { lines, restock }: Extract<Act, { type: 'web.return' }>,
): void {
  const warehouse = state.locations.find((l) => l.id === restock)?.centraWarehouse;
  if (restock !== undefined && warehouse === undefined) throw new Refusal(`no location is called ${restock}`);
  const stock = warehouse === undefined ? ({ policy: 'removed' } as const) : ({ policy: 'moved', warehouse } as const);
  for (const [shipment, requests] of spreadOverShipments(order, lines)) {
    const { ret } = createReturn(state, { shipment, lines: requests, stock, costs: {}, comment: 'Returned by post' });
    refund(state, order, ret);
    completeReturn(state, order, ret);
  }
}

function spreadOverShipments(order: Order, wanted: readonly { sku: string; quantity: number }[]) {
  const found = new Map<number, { shipmentLine: number; quantity: number }[]>();
  for (const { sku, quantity } of wanted) {
    let missing = quantity;
    for (const { id, shippedAt, lines } of order.shipments)
      for (const held of lines) {
        const fits = order.lines.some((l) => l.id === held.line && l.product.sku === sku) && shippedAt !== undefined;
        const left = held.quantity - returnedUnits(order, (r) => r.shipmentLine === held.id);
        const units = fits ? Math.min(missing, left) : 0;
        missing -= units;
        if (units > 0) found.set(id, [...(found.get(id) ?? []), { shipmentLine: held.id, quantity: units }]);
      }
    if (missing > 0) throw new Refusal(`order ${order.number} has no ${quantity} units of ${sku} to return`);
  }
  return found;
}
