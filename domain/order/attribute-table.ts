/**
 * What becomes of every attribute of a Centra order when it is transferred: the one place to look, and a test holds the
 * transfer to it. A target is a field of the Sitoo order as sent, or of the order for a warehouse (`warehouse-order.ts`), which
 * each kind of warehouse puts into its own words. Whatever is not mapped says why. `docs/attributes.md` is made from it.
 */
export interface AttributeRow {
  /** Path in the Centra order. An object's path covers everything in it. */
  readonly centra: string;
  readonly sitoo: string | NotMapped;
  readonly wms: string | NotMapped;
  /** Further fields that follow from it. */
  readonly sitooAlso?: readonly string[];
  readonly wmsAlso?: readonly string[];
  /** Sent to Sitoo for this delivery only. */
  readonly sitooOnly?: 'home';
  /** Used only where this other attribute is empty. */
  readonly insteadOf?: string;
  readonly how?: string;
}

export interface NotMapped {
  readonly notMapped: string;
}

const row = (centra: string, goesTo: Omit<AttributeRow, 'centra'>): AttributeRow => ({ centra, ...goesTo });
const no = (notMapped: string): NotMapped => ({ notMapped });
const nowhere = (centra: string, why: string): AttributeRow => row(centra, { sitoo: no(why), wms: no(why) });

const STEERS = 'controls the transfer and is not transferred itself';
const MONEY = 'is settled in Centra; the fulfiller needs no shipping cost or tax total';
const noInvoice = no('the warehouse sends no invoice');
const articleName = no('the article has its own name');
const home = { sitooOnly: 'home' } as const;

export const ATTRIBUTE_TABLE: readonly AttributeRow[] = [
  nowhere('id', 'people use the number'),
  row('number', {
    sitoo: 'checkoutref',
    wms: 'reference',
    sitooAlso: ['externalid', 'payments[].externalid'],
    wmsAlso: ['name'],
    how: 'with the number of the fulfilment in `externalid` and `orderNumber`, by which a repeat finds it',
  }),
  nowhere('status', STEERS),
  nowhere('vendorStatus', "is Centra's own word for the status, for people"),
  nowhere('isOnHold', STEERS),
  nowhere('isLocked', STEERS),
  nowhere('isInternal', STEERS),
  nowhere('isWaitingForPayment', STEERS),
  nowhere('createdAt', 'people mean the order date'),
  nowhere('updatedAt', STEERS),
  row('orderDate', {
    sitoo: 'orderdate',
    wms: 'deliveryDate',
    how: 'Sitoo: unix seconds. WMS: as soon as possible, so the order date',
  }),
  row('currency', {
    sitoo: 'currencycode',
    wms: 'lines[].currency',
    wmsAlso: ['customsCurrency'],
    how: 'WMS: of customs values only where goods are exported',
  }),
  nowhere('grandTotalMinor', 'a fulfilment carries the sum of its own lines'),
  nowhere('totals', MONEY),
  row('discountsMinor', {
    sitoo: 'orderitems[].moneyrowdiscount',
    wms: no(MONEY),
    sitooAlso: ['payments[].moneyamount'],
    how: 'its share by the value of the units, so that a till gives back what was paid',
  }),
  nowhere('market', 'neither system knows markets'),
  nowhere('store', "decides whether the order is the brand's"),
  row('shippingOption', {
    sitoo: 'additionaldata.delivery-carrier-productid',
    wms: 'wayOfDelivery',
    how: 'through the courier of the brand file',
  }),
  row('paymentMethod', { sitoo: 'payments[].name', wms: no('the warehouse handles no money') }),
  nowhere('customer.id', 'customers are not shared between the systems'),
  row('customer.email', { sitoo: 'email', wms: 'email', insteadOf: 'shippingAddress.email' }),
  row('customer.firstName', { sitoo: 'namefirst', wms: 'consignee.name', insteadOf: 'shippingAddress.firstName' }),
  row('customer.lastName', { sitoo: 'namelast', wms: 'consignee.name', insteadOf: 'shippingAddress.lastName' }),
  row('shippingAddress.firstName', {
    sitoo: 'namefirst',
    wms: 'consignee.name',
    how: 'WMS: first and last name, then the company',
  }),
  row('shippingAddress.lastName', { sitoo: 'namelast', wms: 'consignee.name' }),
  row('shippingAddress.companyName', { sitoo: 'company', wms: 'consignee.name' }),
  row('shippingAddress.attention', { sitoo: 'customerref', wms: 'consignee.remark' }),
  row('shippingAddress.address1', {
    sitoo: 'delivery_address',
    wms: 'consignee.address1',
    ...home,
    how: 'Sitoo: without a delivery address an order is click and collect',
  }),
  row('shippingAddress.address2', { sitoo: 'delivery_address2', wms: 'consignee.address2', ...home }),
  row('shippingAddress.zipCode', { sitoo: 'delivery_zip', wms: 'consignee.postCode', ...home }),
  row('shippingAddress.city', { sitoo: 'delivery_city', wms: 'consignee.city', ...home }),
  row('shippingAddress.stateOrProvince', { sitoo: 'delivery_state', wms: 'consignee.stateCode', ...home }),
  row('shippingAddress.countryCode', { sitoo: 'delivery_countryid', wms: 'consignee.countryCode', ...home }),
  row('shippingAddress.email', { sitoo: 'email', wms: 'email' }),
  row('shippingAddress.phoneNumber', {
    sitoo: 'phone',
    wms: 'phone',
    insteadOf: 'shippingAddress.cellPhoneNumber',
  }),
  row('shippingAddress.cellPhoneNumber', { sitoo: 'phone', wms: 'phone' }),
  row('shippingAddress.vatNumber', { sitoo: no('Sitoo orders have no VAT number'), wms: 'consignee.vatNumber' }),
  row('billingAddress.firstName', { sitoo: no('Sitoo has one name an order'), wms: noInvoice }),
  row('billingAddress.lastName', { sitoo: no('Sitoo has one name an order'), wms: noInvoice }),
  row('billingAddress.companyName', { sitoo: no('Sitoo has one company an order'), wms: noInvoice }),
  row('billingAddress.attention', { sitoo: no('Sitoo has no such field'), wms: noInvoice }),
  row('billingAddress.address1', { sitoo: 'invoice_address', wms: noInvoice }),
  row('billingAddress.address2', { sitoo: 'invoice_address2', wms: noInvoice }),
  row('billingAddress.zipCode', { sitoo: 'invoice_zip', wms: noInvoice }),
  row('billingAddress.city', { sitoo: 'invoice_city', wms: noInvoice }),
  row('billingAddress.stateOrProvince', { sitoo: 'invoice_state', wms: noInvoice }),
  row('billingAddress.countryCode', { sitoo: 'invoice_countryid', wms: noInvoice }),
  row('billingAddress.email', { sitoo: no('Sitoo has one e-mail an order'), wms: noInvoice }),
  row('billingAddress.phoneNumber', { sitoo: no('Sitoo has one phone an order'), wms: noInvoice }),
  row('billingAddress.cellPhoneNumber', { sitoo: no('Sitoo has one phone an order'), wms: noInvoice }),
  row('billingAddress.vatNumber', { sitoo: no('Sitoo orders have no VAT number'), wms: noInvoice }),
  row('otherComment', { sitoo: 'commentinternal', wms: 'warehouseInstruction', how: 'may appear on pack lists' }),
  nowhere('internalComment', 'is meant for the staff of the web shop'),
  row('attributes[gift.wrap]', {
    sitoo: 'additionaldata.gift-wrap',
    wms: 'freeText1',
    how: 'the attribute named in the brand file',
  }),
  row('attributes[gift.message]', {
    sitoo: 'comment',
    wms: 'orderRemark',
    how: 'the attribute named in the brand file, or the message that an operator gave',
  }),
  row('attributes[pickup-point.code]', {
    sitoo: no('a store sends to the address'),
    wms: 'servicePointCode',
    how: 'the parcel shop that the customer chose, by the attribute named in the brand file',
  }),
  nowhere('attributes[*]', 'only attributes named in the brand file are transferred'),
  row('lines[].id', {
    sitoo: 'orderitems[].additionaldata.centra-line',
    wms: 'lines[].line',
    how: 'links picks and parcels to their line',
  }),
  nowhere('lines[].kind', STEERS),
  nowhere('lines[].vendorKind', "is Centra's own word for the kind, for people"),
  nowhere('lines[].isPreorder', STEERS),
  row('lines[].sku', {
    sitoo: 'orderitems[].sku',
    wms: 'lines[].sku',
    how: 'after the mapping that an operator gave',
  }),
  nowhere('lines[].barcode', 'the SKU is the key'),
  row('lines[].productName', { sitoo: 'orderitems[].productname', wms: articleName }),
  row('lines[].variantName', { sitoo: 'orderitems[].productname', wms: articleName, how: 'joined to the name' }),
  row('lines[].size', { sitoo: 'orderitems[].productname', wms: articleName, how: 'joined to the name' }),
  row('lines[].comment', { sitoo: 'orderitems[].additionaldata.comment', wms: 'lines[].comment' }),
  row('lines[].quantity', {
    sitoo: 'orderitems[].quantity',
    wms: 'lines[].quantity',
    sitooAlso: ['orderitems[].moneyrowprice', 'orderitems[].moneyrowdiscount', 'payments[].moneyamount'],
    wmsAlso: ['lines[].customsValue'],
    how: 'the units of this fulfilment',
  }),
  nowhere('lines[].cancelledQuantity', STEERS),
  nowhere('lines[].returnedQuantity', STEERS),
  row('lines[].unitPriceMinor', {
    sitoo: 'orderitems[].moneyrowdiscount',
    wms: 'lines[].unitPrice',
    sitooAlso: ['payments[].moneyamount'],
    wmsAlso: ['lines[].customsValue'],
    how: 'Sitoo: as the discount from the original price. WMS: of a unit, or of the row where the brand file says so; the customs value, for exports, is that of the row without tax',
  }),
  row('lines[].unitOriginalPriceMinor', {
    sitoo: 'orderitems[].moneyrowprice',
    wms: no('the price paid is enough'),
    sitooAlso: ['orderitems[].moneyrowdiscount'],
  }),
  nowhere('lines[].lineValueMinor', 'follows from unit price and units'),
  row('lines[].taxPercent', { sitoo: 'orderitems[].vatvalue', wms: 'lines[].vatPercent' }),
  row('lines[].allocations', {
    sitoo: 'warehouseid',
    wms: 'warehouseId',
    how: 'decides the fulfilment and its location',
  }),
  nowhere('shipments', STEERS),
  nowhere('payments', 'Centra captures and refunds the money'),
];

/** Fields of every transfer that come from no attribute of the order. */
export const FIXED_FIELDS: Readonly<Record<'sitoo' | 'wms', Readonly<Record<string, string>>>> = {
  sitoo: {
    ordertypeid: 'an ordinary order',
    orderstateid: 'open',
    paymentstateid: 'paid: Centra has the money',
    datereserved:
      'the time of placing, plus the promises `storePick` and `storeHandover`: the tills must not sell the units',
    'additionaldata.source': 'centra',
    'orderitems[].orderitemtype': 'a product',
  },
  wms: {},
};

export const isMapped = (target: string | NotMapped): target is string => typeof target === 'string';
