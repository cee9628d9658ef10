import { brandSchema } from '../../config/brand.js';
import type { Brand } from '../../domain/brand.js';
import type { WebOrder, WebOrderLine } from '../../domain/order/web-order.js';
import { asId, centraWarehouse } from './ids.js';

/** How a brand of the tests sends things home and to a store. */
export const COURIERS = {
  'home-standard': {
    delivery: 'home',
    shippingOptions: ['home-standard'],
    carrier: 'PostNord',
    service: '17',
    wayOfDelivery: 'STD',
  },
  'click-and-collect': {
    delivery: 'collect',
    shippingOptions: ['click-and-collect'],
    carrier: 'Store',
    service: 'collect',
    wayOfDelivery: 'COLLECT',
  },
} as const;

/** A small brand: two stores and a warehouse. */
export const testBrand = (changes: Record<string, unknown> = {}): Brand =>
  brandSchema.parse({
    brand: 'testbrand',
    currency: 'SEK',
    locations: [
      { id: 'store-01', kind: 'store', name: 'One', centra: 1, sitoo: 101 },
      { id: 'store-02', kind: 'store', name: 'Two', centra: 2, sitoo: 102 },
      { id: 'dc', kind: 'warehouse', name: 'Central', centra: 9, sitoo: 109, wms: 1 },
    ],
    couriers: COURIERS,
    ...changes,
  });

export const webLine = (changes: Partial<WebOrderLine> = {}): WebOrderLine => ({
  id: asId(11),
  kind: 'product',
  vendorKind: 'ProductOrderLine',
  isPreorder: false,
  sku: 'TEE-BLK-M',
  productName: 'Tee',
  comment: '',
  quantity: 2,
  cancelledQuantity: 0,
  returnedQuantity: 0,
  unitPriceMinor: 20000,
  unitOriginalPriceMinor: 25000,
  lineValueMinor: 40000,
  taxPercent: 25,
  allocations: [{ id: 1, warehouse: centraWarehouse(9), quantity: 2, isWaitingForConfirmation: false }],
  ...changes,
});

/** A confirmed order of two tees from the warehouse, sent home. */
export const webOrder = (changes: Partial<WebOrder> = {}): WebOrder => ({
  id: asId('hash-10045'),
  number: asId(10045),
  status: 'confirmed',
  vendorStatus: 'CONFIRMED',
  isOnHold: false,
  isLocked: false,
  isInternal: false,
  isWaitingForPayment: false,
  createdAt: '2026-11-20T10:00:00+01:00',
  updatedAt: '2026-11-20T10:00:01+01:00',
  orderDate: '2026-11-20T10:00:00+01:00',
  currency: 'SEK',
  grandTotalMinor: 44900,
  totals: {
    lineValuesMinor: (changes.lines ?? [webLine()]).reduce((sum, line) => sum + line.lineValueMinor, 0),
    shippingMinor: 4900,
    handlingMinor: 0,
    taxIncludedMinor: 8980,
    taxAddedMinor: 0,
    taxDeductedMinor: 0,
  },
  discountsMinor: 0,
  shippingOption: { name: 'Standard', uri: 'home-standard' },
  shippingAddress: {
    firstName: 'Ada',
    lastName: 'Ek',
    address1: 'Storgatan 1',
    zipCode: '11122',
    city: 'Stockholm',
    countryCode: 'SE',
    email: 'ada@example.test',
  },
  otherComment: '',
  internalComment: '',
  attributes: [],
  lines: [webLine()],
  shipments: [],
  payments: [],
  ...changes,
});
