import type { Order, PaymentEntry, Shipment } from './order.js';

/** What the order comes to now: cancelled units no longer count, a cancelled order comes to nothing. */
export function orderTotalMinor(order: Order): number {
  if (order.status === 'CANCELLED') return 0;
  const lines = order.lines.reduce((sum, l) => sum + l.unitMinor * (l.quantity - l.cancelled), 0);
  return Math.max(0, lines + order.shippingMinor - order.discountMinor);
}

/** The first shipment takes all remaining shipping cost and discount, Centra's default policy. */
export function shipmentTotalMinor(order: Order, lines: readonly { line: number; quantity: number }[]): number {
  const goods = lines.reduce((sum, { line, quantity }) => {
    const unit = order.lines.find((l) => l.id === line)?.unitMinor ?? 0;
    return sum + unit * quantity;
  }, 0);
  const first = order.shipments.length === 0;
  return Math.max(0, goods + (first ? order.shippingMinor - order.discountMinor : 0));
}

/** Money that is reserved and neither taken nor released: of gift cards, and of the other payment. */
export function reservedMinor({ payments }: Order): { readonly card: number; readonly giftCard: number } {
  const sum = (entryType: PaymentEntry['entryType']): number =>
    payments.reduce(
      (total, p) => (p.entryType === entryType && p.status === 'SUCCESS' ? total + p.valueMinor : total),
      0,
    );
  return {
    card: sum('AUTH') - sum('CAPTURE') - sum('CANCEL'),
    giftCard: sum('AUTH_GIFT_CARD') - sum('CAPTURE_GIFT_CARD') - sum('CANCEL_GIFT_CARD'),
  };
}

export const capturedMinor = (order: Order): number =>
  order.shipments.filter((s: Shipment) => s.isCaptured).reduce((sum, s) => sum + s.totalMinor, 0);
