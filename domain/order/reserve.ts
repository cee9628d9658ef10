import { openCaptures } from './capture.js';
import { holdsUnsent } from './line-kinds.js';
import type { MoneyLeft } from './order-facts.js';
import type { LineUnits } from './split-order.js';
import type { PaymentKind, WebOrder, WebPayment } from './web-order.js';
import { isCaptured } from './web-shipment.js';

const RESERVES: readonly PaymentKind[] = ['authorisation', 'gift-card-authorisation'];
const TAKES: readonly PaymentKind[] = ['capture', 'gift-card-capture'];
const RELEASES: readonly PaymentKind[] = ['release', 'gift-card-release'];
const PAID_OTHERWISE: readonly PaymentKind[] = ['prepayment', 'marked-as-paid'];
const GIVEN_BACK: readonly PaymentKind[] = ['refund', 'gift-card-refund'];

/** Money that is reserved for an order and neither taken nor released, minor units. */
export function reservedMinor(payments: readonly WebPayment[]): number {
  // A request and its answer are two entries over the same money; one that is not answered yet is on its way.
  const released = Math.max(
    sumOf(payments, RELEASES),
    sumOf(payments, ['release-request'], ({ status }) => status !== 'failed'),
  );
  return Math.max(0, sumOf(payments, RESERVES) - takenMinor(payments) - released);
}

const sumOf = (
  payments: readonly WebPayment[],
  kinds: readonly PaymentKind[],
  counts = ({ status }: WebPayment): boolean => status === 'success',
): number => payments.reduce((total, p) => (kinds.includes(p.kind) && counts(p) ? total + p.amountMinor : total), 0);

const takenMinor = (payments: readonly WebPayment[]): number => sumOf(payments, TAKES);

/** Shares of vouchers and shipping that the web shop rounds for the order, once for each. */
const ROUNDED_SUMS = 6;

/**
 * What is left to decide about the money of an order of which everything is sent, or that is cancelled: then all that was
 * captured is too much, and what is reserved runs out. Sums that differ by what each line and each shipment may be rounded by
 * are the same. Money that was given back for goods is no part of it: returns see to that.
 */
export function moneyLeft(order: WebOrder): MoneyLeft | undefined {
  const { status, lines, shipments, grandTotalMinor, payments } = order;
  if (openCaptures(payments) > 0) return undefined;
  const rounding = lines.length + shipments.length + ROUNDED_SUMS;
  if (status === 'cancelled') return capturedTooMuch(order, { costs: 0, rounding });
  if (status !== 'shipped' && (status !== 'archived' || holdsUnsent(order))) return undefined;
  const reserved = reservedMinor(payments);
  const owed = grandTotalMinor - takenMinor(payments) - sumOf(payments, PAID_OTHERWISE);
  if (owed > rounding && (reserved > rounding || isPaidByCaptures(payments)))
    return { kind: 'not-captured', minor: owed };
  if (reserved > rounding) return { kind: 'reserved', minor: reserved };
  return capturedTooMuch(order, { costs: grandTotalMinor, rounding });
}

/** What an order was paid with that shows no capture, or entries of a kind that is not known, nobody can compare. */
const isPaidByCaptures = (payments: readonly WebPayment[]): boolean =>
  takenMinor(payments) > 0 && payments.every(({ kind }) => kind !== 'unknown');

function capturedTooMuch(
  { lines, payments }: WebOrder,
  { costs, rounding }: { readonly costs: number; readonly rounding: number },
): MoneyLeft | undefined {
  if (lines.some(({ returnedQuantity }) => returnedQuantity > 0)) return undefined;
  const promised = sumOf(payments, ['refund-request'], ({ status }) => status !== 'failed');
  const minor = takenMinor(payments) - Math.max(promised, sumOf(payments, GIVEN_BACK)) - costs;
  return minor > rounding ? { kind: 'captured-too-much', minor } : undefined;
}

/** Whether more is reserved than will be taken: units were cancelled, or the order became cheaper. */
export function reservesTooMuch({ lines, grandTotalMinor, payments }: WebOrder): boolean {
  const reserved = reservedMinor(payments);
  if (reserved === 0) return false;
  return (
    lines.some(({ cancelledQuantity }) => cancelledQuantity > 0) || takenMinor(payments) + reserved > grandTotalMinor
  );
}

/**
 * Whether all that is still reserved can be released: everything that will be sent is in a shipment whose money is there.
 * Centra refuses it once the order is shipped, so it comes before the last of these happens: before the last shipment is
 * completed, or before the last units are cancelled. Whichever shipment was captured last finds it true, so two that are
 * completed side by side cannot both miss it.
 * @param cancelling units that are about to be cancelled. Nothing is released for them while a shipment is still to be completed:
 * that comes after the cancellation, and releases then. A lock is no reason to wait: some tokens may change a locked order all the
 * same, and where ours may not, the units are cancelled once it is unlocked.
 */
export function canRelease(
  { status, lines, shipments, payments }: WebOrder,
  cancelling: readonly LineUnits[] = [],
): boolean {
  const isOpen = status === 'pending' || status === 'confirmed' || status === 'processing';
  if (!isOpen || reservedMinor(payments) === 0 || shipments.length === 0 || !shipments.every(isCaptured)) return false;
  if (cancelling.length > 0 && !shipments.every(({ isShipped }) => isShipped)) return false;
  const held = shipments.flatMap((shipment) => shipment.lines);
  return lines
    .filter(({ kind }) => kind === 'product' || kind === 'bundle-item')
    .every(({ id, quantity, cancelledQuantity }) => {
      const inShipments = held.reduce((sum, l) => (l.line === id ? sum + l.quantity : sum), 0);
      const given = cancelling.reduce((sum, l) => (l.line === id ? sum + l.quantity : sum), 0);
      return quantity - cancelledQuantity - given <= inShipments;
    });
}
