import { z } from 'zod';
import type {
  CentraLineId,
  CentraOrderId,
  CentraOrderNumber,
  CentraShipmentId,
  CentraShipmentLineId,
  CentraWarehouseId,
} from '../../domain/ids.js';
import { numberId, textId } from '../id-schemas.js';

/**
 * The shape of an order in Centra's answers: strict about numbers, open about enums, tolerant of fields we did not ask
 * for. Nullable exactly where the schema says so.
 */
const text = z.string().nullish();
const units = z.int().nonnegative();
const money = z.object({ value: z.number() });

const address = z
  .object({
    firstName: text,
    lastName: text,
    companyName: text,
    attention: text,
    address1: text,
    address2: text,
    zipCode: text,
    city: text,
    stateOrProvince: text,
    country: z.object({ code: text }).nullish(),
    email: text,
    phoneNumber: text,
    cellPhoneNumber: text,
    vatNumber: text,
  })
  .nullish();

export const shipmentAnswer = z.object({
  id: textId<CentraShipmentId>(),
  number: z.string(),
  isGoodToGo: z.boolean(),
  isShipped: z.boolean(),
  isPaid: z.boolean(),
  isCaptured: z.boolean(),
  trackingNumber: text,
  grandTotal: money,
  lines: z.array(
    z.object({
      id: textId<CentraShipmentLineId>(),
      quantity: units,
      returnedQuantity: units,
      orderLine: z.object({ id: textId<CentraLineId>() }),
    }),
  ),
});

export const paymentAnswer = z.object({
  id: z.int(),
  status: z.string(),
  entryType: z.string(),
  paymentMethod: text,
  value: money,
});

const line = z.object({
  __typename: z.string(),
  id: textId<CentraLineId>(),
  quantity: units,
  cancelledQuantity: units,
  returnedQuantity: units,
  comment: text,
  size: text,
  taxPercent: z.number(),
  productName: text,
  productVariantName: text,
  unitPrice: money,
  unitOriginalPrice: money,
  lineValue: money,
  productSize: z.object({ SKU: text, EAN: text, preorder: z.boolean().nullish() }).nullish(),
  allocations: z.array(
    z.object({
      id: z.int(),
      quantity: units,
      isWaitingForConfirmation: z.boolean(),
      warehouse: z.object({ id: numberId<CentraWarehouseId>() }),
    }),
  ),
});

export const orderAnswer = z.object({
  id: z.string().transform((id) => id as CentraOrderId),
  number: textId<CentraOrderNumber>(),
  status: z.string(),
  isOnHold: z.boolean(),
  isLocked: z.boolean(),
  isInternal: z.boolean(),
  isWaitingForPayment: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  orderDate: z.string(),
  grandTotal: z.object({ value: z.number(), currency: z.object({ code: z.string() }) }),
  totals: z.object({
    lineValues: money,
    discounts: money,
    shipping: money,
    handling: money,
    taxIncluded: money,
    taxAdded: money,
    taxDeducted: money,
  }),
  market: z.object({ name: text }).nullish(),
  store: z.object({ id: z.int(), type: text }),
  shippingPriceGroup: z.object({ shippingOption: z.object({ name: text, uri: text }).nullish() }).nullish(),
  paymentMethod: z.object({ uri: text }).nullish(),
  shippingAddress: address,
  billingAddress: address,
  otherComment: text,
  internalComment: text,
  attributes: z.array(
    z.object({
      type: z.object({ name: text }).nullish(),
      elements: z.array(z.object({ key: z.string(), value: text, selectedValue: text })),
    }),
  ),
  lines: z.array(line),
  shipments: z.array(shipmentAnswer),
  paymentHistory: z.array(paymentAnswer),
  customer: z.object({ id: z.int(), email: text, firstName: text, lastName: text }).nullish(),
});

/** What an order shows of its goods alone. */
export const goodsAnswer = orderAnswer
  .pick({ number: true, status: true, createdAt: true, updatedAt: true, store: true })
  .extend({
    lines: z.array(
      line.pick({ id: true, quantity: true, cancelledQuantity: true, allocations: true }).extend({
        productSize: z.object({ SKU: text }).nullish(),
      }),
    ),
    shipments: z.array(
      shipmentAnswer.pick({ id: true, isShipped: true }).extend({
        lines: z.array(z.object({ quantity: units, orderLine: z.object({ id: textId<CentraLineId>() }) })),
      }),
    ),
  });

export type OrderAnswer = z.output<typeof orderAnswer>;
export type PaymentAnswer = z.output<typeof paymentAnswer>;
export type AddressAnswer = z.output<typeof address>;
