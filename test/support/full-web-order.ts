import type { Address, WebOrder } from '../../domain/order/web-order.js';
import { asId, centraWarehouse } from './ids.js';

/** Every field of T, optional ones too: the compiler notices an attribute that the sample below lacks. */
type Full<T> = T extends string | number
  ? T
  : T extends readonly (infer E)[]
    ? readonly Full<E>[]
    : T extends object
      ? { readonly [K in keyof Required<T>]: Full<NonNullable<T[K]>> }
      : T;

const address = (of: string): Full<Address> => ({
  firstName: `${of}.firstName`,
  lastName: `${of}.lastName`,
  companyName: `${of}.companyName`,
  attention: `${of}.attention`,
  address1: `${of}.address1`,
  address2: `${of}.address2`,
  zipCode: `${of}.zipCode`,
  city: `${of}.city`,
  stateOrProvince: `${of}.stateOrProvince`,
  countryCode: `${of}.countryCode`,
  email: `${of}.email`,
  phoneNumber: `${of}.phoneNumber`,
  cellPhoneNumber: `${of}.cellPhoneNumber`,
  vatNumber: `${of}.vatNumber`,
});

/** A web order that has everything a web order can have, each text named after its place. */
export const fullWebOrder = (where: { warehouse: number; shippingOption: string }): Full<WebOrder> => ({
  id: asId('id'),
  number: asId(10045),
  status: 'confirmed',
  vendorStatus: 'vendorStatus',
  isOnHold: false,
  isLocked: false,
  isInternal: false,
  isWaitingForPayment: false,
  createdAt: '2026-11-21T10:00:00+01:00',
  updatedAt: '2026-11-22T10:00:00+01:00',
  orderDate: '2026-11-23T10:14:56+01:00',
  currency: 'SEK',
  grandTotalMinor: 60007,
  totals: {
    lineValuesMinor: 7,
    shippingMinor: 1,
    handlingMinor: 2,
    taxIncludedMinor: 3,
    taxAddedMinor: 4,
    taxDeductedMinor: 5,
  },
  discountsMinor: 6,
  market: 'market',
  store: { id: 77, kind: 'consumers' },
  shippingOption: { name: where.shippingOption, uri: where.shippingOption },
  paymentMethod: 'paymentMethod',
  customer: {
    id: 78,
    email: 'customer.email',
    firstName: 'customer.firstName',
    lastName: 'customer.lastName',
  },
  shippingAddress: address('shippingAddress'),
  billingAddress: address('billingAddress'),
  otherComment: 'otherComment',
  internalComment: 'internalComment',
  attributes: [
    { type: 'gift', key: 'wrap', value: 'gift.wrap' },
    { type: 'gift', key: 'message', value: 'gift.message' },
    { type: 'pickup-point', key: 'code', value: 'pickup-point.code' },
    { type: 'loyalty', key: 'level', value: 'loyalty.level' },
  ],
  lines: [
    {
      id: asId(11),
      kind: 'product',
      vendorKind: 'vendorKind',
      isPreorder: false,
      sku: 'lines.sku',
      barcode: 'lines.barcode',
      productName: 'lines.productName',
      variantName: 'lines.variantName',
      size: 'lines.size',
      comment: 'lines.comment',
      quantity: 3,
      cancelledQuantity: 0,
      returnedQuantity: 0,
      unitPriceMinor: 20000,
      unitOriginalPriceMinor: 25000,
      lineValueMinor: 60001,
      taxPercent: 25,
      // More than is wanted, so that a change of the quantity changes the fulfilment.
      allocations: [
        { id: 1, warehouse: centraWarehouse(where.warehouse), quantity: 9, isWaitingForConfirmation: false },
      ],
    },
  ],
  shipments: [
    {
      id: asId(5),
      number: '10045-1',
      isGoodToGo: false,
      isShipped: false,
      isPaid: false,
      isCaptured: false,
      totalMinor: 0,
      trackingNumber: 'shipments.trackingNumber',
      lines: [{ id: asId(98), line: asId(99), quantity: 1, returned: 0 }],
    },
  ],
  payments: [{ kind: 'capture', status: 'success', amountMinor: 7, method: 'payments.method' }],
});
