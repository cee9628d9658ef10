import type { System } from '../../domain/names.js';

/**
 * What Onepool cannot do when a document of Centra is refused or changes its meaning. By the document's name; a test holds that
 * each has one.
 */
export const USES_OF_DOCUMENTS: Readonly<Record<string, string>> = {
  OrdersByNumber: 'orders cannot be read, so none is placed, shipped or cancelled',
  OrdersUpdatedSince: 'new and changed orders are not noticed',
  GoodsOfOrders: 'what leaves with orders of other stores is published to the web shop a second time',
  OrderAllocations: 'the allocation of an order cannot be moved to another location',
  Warehouses: 'locations cannot be checked',
  FreeToAllocate: 'no other location is found for units that are missing',
  PhysicalStock: 'stock is not reconciled',
  StockOffsets: 'safety stock that counts twice is not noticed',
  ProductPage: 'products do not reach tills and warehouse',
  ProductsChanged: 'changes of products do not reach tills and warehouse',
  SizesChanged: 'changes of sizes and barcodes do not reach tills and warehouse',
  PricePage: 'prices do not reach the tills',
  PricesChanged: 'changes of prices do not reach the tills',
  StockChanges: 'a stock change without an answer cannot be looked for',
  Events: 'changes are noticed a minute late',
  RateLimits: 'budgets are not known',
  SizesBySku: 'SKUs are not found, so orders wait and stock is not read',
  CreateShipment: 'nothing is shipped',
  CaptureShipment: 'money that was refused at first is not taken',
  CompleteShipment: 'shipments stay open and customers are not informed',
  CreateReturn: 'returns of stores are not created',
  CompleteReturn: 'returns stay open',
  DeleteReturn: 'a return that was made in error stays',
  RefundReturn: 'customers are not repaid',
  CancelOrder: 'orders are not cancelled',
  CancelLines: 'units that cannot be sent are not cancelled',
  MarkShipmentPaid: 'what costs nothing is not shipped',
  ReleaseAuthorization: 'money that is no longer needed stays reserved',
  Unallocate: 'orders are not moved to another location',
  Allocate: 'orders are not moved to another location',
  AddStock: 'stock is not published',
  TakeStock: 'stock is not published, and the shop sells what is gone',
  CampaignPage: 'campaign prices do not reach the tills',
  DisplaysById: 'prices of a display with many variants do not reach the tills',
  ProductsById: 'products with many sizes do not reach tills and warehouse',
  ReturnsOfOrder: 'returns of an order are not found, so none is created',
  StockChangeLines: 'changes of stock by others are not seen in full',
  StockChangesNamed: 'a stock change without an answer cannot be looked for',
  Listen: 'changes are noticed a minute late',
  ConfirmEvents: 'the events queue is blocked',
};

/** The same for what is read, by operation. */
export const USES_OF_OPERATIONS: Readonly<Record<System, Readonly<Record<string, string>>>> = {
  centra: {
    __schema: 'the interface cannot be compared with ours',
    __type: 'an order whose list has exactly the usual length cannot be read',
    orders: 'orders cannot be read, so none is placed, shipped or cancelled',
    returns: 'returns of an order are not found, so none is created',
    warehouses: 'stock and its changes cannot be read',
    products: 'products do not reach tills and warehouse',
    productSizes: 'SKUs are not found, so orders wait and stock is not read',
    displays: 'prices do not reach the tills',
    events: 'changes are noticed a minute late',
    rateLimits: 'budgets are not known',
  },
  sitoo: {
    'GET orders': 'orders of tills and stores cannot be read',
    'GET orderdeliveries': 'what a store has handed over is not known',
    'GET warehouses': 'locations cannot be checked',
    'GET warehouseitems': 'levels of stores are not reconciled',
    'GET warehousetransactions': 'what tills sell does not leave the stock of the web shop',
    'GET products': 'SKUs are not known at the tills, and products are not kept alike',
    'GET productgroups':
      'the VAT group of a new product is not known, so it is asked about instead of being sent to the tills',
    'GET settings': 'currency and VAT of the tills are not known',
  },
  wms: {
    'GET orders': 'what the warehouse picks and sends is not noticed',
    'GET orders/statuses': 'status numbers cannot be checked',
    'GET warehouses': 'locations cannot be checked',
    'GET articles': 'SKUs are not known at the warehouse',
    'GET articles/inventoryPerWarehouse': 'stock of the warehouse is not published',
    'GET purchaseOrders': 'goods on their way back to the warehouse are lost sight of',
  },
};
