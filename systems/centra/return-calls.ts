import { z } from 'zod';
import { formatMoney } from '../../domain/money.js';
import { numberOf } from '../id-schemas.js';
import type { CentraClient } from './client.js';
import {
  CompleteReturnDocument,
  CreateReturnDocument,
  DeleteReturnDocument,
  RefundReturnDocument,
  type ReturnCreateInput,
} from './generated/documents.js';
import { paymentAnswer } from './order-answer.js';
import type { CentraPort, NewReturn } from './port.js';
import { parsed } from './problems.js';
import { readRefunds, readReturn, returnAnswer } from './read-return.js';
import { required } from './required.js';

const lane = 'returns';

type ReturnCalls = Pick<CentraPort, 'createReturn' | 'completeReturn' | 'deleteReturn' | 'refundReturn'>;

/** Creating, completing, deleting and refunding returns. */
export function createReturnCalls(client: CentraClient): ReturnCalls {
  return {
    async createReturn(newReturn) {
      const { answer } = await client.write({
        operation: 'createReturn',
        document: CreateReturnDocument,
        variables: { input: inputOf(newReturn) },
        answer: z.object({ createReturn: z.object({ return: required(returnAnswer) }) }),
        lane,
      });
      return parsed('createReturn', () => readReturn(answer.createReturn.return));
    },

    async completeReturn(id) {
      const variables = { id: numberOf(id), sendEmail: client.emails.returned };
      await client.write({
        operation: 'completeReturn',
        document: CompleteReturnDocument,
        variables,
        answer: z.unknown(),
        lane,
      });
    },

    async deleteReturn(id) {
      const variables = { id: numberOf(id) };
      await client.write({
        operation: 'deleteReturn',
        document: DeleteReturnDocument,
        variables,
        answer: z.unknown(),
        lane,
      });
    },

    async refundReturn(id) {
      const { answer } = await client.write({
        operation: 'refundReturn',
        document: RefundReturnDocument,
        variables: { id: numberOf(id) },
        answer: z.object({
          refundReturn: z.object({
            return: required(
              z.object({
                grandTotal: z.object({ currency: z.object({ code: z.string() }) }),
                refundPaymentHistory: z.array(paymentAnswer),
              }),
            ),
            paymentHistoryEntries: z.array(paymentAnswer),
          }),
        }),
        lane,
      });
      const { return: refunded, paymentHistoryEntries: made } = answer.refundReturn;
      const { grandTotal, refundPaymentHistory: history } = refunded;
      // Whether the history already holds what was done just now is not documented, so the new entries are added to it.
      const entries = [...history, ...made.filter((m) => !history.some((h) => h.id === m.id))];
      return parsed('refundReturn', () => readRefunds(entries, grandTotal.currency.code));
    },
  };
}

function inputOf(newReturn: NewReturn): ReturnCreateInput {
  const { shipment, lines, stock, externalId, comment, currency } = newReturn;
  const amount = (minor: number) => ({ value: Number(formatMoney({ minor, currency })), currencyIsoCode: currency });
  const { returnCostMinor, shippingCostMinor, handlingCostMinor, voucher } = newReturn;
  return {
    shipment: { id: numberOf(shipment) },
    lines: lines.map(({ shipmentLine, quantity }) => ({ shipmentLine: { id: numberOf(shipmentLine) }, quantity })),
    returnStockActionPolicy:
      stock === 'remove'
        ? { removeItemsFromStock: true }
        : { sendItemsToDifferentWarehouse: { id: stock.toWarehouse } },
    externalId,
    comment,
    ...(returnCostMinor === undefined ? {} : { returnCost: amount(returnCostMinor) }),
    ...(shippingCostMinor === undefined ? {} : { shippingCost: { value: amount(shippingCostMinor) } }),
    ...(handlingCostMinor === undefined ? {} : { handlingCost: { value: amount(handlingCostMinor) } }),
    ...(voucher === undefined
      ? {}
      : { voucherValue: voucher === 'fromShipment' ? { fromShipment: true } : { value: amount(voucher) } }),
  };
}
