import { type CentraLineId, type CentraShipmentLineId, compareIds } from '../ids.js';
import type { PlannedReturn, ReturnableShipment } from './assign-to-shipments.js';

/** What goes with the goods of one return, in minor units. */
export interface ReturnCosts {
  /** Shipping cost that goes back. */
  readonly shippingMinor: number;
  /** Its share of a voucher of the whole order: taken off what goes back. */
  readonly voucherMinor: number;
}

/** What the customer paid, or was given, for an order as a whole, in minor units. */
export interface ChargedOrder {
  /** Shipping cost that goes back with this refund. */
  readonly shippingBackMinor: number;
  readonly voucherMinor: number;
  /** Price that was paid for a unit, by line of the order. */
  readonly unitPriceMinor: ReadonlyMap<CentraLineId, number>;
}

/**
 * Shares out what the customer paid, or was given, for the order as a whole. Centra puts shipping cost and vouchers on the
 * first shipment, and a return never gives back more than its shipment carries. A voucher goes by the value of the goods, so
 * that the shares of all units together are the voucher, in however many returns they come back.
 */
export function shareCosts(
  returns: readonly PlannedReturn[],
  shipments: readonly ReturnableShipment[],
  order: ChargedOrder,
): ReadonlyMap<string, ReturnCosts> {
  const first = [...shipments].filter((s) => s.isShipped).sort((a, b) => compareIds(a.id, b.id))[0];
  const priceOf = new Map(
    (first?.lines ?? []).map((l) => [l.shipmentLine, order.unitPriceMinor.get(l.orderLine) ?? 0] as const),
  );
  const value = (
    lines: readonly { readonly shipmentLine: CentraShipmentLineId; readonly quantity: number }[],
  ): number => lines.reduce((sum, l) => sum + (priceOf.get(l.shipmentLine) ?? 0) * l.quantity, 0);
  const whole = value(first?.lines ?? []);
  let before = value((first?.lines ?? []).map((l) => ({ shipmentLine: l.shipmentLine, quantity: l.returned })));
  const shareUpTo = (goods: number): number => (whole === 0 ? 0 : Math.floor((order.voucherMinor * goods) / whole));

  let shippingMinor = order.shippingBackMinor;
  return new Map(
    returns.map(({ name, shipment, lines }) => {
      if (shipment !== first?.id) return [name, { shippingMinor: 0, voucherMinor: 0 }];
      const after = before + value(lines);
      const costs = { shippingMinor, voucherMinor: shareUpTo(after) - shareUpTo(before) };
      before = after;
      shippingMinor = 0;
      return [name, costs];
    }),
  );
}
