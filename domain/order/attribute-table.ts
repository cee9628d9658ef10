/**
 * What becomes of every attribute of a Centra order when it is transferred: the one place to look, and a test holds the
 * transfer to it. A target is a field of the Sitoo order or of the WMS order (Ongoing's names) as sent. Whatever is not
 * mapped says why. `docs/attributes.md` is made from it.
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

type More = Omit<AttributeRow, 'centra' | 'sitoo' | 'wms'>;
type Target = AttributeRow['sitoo'];

const row = (centra: string, sitoo: Target, wms: Target, more: More = {}): AttributeRow => ({
  centra,
  sitoo,
  wms,
  ...more,
});
const no = (notMapped: string): NotMapped => ({ notMapped });
const nowhere = (centra: string, why: string): AttributeRow => row(centra, no(why), no(why));

const STEERS = 'steers the transfer itself and is not part of what is transferred';
const MONEY = 'is settled in Centra; the fulfiller needs no shipping cost, tax total or order discount';
const noInvoice = no('the warehouse sends no invoice');
const articleName = no('the article has its own name');
const home = { sitooOnly: 'home' } as const;

export const ATTRIBUTE_TABLE: readonly AttributeRow[] = [
  nowhere('id', 'the number is the name people use'),
  row('number', 'checkoutref', 'referenceNumber', {
    sitooAlso: ['externalid', 'payments[].externalid'],
    wmsAlso: ['goodsOwnerOrderId', 'orderNumber'],
    how: 'with the number of the fulfilment inside `externalid` and `orderNumber`, by which we find it again',
  }),
  nowhere('status', STEERS),
  nowhere('vendorStatus', 'is the same in the words of Centra, for people'),
  nowhere('isOnHold', STEERS),
  nowhere('isLocked', STEERS),
  nowhere('isInternal', STEERS),
  nowhere('isWaitingForPayment', STEERS),
  nowhere('createdAt', 'the order date is the date people mean'),
  nowhere('updatedAt', STEERS),
  row('orderDate', 'orderdate', 'deliveryDate', {
    how: 'Sitoo: unix seconds. WMS: as soon as possible, so the order date',
  }),
  row('currency', 'currencycode', 'orderLines[].prices.currencyCode'),
  nowhere('grandTotalMinor', 'a fulfilment carries the sum of its own lines'),
  nowhere('totals', MONEY),
  nowhere('discountsMinor', MONEY),
  nowhere('market', 'neither system knows markets'),
  nowhere('store', 'one brand is one shop'),
  row('shippingOption', 'additionaldata.delivery-carrier-productid', 'wayOfDelivery.code', {
    how: 'through the courier of the brand file',
  }),
  row('paymentMethod', 'payments[].name', no('the warehouse handles no money')),
  nowhere('customer.id', 'customers are not shared between the systems'),
  row('customer.email', 'email', 'emailNotification.value', { insteadOf: 'shippingAddress.email' }),
  row('customer.firstName', 'namefirst', 'consignee.name', { insteadOf: 'shippingAddress.firstName' }),
  row('customer.lastName', 'namelast', 'consignee.name', { insteadOf: 'shippingAddress.lastName' }),
  row('shippingAddress.firstName', 'namefirst', 'consignee.name', {
    how: 'WMS: first and last name, then the company',
  }),
  row('shippingAddress.lastName', 'namelast', 'consignee.name'),
  row('shippingAddress.companyName', 'company', 'consignee.name'),
  row('shippingAddress.attention', 'customerref', 'consignee.remark'),
  row('shippingAddress.address1', 'delivery_address', 'consignee.address1', {
    ...home,
    how: 'Sitoo: without a delivery address an order is click and collect',
  }),
  row('shippingAddress.address2', 'delivery_address2', 'consignee.address2', home),
  row('shippingAddress.zipCode', 'delivery_zip', 'consignee.postCode', home),
  row('shippingAddress.city', 'delivery_city', 'consignee.city', home),
  row('shippingAddress.stateOrProvince', 'delivery_state', 'consignee.countryStateCode', home),
  row('shippingAddress.countryCode', 'delivery_countryid', 'consignee.countryCode', home),
  row('shippingAddress.email', 'email', 'emailNotification.value'),
  row('shippingAddress.phoneNumber', 'phone', 'smsNotification.value', {
    insteadOf: 'shippingAddress.cellPhoneNumber',
  }),
  row('shippingAddress.cellPhoneNumber', 'phone', 'smsNotification.value'),
  row('shippingAddress.vatNumber', no('Sitoo orders have no VAT number'), 'consignee.vatNumber'),
  row('billingAddress.firstName', no('Sitoo has one name an order'), noInvoice),
  row('billingAddress.lastName', no('Sitoo has one name an order'), noInvoice),
  row('billingAddress.companyName', no('Sitoo has one company an order'), noInvoice),
  row('billingAddress.attention', no('Sitoo has no such field'), noInvoice),
  row('billingAddress.address1', 'invoice_address', noInvoice),
  row('billingAddress.address2', 'invoice_address2', noInvoice),
  row('billingAddress.zipCode', 'invoice_zip', noInvoice),
  row('billingAddress.city', 'invoice_city', noInvoice),
  row('billingAddress.stateOrProvince', 'invoice_state', noInvoice),
  row('billingAddress.countryCode', 'invoice_countryid', noInvoice),
  row('billingAddress.email', no('Sitoo has one e-mail an order'), noInvoice),
  row('billingAddress.phoneNumber', no('Sitoo has one phone an order'), noInvoice),
  row('billingAddress.cellPhoneNumber', no('Sitoo has one phone an order'), noInvoice),
  row('billingAddress.vatNumber', no('Sitoo orders have no VAT number'), noInvoice),
  row('otherComment', 'commentinternal', 'warehouseInstruction', { how: 'may appear on pack lists' }),
  nowhere('internalComment', 'is meant for the staff of the web shop'),
  row('attributes[gift.wrap]', 'additionaldata.gift-wrap', 'freeText1', {
    how: 'the attribute named in the brand file',
  }),
  row('attributes[gift.message]', 'comment', 'orderRemark', {
    how: 'the attribute named in the brand file, or the words that an operator gave',
  }),
  nowhere('attributes[*]', 'only what the brand file names is understood'),
  row('lines[].id', 'orderitems[].additionaldata.centra-line', 'orderLines[].rowNumber', {
    wmsAlso: ['orderLines[].externalId'],
    how: 'by which picks and parcels find back to their line',
  }),
  nowhere('lines[].kind', STEERS),
  row('lines[].sku', 'orderitems[].sku', 'orderLines[].articleNumber', {
    how: 'after the mapping that an operator gave',
  }),
  nowhere('lines[].barcode', 'the SKU is the key'),
  row('lines[].productName', 'orderitems[].productname', articleName),
  row('lines[].variantName', 'orderitems[].productname', articleName, { how: 'joined to the name' }),
  row('lines[].size', 'orderitems[].productname', articleName, { how: 'joined to the name' }),
  row('lines[].comment', 'orderitems[].additionaldata.comment', 'orderLines[].comment'),
  row('lines[].quantity', 'orderitems[].quantity', 'orderLines[].numberOfItems', {
    sitooAlso: ['orderitems[].moneyrowprice', 'orderitems[].moneyrowdiscount', 'payments[].moneyamount'],
    wmsAlso: ['orderLines[].prices.linePrice'],
    how: 'the units of this part',
  }),
  nowhere('lines[].cancelledQuantity', STEERS),
  nowhere('lines[].returnedQuantity', STEERS),
  row('lines[].unitPriceMinor', 'orderitems[].moneyrowdiscount', 'orderLines[].prices.linePrice', {
    sitooAlso: ['payments[].moneyamount'],
    how: 'Sitoo: as the discount from the original price. WMS: times the units',
  }),
  row('lines[].unitOriginalPriceMinor', 'orderitems[].moneyrowprice', no('the price paid is enough'), {
    sitooAlso: ['orderitems[].moneyrowdiscount'],
  }),
  nowhere('lines[].lineValueMinor', 'follows from unit price and units'),
  row('lines[].taxPercent', 'orderitems[].vatvalue', no("the WMS wants the tenant's own VAT code")),
  row('lines[].allocations', 'warehouseid', 'warehouseId', { how: 'decides the fulfilment and its location' }),
  nowhere('shipments', STEERS),
  nowhere('payments', 'money is taken and given back in Centra'),
];

/** Fields of every transfer that come from no attribute of the order. */
export const FIXED_FIELDS: Readonly<Record<'sitoo' | 'wms', Readonly<Record<string, string>>>> = {
  sitoo: {
    ordertypeid: '10, an ordinary order',
    orderstateid: '0, open',
    paymentstateid: '20, paid: Centra has the money',
    datereserved:
      'the time of placing, plus the promises `storePick` and `storeHandover`: the tills must not sell the units',
    'additionaldata.source': 'centra',
    'orderitems[].orderitemtype': '10, a product',
  },
  wms: {
    goodsOwnerId: 'of the credentials',
    'emailNotification.toBeNotified': 'true',
    'smsNotification.toBeNotified': 'true',
  },
};

export const isMapped = (target: string | NotMapped): target is string => typeof target === 'string';
