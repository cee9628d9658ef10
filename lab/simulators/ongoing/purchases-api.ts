import { articleOfLine } from './article-lines.js';
import { PURCHASE_STATUS, type Purchase, type Purchases } from './purchases.js';
import type { VendorQuery } from './query.js';
import type { PurchaseBody } from './request-bodies.js';
import type { Shelves } from './shelves.js';
import type { WarehouseState } from './warehouse-state.js';

export const PURCHASE_FILTERS = [
  ...[
    'goodsOwnerId',
    'purchaseOrderNumber',
    'purchaseOrderNumbers',
    'purchaseOrderStatusFrom',
    'purchaseOrderStatusTo',
  ],
  ...['purchaseOrderIdFrom', 'maxPurchaseOrdersToGet'],
];

const TEXTS: Readonly<Record<number, string>> = {
  [PURCHASE_STATUS.notified]: 'Notified',
  [PURCHASE_STATUS.inbound]: 'Inbound',
  [PURCHASE_STATUS.received]: 'Received',
  [PURCHASE_STATUS.cancelled]: 'Cancelled',
};

/** `PUT purchaseOrders`: 200 whether created or updated, as the API description says. */
export function putPurchase(purchases: Purchases, body: PurchaseBody): { status: number; body: object } {
  const { id, number } = purchases.put(body);
  return {
    status: 200,
    body: { purchaseOrderId: id, message: `Purchase order number ${number} created/updated<br/>` },
  };
}

/** `GET purchaseOrders`: everything that fits all filters, by id. */
export function getPurchases(
  { purchases, shelves }: Pick<WarehouseState, 'purchases' | 'shelves'>,
  goodsOwnerId: number,
  query: VendorQuery,
): object[] {
  const number = query.text('purchaseOrderNumber');
  const numbers = query.texts('purchaseOrderNumbers');
  const statusFrom = query.int('purchaseOrderStatusFrom');
  const statusTo = query.int('purchaseOrderStatusTo');
  const idFrom = query.int('purchaseOrderIdFrom');
  const most = query.int('maxPurchaseOrdersToGet');
  const found = [...purchases.all.values()].filter(
    (purchase) =>
      (number === undefined || purchase.number === number) &&
      (numbers === undefined || numbers.has(purchase.number)) &&
      (statusFrom === undefined || purchase.status >= statusFrom) &&
      (statusTo === undefined || purchase.status <= statusTo) &&
      (idFrom === undefined || purchase.id >= idFrom),
  );
  return found.slice(0, most ?? found.length).map((purchase) => answerOf(purchase, shelves, goodsOwnerId));
}

/** What was announced and what came, for whoever judges a run. */
export function purchasesReport(purchases: Purchases): { purchases: object[] } {
  return {
    purchases: [...purchases.all.values()].map(({ number, id, status, warehouse, returnType, lines }) => ({
      ...{ purchaseOrderNumber: number, purchaseOrderId: id, status, warehouse, returnType },
      lines: lines.map(({ row, sku, advised, received }) => ({ row, sku, advised, received })),
    })),
  };
}

/** GetPurchaseOrderModel, as far as there is something to say; lines once the WMS has processed them. */
function answerOf(purchase: Purchase, shelves: Shelves, goodsOwnerId: number): object {
  const lines = Date.now() >= purchase.linesShowAt ? purchase.lines : [];
  return {
    goodsOwner: { id: goodsOwnerId, name: 'Goods owner' },
    supplierInfo: null,
    purchaseOrderInfo: {
      purchaseOrderId: purchase.id,
      purchaseOrderNumber: purchase.number,
      purchaseOrderStatus: { number: purchase.status, text: TEXTS[purchase.status] ?? 'Own status' },
      warehouse: { id: purchase.warehouse },
      createdDate: new Date(purchase.createdAt).toISOString(),
      advanced: { purchaseOrderIsReturnType: purchase.returnType },
    },
    purchaseOrderLines: lines.map((line) => ({
      id: line.id,
      rowNumber: line.row,
      article: articleOfLine(shelves, line.sku),
      comment: null,
      advisedNumberOfItems: line.advised,
      receivedNumberOfItems: line.received,
      reportedNumberOfItems: 0,
      articleItems: [],
      externalOrderLineId: line.externalId,
    })),
    classes: [],
  };
}
