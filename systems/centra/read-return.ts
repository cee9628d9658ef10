import { z } from 'zod';
import type {
  CentraLineId,
  CentraOrderNumber,
  CentraReturnId,
  CentraShipmentId,
  CentraShipmentLineId,
  CentraWarehouseId,
} from '../../domain/ids.js';
import { moneyFromNumber } from '../../domain/money.js';
import type { RefundEntry, WebReturn } from '../../domain/return/web-return.js';
import { numberId, textId } from '../id-schemas.js';
import { returnStatus } from './codes.js';
import { type PaymentAnswer, paymentAnswer } from './order-answer.js';
import { readPayments } from './read-order.js';
import { required } from './required.js';

/** The shape of a return in Centra's answers, as strict as an order's. */
export const returnAnswer = z.object({
  id: textId<CentraReturnId>(),
  returnStatus: z.string(),
  externalId: z.string().nullish(),
  returnedToStock: z.boolean(),
  returnWarehouse: z.object({ id: numberId<CentraWarehouseId>() }).nullish(),
  grandTotal: z.object({ value: z.number(), currency: z.object({ code: z.string() }) }),
  refundPaymentHistory: z.array(paymentAnswer),
  lines: z.array(
    z.object({
      quantity: z.int().nonnegative(),
      shipmentLine: z.object({ id: textId<CentraShipmentLineId>() }),
      orderLine: z.object({
        id: textId<CentraLineId>(),
        productSize: z.object({ SKU: z.string().nullish() }).nullish(),
      }),
    }),
  ),
  order: required(z.object({ number: textId<CentraOrderNumber>() })),
  shipment: required(z.object({ id: textId<CentraShipmentId>() })),
});

/**
 * Turns Centra's answer into a return, money exact.
 * @throws RangeError when an amount is no whole number of minor units.
 */
export function readReturn(answer: z.output<typeof returnAnswer>): WebReturn {
  const { id, externalId, returnedToStock, returnWarehouse, grandTotal, order, shipment } = answer;
  const currency = grandTotal.currency.code;
  return {
    id,
    status: returnStatus(answer.returnStatus),
    order: order.number,
    shipment: shipment.id,
    lines: answer.lines.map(({ quantity, shipmentLine, orderLine }) => ({
      shipmentLine: shipmentLine.id,
      orderLine: orderLine.id,
      sku: orderLine.productSize?.SKU ?? '',
      quantity,
    })),
    currency,
    totalMinor: moneyFromNumber(grandTotal.value, currency).minor,
    returnedToStock,
    refunds: readRefunds(answer.refundPaymentHistory, currency),
    ...(externalId ? { externalId } : {}),
    ...(returnWarehouse ? { warehouse: returnWarehouse.id } : {}),
  };
}

/** Refund entries, oldest first. */
export const readRefunds = (history: readonly PaymentAnswer[], currency: string): RefundEntry[] =>
  readPayments(history, currency).map(({ kind, status, amountMinor }) => ({ kind, status, amountMinor }));
