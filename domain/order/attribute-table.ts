/**
 * What becomes of every attribute of a Centra order when it is transferred: the one place to look, and a test holds the
 * transfer to it. A target is a path in the Sitoo order or the WMS order as sent; `home` and `collect` say when it is
 * sent only for one kind of delivery. What is not mapped says why.
 */
export interface AttributeRow {
  /** Path in the Centra order. */
  readonly centra: string;
  readonly sitoo: string | NotMapped;
  readonly wms: string | NotMapped;
  readonly how?: string;
}

export interface NotMapped {
  readonly notMapped: string;
}

const no = (notMapped: string): NotMapped => ({ notMapped });
const steers = no('steers the transfer itself and is not part of what is transferred');
const money = no('is settled in Centra; the fulfiller needs no shipping cost, tax total or order discount');

export const ATTRIBUTE_TABLE: readonly AttributeRow[] = [
  { centra: 'id', sitoo: no('the number is the name people use'), wms: no('the number is the name people use') },
  {
    centra: 'number',
    sitoo: 'checkoutref',
    wms: 'reference',
    how: 'also inside externalid and orderNumber, with the part',
  },
  { centra: 'status', sitoo: steers, wms: steers },
  { centra: 'isOnHold', sitoo: steers, wms: steers },
  { centra: 'isLocked', sitoo: steers, wms: steers },
  { centra: 'isInternal', sitoo: steers, wms: steers },
  { centra: 'isWaitingForPayment', sitoo: steers, wms: steers },
  { centra: 'createdAt', sitoo: no('orderDate is the date people mean'), wms: no('orderDate is the date people mean') },
  { centra: 'updatedAt', sitoo: steers, wms: steers },
  {
    centra: 'orderDate',
    sitoo: 'orderdate',
    wms: 'deliveryDate',
    how: 'Sitoo: unix seconds. WMS: as soon as possible, so the order date',
  },
  { centra: 'currency', sitoo: 'currencycode', wms: 'lines[].currency' },
  { centra: 'grandTotalMinor', sitoo: no('a part carries the sum of its own lines as payment'), wms: money },
  { centra: 'totals', sitoo: money, wms: money },
  { centra: 'discountsMinor', sitoo: money, wms: money },
  { centra: 'market', sitoo: no('neither system knows markets'), wms: no('neither system knows markets') },
  { centra: 'store', sitoo: no('one brand is one shop'), wms: no('one brand is one shop') },
  {
    centra: 'shippingOption',
    sitoo: 'additionaldata.delivery-carrier-productid',
    wms: 'wayOfDelivery',
    how: 'through the courier of the brand file',
  },
  { centra: 'paymentMethod', sitoo: 'payments[].name', wms: no('the warehouse handles no money') },
  {
    centra: 'customer.id',
    sitoo: no('customers are not shared between the systems'),
    wms: no('customers are not shared between the systems'),
  },
  { centra: 'customer.email', sitoo: 'email', wms: 'email', how: 'when the address has none' },
  { centra: 'customer.firstName', sitoo: 'namefirst', wms: 'consignee.name', how: 'when the address has none' },
  { centra: 'customer.lastName', sitoo: 'namelast', wms: 'consignee.name', how: 'when the address has none' },
  {
    centra: 'shippingAddress.firstName',
    sitoo: 'namefirst',
    wms: 'consignee.name',
    how: 'WMS: first and last name, or the company',
  },
  { centra: 'shippingAddress.lastName', sitoo: 'namelast', wms: 'consignee.name' },
  { centra: 'shippingAddress.companyName', sitoo: 'company', wms: 'consignee.name' },
  { centra: 'shippingAddress.attention', sitoo: 'customerref', wms: 'consignee.remark' },
  {
    centra: 'shippingAddress.address1',
    sitoo: 'delivery_address',
    wms: 'consignee.address1',
    how: 'Sitoo: home delivery only; without an address the order is click and collect',
  },
  { centra: 'shippingAddress.address2', sitoo: 'delivery_address2', wms: 'consignee.address2' },
  { centra: 'shippingAddress.zipCode', sitoo: 'delivery_zip', wms: 'consignee.postCode' },
  { centra: 'shippingAddress.city', sitoo: 'delivery_city', wms: 'consignee.city' },
  { centra: 'shippingAddress.stateOrProvince', sitoo: 'delivery_state', wms: 'consignee.stateCode' },
  { centra: 'shippingAddress.countryCode', sitoo: 'delivery_countryid', wms: 'consignee.countryCode' },
  { centra: 'shippingAddress.email', sitoo: 'email', wms: 'email' },
  { centra: 'shippingAddress.phoneNumber', sitoo: 'phone', wms: 'phone', how: 'when there is no mobile number' },
  { centra: 'shippingAddress.cellPhoneNumber', sitoo: 'phone', wms: 'phone' },
  { centra: 'shippingAddress.vatNumber', sitoo: no('Sitoo orders have no VAT number'), wms: 'consignee.vatNumber' },
  {
    centra: 'billingAddress.firstName',
    sitoo: no('Sitoo has one name an order'),
    wms: no('the warehouse sends no invoice'),
  },
  {
    centra: 'billingAddress.lastName',
    sitoo: no('Sitoo has one name an order'),
    wms: no('the warehouse sends no invoice'),
  },
  {
    centra: 'billingAddress.companyName',
    sitoo: no('Sitoo has one company an order'),
    wms: no('the warehouse sends no invoice'),
  },
  { centra: 'billingAddress.attention', sitoo: no('no such field'), wms: no('the warehouse sends no invoice') },
  { centra: 'billingAddress.address1', sitoo: 'invoice_address', wms: no('the warehouse sends no invoice') },
  { centra: 'billingAddress.address2', sitoo: 'invoice_address2', wms: no('the warehouse sends no invoice') },
  { centra: 'billingAddress.zipCode', sitoo: 'invoice_zip', wms: no('the warehouse sends no invoice') },
  { centra: 'billingAddress.city', sitoo: 'invoice_city', wms: no('the warehouse sends no invoice') },
  { centra: 'billingAddress.stateOrProvince', sitoo: 'invoice_state', wms: no('the warehouse sends no invoice') },
  { centra: 'billingAddress.countryCode', sitoo: 'invoice_countryid', wms: no('the warehouse sends no invoice') },
  {
    centra: 'billingAddress.email',
    sitoo: no('Sitoo has one e-mail an order'),
    wms: no('the warehouse sends no invoice'),
  },
  {
    centra: 'billingAddress.phoneNumber',
    sitoo: no('Sitoo has one phone an order'),
    wms: no('the warehouse sends no invoice'),
  },
  {
    centra: 'billingAddress.cellPhoneNumber',
    sitoo: no('Sitoo has one phone an order'),
    wms: no('the warehouse sends no invoice'),
  },
  {
    centra: 'billingAddress.vatNumber',
    sitoo: no('Sitoo orders have no VAT number'),
    wms: no('the warehouse sends no invoice'),
  },
  { centra: 'otherComment', sitoo: 'commentinternal', wms: 'warehouseInstruction', how: 'may appear on pack lists' },
  {
    centra: 'internalComment',
    sitoo: no('is meant for the staff of the web shop'),
    wms: no('is meant for the staff of the web shop'),
  },
  {
    centra: 'attributes[gift.wrap]',
    sitoo: 'additionaldata.gift-wrap',
    wms: 'freeText1',
    how: 'the attribute named in the brand file',
  },
  {
    centra: 'attributes[gift.message]',
    sitoo: 'comment',
    wms: 'orderRemark',
    how: 'or the words that an operator gave',
  },
  {
    centra: 'attributes[*]',
    sitoo: no('only what the brand file names is understood'),
    wms: no('only what the brand file names is understood'),
  },
  { centra: 'lines[].id', sitoo: 'orderitems[].additionaldata.centra-line', wms: 'lines[].line' },
  { centra: 'lines[].kind', sitoo: steers, wms: steers },
  {
    centra: 'lines[].sku',
    sitoo: 'orderitems[].sku',
    wms: 'lines[].sku',
    how: 'after the mapping that an operator gave',
  },
  { centra: 'lines[].barcode', sitoo: no('the SKU is the key'), wms: no('the SKU is the key') },
  { centra: 'lines[].productName', sitoo: 'orderitems[].productname', wms: no('the article has its own name') },
  {
    centra: 'lines[].variantName',
    sitoo: 'orderitems[].productname',
    wms: no('the article has its own name'),
    how: 'joined to the name',
  },
  {
    centra: 'lines[].size',
    sitoo: 'orderitems[].productname',
    wms: no('the article has its own name'),
    how: 'joined to the name',
  },
  { centra: 'lines[].comment', sitoo: 'orderitems[].additionaldata.comment', wms: 'lines[].comment' },
  {
    centra: 'lines[].quantity',
    sitoo: 'orderitems[].quantity',
    wms: 'lines[].quantity',
    how: 'the units of this part',
  },
  { centra: 'lines[].cancelledQuantity', sitoo: steers, wms: steers },
  { centra: 'lines[].returnedQuantity', sitoo: steers, wms: steers },
  {
    centra: 'lines[].unitPriceMinor',
    sitoo: 'orderitems[].moneyrowdiscount',
    wms: 'lines[].unitPrice',
    how: 'Sitoo: as the discount from the original price',
  },
  {
    centra: 'lines[].unitOriginalPriceMinor',
    sitoo: 'orderitems[].moneyrowprice',
    wms: no('the price paid is enough'),
  },
  { centra: 'lines[].lineValueMinor', sitoo: no('Sitoo computes it'), wms: no('the unit price is enough') },
  { centra: 'lines[].taxPercent', sitoo: 'orderitems[].vatvalue', wms: 'lines[].vatPercent' },
  { centra: 'lines[].allocations', sitoo: 'warehouseid', wms: 'warehouseId', how: 'decides the part and its location' },
  { centra: 'shipments', sitoo: steers, wms: steers },
];

export const isMapped = (target: string | NotMapped): target is string => typeof target === 'string';
