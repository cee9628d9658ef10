import type { CentraShipmentId } from '../ids.js';
import type { WebOrder, WebPayment } from './web-order.js';
import { isCaptured } from './web-shipment.js';

/** `none`: the payment history shows no attempt that is still open, and none that failed beyond those that are known. */
export type CaptureStatus = 'captured' | 'pending' | 'failed' | 'none';

/** How far the money for a shipment is, by the payment history of its order. */
export interface Capture {
  readonly status: CaptureStatus;
  /** How often the payment provider refused a capture of the order. */
  readonly failures: number;
  /** The web shop's own words for why it did not capture. */
  readonly why?: string;
}

/**
 * How far the money for a shipment is. An entry of the history does not name its shipment, so what is open for any shipment of
 * the order counts as open for this one: money that may be on its way is never asked for again.
 * @param known failures that are known: one more means that an attempt whose answer was lost has failed
 */
export function captureOf(
  { shipments, payments }: Pick<WebOrder, 'shipments' | 'payments'>,
  shipment: CentraShipmentId,
  known: number,
): Capture {
  const failures = payments.filter(isFailedCapture).length;
  const found = shipments.find(({ id }) => id === shipment);
  if (found && isCaptured(found)) return { status: 'captured', failures };
  if (openCaptures(payments) > 0) return { status: 'pending', failures };
  return { status: failures > known ? 'failed' : 'none', failures };
}

/**
 * Captures that were asked for and that the payment provider has not answered. Its answer is an entry of its own over the same
 * amount; whether the request then changes its status is not documented.
 */
export function openCaptures(payments: readonly WebPayment[]): number {
  const open: number[] = [];
  for (const payment of payments) {
    if (isOpenRequest(payment)) open.push(payment.amountMinor);
    else if (payment.kind === 'capture' || isFailedCapture(payment)) {
      const answered = open.indexOf(payment.amountMinor);
      if (answered >= 0) open.splice(answered, 1);
    }
  }
  return open.length;
}

const isOpenRequest = ({ kind, status }: WebPayment): boolean =>
  status === 'pending' && (kind === 'capture-request' || kind === 'pending-capture' || kind === 'capture');

const isFailedCapture = ({ kind, status }: WebPayment): boolean =>
  kind === 'failed-capture' ||
  (status === 'failed' && (kind === 'capture' || kind === 'capture-request' || kind === 'pending-capture'));
