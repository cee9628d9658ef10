import type { LineUnits } from './split-order.js';
import type { PaymentKind, WebOrder, WebPayment } from './web-order.js';
import { isCaptured } from './web-shipment.js';

const RESERVES: readonly PaymentKind[] = ['authorisation', 'gift-card-authorisation'];
const TAKES: readonly PaymentKind[] = ['capture', 'gift-card-capture'];
const RELEASES: readonly PaymentKind[] = ['release', 'gift-card-release'];

/** Money that is reserved for an order and neither taken nor released, minor units. */
export function reservedMinor(payments: readonly WebPayment[]): number {
  const sum = (kinds: readonly PaymentKind[], counts: (payment: WebPayment) => boolean): number =>
    payments.reduce((total, p) => (kinds.includes(p.kind) && counts(p) ? total + p.amountMinor : total), 0);
  const succeeded = ({ status }: WebPayment): boolean => status === 'success';
  // A request and its answer are two entries over the same money; one that is not answered yet is on its way.
  const released = Math.max(
    sum(RELEASES, succeeded),
    sum(['release-request'], ({ status }) => status !== 'failed'),
  );
  return Math.max(0, sum(RESERVES, succeeded) - sum(TAKES, succeeded) - released);
}

/** Whether more is reserved than will be taken: units were cancelled, or the order became cheaper. */
export function reservesTooMuch({ lines, grandTotalMinor, payments }: WebOrder): boolean {
  const reserved = reservedMinor(payments);
  if (reserved === 0) return false;
  const taken = payments.reduce(
    (sum, p) => (TAKES.includes(p.kind) && p.status === 'success' ? sum + p.amountMinor : sum),
    0,
  );
  return lines.some(({ cancelledQuantity }) => cancelledQuantity > 0) || taken + reserved > grandTotalMinor;
}

/**
 * Whether all that is still reserved can be released: everything that will be sent is in a shipment whose money is there.
 * Centra refuses it once the order is shipped, so it comes before the last of these happens: before the last shipment is
 * completed, or before the last units are cancelled. Whichever shipment was captured last finds it true, so two that are
 * completed side by side cannot both miss it.
 * @param cancelling units that are about to be cancelled
 */
export function canRelease(
  { status, lines, shipments, payments }: WebOrder,
  cancelling: readonly LineUnits[] = [],
): boolean {
  const isOpen = status === 'pending' || status === 'confirmed' || status === 'processing';
  if (!isOpen || reservedMinor(payments) === 0 || shipments.length === 0 || !shipments.every(isCaptured)) return false;
  const held = shipments.flatMap((shipment) => shipment.lines);
  return lines
    .filter(({ kind }) => kind === 'product' || kind === 'bundle-item')
    .every(({ id, quantity, cancelledQuantity }) => {
      const inShipments = held.reduce((sum, l) => (l.line === id ? sum + l.quantity : sum), 0);
      const given = cancelling.reduce((sum, l) => (l.line === id ? sum + l.quantity : sum), 0);
      return quantity - cancelledQuantity - given <= inShipments;
    });
}
