/**
 * The situations that `docs/situations.md` must have a row for, each with those rows: what shops were said to have, and all that the
 * simulators can play. A row that is renamed or gone leaves its situation without one.
 */
type Situations = Readonly<Record<string, readonly string[]>>;

/** What shops that sell at tills and in the web shop were said to have. */
export const ASKED_FOR: Situations = {
  'voucher for the whole order, with the share of each line': ['Voucher for the whole order, and a till refund'],
  'price of a campaign at the tills while it runs': ['Price of a campaign, at the tills'],
  'price list that is named and never guessed': [
    'Several price lists in the currency of the brand, such as one for the staff',
  ],
  'gift certificates of Centra itself': ["Order of Centra's own gift certificates"],
  'gift card of others as a payment': ['External gift card as a payment, for all of an order or a part'],
  'bundle with prices': [
    'Bundle with the price on the bundle',
    'Bundle with the price on its items',
    'Bundle and items of different prices',
  ],
  'free line, order of 0.00': [
    'Free line',
    'Order of 0.00, and free lines shipped on their own',
    'Free goods that come back',
  ],
  'pre-order that waits for its date': ['Goods ordered before they are in stock'],
  'service and digital line': [
    'Service line in an order with goods',
    'Order of services and downloads alone',
    'Service that `webOrders.services` does not name',
  ],
  'several currencies and markets in one brand': ['Several currencies and markets in one brand'],
  'currency of 0 or 3 decimals': [
    'Brand that trades in a currency of 0 or 3 decimals',
    'Further currency of 0 or 3 decimals',
    'Amounts of currencies without hundredths, at the tills',
  ],
  'country without postal codes': ['Address in a country without postal codes'],
  'pick-up point': [
    'Parcel shop chosen in the web shop, sent from the warehouse',
    'Parcel shop missing on an order that needs one',
  ],
  'collected in a store, goods in the warehouse': [
    'Collected in a store, goods in a warehouse',
    'Parcel that a warehouse sent to the store in which it is collected',
    'Collected in a store, goods in a warehouse, no store named',
  ],
  'order of another store of Centra': ['Order of another store of the same Centra'],
  'wholesale order picked in the same WMS': [
    'Wholesale order',
    'Wholesale order picked in the same warehouse',
    'Wholesale order of Centra picked in the same warehouse',
  ],
  'order with delivery groups': ['Order with delivery groups, as an external allocation system makes them'],
  'order of the WMS in its error state': ['Order that the warehouse shows in an error state'],
  exchange: ['Exchange at a till, as one receipt or as two'],
  'refund without goods': [
    'Refund of the web shop without goods: goodwill, a lower price, shipping',
    'Refund of a till without goods',
  ],
  'refund without a receipt': ['Refund without a receipt'],
  'edit after the transfer': [
    'Units taken off an order that was transferred',
    'Order edited once picking has begun',
    'Product added to an order that was sent',
    'Address changed after the transfer',
  ],
  'serial numbers': ['Unit with a serial number'],
  'goods in transit between stores, and to a store from the warehouse': [
    'Goods moved from one store to another',
    'Refill of a store from the warehouse',
    'Goods that left for another store and do not arrive',
  ],
  'barcodes of 12 and 13 digits': ['Barcode of 12 digits in one system, 13 in another'],
  'near twins among SKUs': [
    'SKUs that differ by a blank or the case of letters',
    'Near twin at the tills or in the warehouse',
  ],
  'SKU with another name in a system': [
    'SKU with another name in Sitoo or in the WMS',
    'Two SKUs with one name in a system',
  ],
};

const HOME = 'Web order sent home from a store';
const FROM_WAREHOUSE = 'Web order sent from the warehouse';
const COLLECTED = 'Web order collected in the store that has its goods';
const MONEY_LATER = 'Capture that fails, or comes later';
const REFUND_LATER = 'Refund that fails, or comes later';
const LOCKED = 'Locked order of which units must be cancelled';
const NOT_PAID = 'Web order that is not paid, or that nobody has confirmed';
const ON_HOLD = 'Order on hold';
const PREORDER = 'Goods ordered before they are in stock';
const ADDED = 'Product added to an order that was sent';
const PRODUCT_EDIT = 'Product edited at the tills or in the warehouse';
const PRODUCT = 'Product changed in the web shop';
const RENAMED = 'Renamed product of which a counterpart lists one name only';
const CAMPAIGN = 'Price of a campaign, at the tills';
const BY_POST = 'Parcel that comes back to the warehouse by post';
const BY_HAND = 'Stock that someone changes in the web shop';
const COUNTED = 'Count that finds too little';
const RECEIVED = 'Goods received';
const OFFLINE = 'Till that was offline for hours';
const IN_TRANSIT = 'Goods moved from one store to another';
const RETURNED = 'Goods returned to a store';
const DAMAGED = 'Goods returned in mixed condition';
const EXCHANGE = 'Exchange at a till, as one receipt or as two';
const SENT_ON = 'Returned goods that travel on to the warehouse';
const REJECTED = 'Store that rejects an order it has not picked';
const SHORT = 'Order picked short';
const BACK_ORDER = 'Back order of the warehouse';

/** What the acts of the simulators play: an act, or what may be said of it. */
export const PLAYED: Situations = {
  'web.order': [HOME, FROM_WAREHOUSE],
  'web.order lines.priceMinor': ['Free line'],
  'web.order delivery=home': [HOME],
  'web.order delivery=collect': [COLLECTED],
  'web.order location': ['Web order allocated to two locations', 'Collected in a store, goods in a warehouse'],
  'web.order shippingOption': ['Parcel shop chosen in the web shop, sent from the warehouse'],
  'web.order giftRequested': ['Gift without its message'],
  'web.order giftMessage': ['Gift without its message'],
  'web.order customer': ['Address in a country without postal codes', 'Export to a country outside the customs area'],
  'web.order attributes': ['Parcel shop chosen in the web shop, sent from the warehouse'],
  'web.order discountMinor': ['Voucher for the whole order, and a till refund'],
  'web.order shippingMinor': ['Refund of the web shop without goods: goodwill, a lower price, shipping'],
  'web.order captureFails': [MONEY_LATER],
  'web.order captureLater': [MONEY_LATER],
  'web.order capturedAtOnce': ['Order captured when it was placed, such as a pre-order'],
  'web.order giftCardMinor': ['External gift card as a payment, for all of an order or a part'],
  'web.order keepsReserve': ['Payment provider that cannot release a reservation'],
  'web.order refundFails': [REFUND_LATER],
  'web.order refundLater': [REFUND_LATER],
  'web.order hold': [ON_HOLD],
  'web.order unconfirmed': [NOT_PAID],
  'web.order locked': [LOCKED],
  'web.order preorder': [PREORDER],
  'web.order internal': ['Internal order'],
  'web.order store': ['Order of another store of the same Centra', 'Wholesale order'],
  'web.order deliveryGroups': ['Order with delivery groups, as an external allocation system makes them'],
  'web.order bundlePriceOn=bundle': ['Bundle with the price on the bundle'],
  'web.order bundlePriceOn=items': ['Bundle with the price on its items'],
  'web.order bundle': ['Bundle and items of different prices'],
  'web.cancel': ['Order cancelled before picking', 'Order cancelled in the moment in which its goods leave'],
  'web.goodwill': ['Refund of the web shop without goods: goodwill, a lower price, shipping'],
  'web.confirm': [NOT_PAID],
  'web.hold': [ON_HOLD],
  'web.resume': [ON_HOLD],
  'web.edit': ['Units taken off an order that was transferred', 'Order edited once picking has begun'],
  'web.archive': ['Order that staff archive in Centra'],
  'web.unarchive': ['Order that staff archive in Centra'],
  'web.lock': [LOCKED],
  'web.unlock': [LOCKED],
  'web.allocate': [PREORDER],
  'web.address': ['Address changed after the transfer'],
  'web.add': [ADDED, 'Line added to an order that was captured when it was placed'],
  'web.add location': [ADDED],
  'web.reopen': ['Cancellation that is taken back after the end of its order'],
  'web.other-ship': ['Goods that leave our shelves with an order of another store of the same Centra'],
  'ams.product': [PRODUCT],
  'ams.product name': [PRODUCT],
  'ams.product barcode': [PRODUCT],
  'ams.product priceMinor': [PRODUCT],
  'ams.product active': [PRODUCT],
  'ams.product newSku': [RENAMED],
  'ams.product taxGroup': ['New product whose VAT group nobody has named'],
  'ams.product customs': ['Export to a country outside the customs area'],
  'ams.campaign': [CAMPAIGN],
  'ams.campaign priceMinor': [CAMPAIGN],
  'ams.campaign percent': [CAMPAIGN],
  'ams.list-price': ['Several price lists in the currency of the brand, such as one for the staff'],
  'web.return': [BY_POST],
  'web.return restock': [BY_POST],
  'ams.stock': [BY_HAND],
  'ams.stock comment': [BY_HAND],
  'pos.sale': ['Sale at a till', 'Unit sold at a till that a web order held'],
  'pos.sale at': [OFFLINE],
  'pos.sale lines.priceMinor': ['Sale at a till'],
  'pos.sale deliver': ['Till order to be delivered home, registered for the warehouse or for the store'],
  'pos.sale collectIn': ['Till order that is collected in another store'],
  'pos.sale takeAlong': ['Till order of which some goods are taken along and others sent'],
  'pos.sale discountMinor': ['Discount as a row of its own on a till order'],
  'pos.sale withoutSku': ['Row without a product on a till order'],
  'pos.sale unpaid': ['Till order that is not paid yet'],
  'pos.sale courier': ['Courier that the cashier chose and the brand file lacks'],
  'pos.sale serialNumbers': ['Unit with a serial number'],
  'pos.sale customer': ['Till order to be delivered home, registered for the warehouse or for the store'],
  'pos.refund': [RETURNED],
  'pos.refund at': [RETURNED],
  'pos.refund receipt': ['Goods returned that a till sold'],
  'pos.refund order': [RETURNED],
  'pos.refund lines.priceMinor': ['Goods returned at another price than was paid'],
  'pos.refund lines.condition=resellable': [DAMAGED],
  'pos.refund lines.condition=damaged': [DAMAGED],
  'pos.refund condition=resellable': [RETURNED],
  'pos.refund condition=damaged': [DAMAGED],
  'pos.refund virtual': [EXCHANGE],
  'pos.refund exchange': [EXCHANGE],
  'pos.refund goodsTo': [SENT_ON],
  'pos.refund into': [
    'Goods returned into a warehouse of the tills that sells nothing, such as reclaims',
    'Goods returned into a warehouse that the brand file lacks',
    'Goods returned into the stock of another store',
  ],
  'pos.refund unchecked': ['Goods returned beyond what was sent'],
  'pos.intake': [RECEIVED],
  'pos.intake at': [OFFLINE],
  'pos.intake shipment': [IN_TRANSIT],
  'pos.issue': [IN_TRANSIT],
  'pos.issue at': [OFFLINE],
  'pos.issue shipment': [IN_TRANSIT],
  'pos.stocktake': [COUNTED],
  'pos.stocktake at': [OFFLINE],
  'store.pick': [HOME],
  'store.ship': [HOME],
  'store.ship items': ['Goods that leave a store while they are moved to another location'],
  'store.ship close': [HOME],
  'store.collect': [COLLECTED],
  'store.reject': [REJECTED, 'Store that rejects goods it had picked, such as an order that nobody collects'],
  'store.reject reason': [REJECTED],
  'pos.product': [PRODUCT_EDIT],
  'pos.product name': [PRODUCT_EDIT],
  'pos.product barcode': ['Barcode of 12 digits in one system, 13 in another'],
  'pos.product priceMinor': [PRODUCT_EDIT],
  'pos.product active': [PRODUCT_EDIT],
  'pos.product newSku': ['SKU with another name in Sitoo or in the WMS'],
  'pos.product remove': ['Product that a system does not know'],
  'wms.begin': ['Order edited once picking has begun'],
  'wms.pick': [FROM_WAREHOUSE],
  'wms.pick lines': [SHORT],
  'wms.ship': [FROM_WAREHOUSE],
  'wms.ship returnWaybill': [FROM_WAREHOUSE],
  'wms.ship backOrder': [BACK_ORDER, 'Back order that the warehouse sends although its units were cancelled'],
  'wms.return': [BY_POST, 'Parcel of a till order that comes back to the warehouse'],
  'wms.return lines': [BY_POST],
  'wms.return cause': [BY_POST],
  'wms.return restock': [BY_POST],
  'wms.cancel': ['Warehouse that cancels an order on its own'],
  'wms.status': ['Order that the warehouse shows in an error state', 'Status of the warehouse that nobody has mapped'],
  'wms.adjust': [COUNTED],
  'wms.adjust location': [COUNTED],
  'wms.receive': [RECEIVED],
  'wms.receive location': [RECEIVED],
  'wms.article': [PRODUCT_EDIT],
  'wms.article name': [PRODUCT_EDIT],
  'wms.article barcode': ['Barcode of 12 digits in one system, 13 in another'],
  'wms.article active': [PRODUCT_EDIT],
  'wms.article remove': ['Product that a system does not know'],
  'wms.receive-purchase': [SENT_ON],
  'wms.receive-purchase lines': [SENT_ON],
  'wms.purchase-status': [SENT_ON],
  'files doubled': ['File of a warehouse twice, cut, late or out of order'],
  'files cut': ['File of a warehouse twice, cut, late or out of order'],
  'files late': ['File of a warehouse twice, cut, late or out of order'],
};

/** How an act names its order, and by which clock of a store: any situation with that act can be played so. */
export const NO_SITUATION: readonly string[] = ['store.pick', 'store.ship', 'store.collect', 'store.reject'].flatMap(
  (act) => ['at', 'orderid', 'name'].map((detail) => `${act} ${detail}`),
);
