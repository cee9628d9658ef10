import type { z } from 'zod';
import { getArticles, getInventoryPerWarehouse, putArticle } from './articles-api.js';
import { deleteOrder, getOrders, putOrder } from './orders-api.js';
import { getPurchases, PURCHASE_FILTERS, putPurchase } from './purchases-api.js';
import { VendorQuery } from './query.js';
import { Refusal } from './refusal.js';
import { articleBody, orderBody, purchaseBody } from './request-bodies.js';
import { statusList } from './status-list.js';
import type { WarehouseState } from './warehouse-state.js';

export interface VendorCall {
  /** `GET orders`; the id of a single order is already taken out of the path. */
  readonly operation: string;
  readonly id: number | undefined;
  readonly query: URLSearchParams;
  readonly body: string;
}

export interface VendorAnswer {
  readonly status: number;
  readonly body: object;
}

const CURSOR_AND_STOCK = ['stockInfoChangedFrom', 'onlyArticlesInStock', 'articleSystemIdFrom', 'maxArticlesToGet'];

/** The filters that each read plays. Others are ignored, as ASP.NET would, but noted: a filter ignored is a wrong answer. */
const FILTERS: Readonly<Record<string, readonly string[]>> = {
  'GET orders': [
    ...['goodsOwnerId', 'orderNumber', 'orderNumbers', 'referenceNumbers', 'orderStatusFrom', 'orderStatusTo'],
    ...[
      'orderStatusChangedTimeFrom',
      'orderUpdatedTimeFrom',
      'orderCreatedTimeFrom',
      'shippedTimeFrom',
      'lastReturnedFrom',
    ],
    ...['orderIdFrom', 'maxOrdersToGet', 'backOrderForOrderId'],
  ],
  'DELETE orders': ['goodsOwnerId', 'orderNumber'],
  'GET orders/statuses': [],
  'GET purchaseOrders': PURCHASE_FILTERS,
  'GET articles': ['goodsOwnerId', 'articleNumber', 'articleNumbers', 'barCodes', ...CURSOR_AND_STOCK],
  'GET articles/inventoryPerWarehouse': ['goodsOwnerId', 'articleNumbers', 'warehouseIds', ...CURSOR_AND_STOCK],
};

/** Plays one call of the Goods Owner API. @throws Refusal with the status and the message of the answer */
export function answerVendorCall(
  { state, goodsOwnerId }: { readonly state: WarehouseState; readonly goodsOwnerId: number },
  call: VendorCall,
  reportBreach: (reason: string) => void,
): VendorAnswer {
  const { operation } = call;
  const query = new VendorQuery(call.query);
  const odd = query.names().filter((name) => !(FILTERS[operation] ?? []).includes(name));
  if (odd.length > 0) reportBreach(`${operation}: unknown query ${odd.join(', ')}`);
  const checkGoodsOwner = (ownerId: number | undefined): void => {
    if (ownerId === goodsOwnerId) return;
    reportBreach(`${operation}: goodsOwnerId ${ownerId}`);
    throw new Refusal(400, `You do not have access to goods owner ${ownerId}.`);
  };
  const read = <T extends { goodsOwnerId: number }>(schema: z.ZodType<T>): T => {
    const body = parseBody(schema, call, reportBreach);
    checkGoodsOwner(body.goodsOwnerId);
    return body;
  };
  const ok = (body: object): VendorAnswer => ({ status: 200, body });
  switch (operation) {
    case 'PUT orders':
      return putOrder(state, read(orderBody));
    case 'GET orders': {
      if (call.id !== undefined) return ok(oneOrder(state, goodsOwnerId, call.id));
      checkGoodsOwner(query.int('goodsOwnerId'));
      return ok(getOrders(state, goodsOwnerId, query));
    }
    case 'DELETE orders': {
      if (call.id !== undefined) return deleteOrder(state, state.orderById(call.id), String(call.id));
      checkGoodsOwner(query.int('goodsOwnerId'));
      const number = query.text('orderNumber') ?? '';
      return deleteOrder(state, state.orders.get(number), number);
    }
    case 'GET orders/statuses':
      return ok({ orderStatuses: statusList });
    case 'GET warehouses':
      return ok(state.shelves.warehouses.map(({ id, name }) => ({ id, code: `W${id}`, name })));
    case 'PUT purchaseOrders':
      return putPurchase(state.purchases, read(purchaseBody));
    case 'GET purchaseOrders':
      checkGoodsOwner(query.int('goodsOwnerId'));
      return ok(getPurchases(state, goodsOwnerId, query));
    case 'PUT articles':
      return putArticle(state.shelves, read(articleBody));
    case 'GET articles':
      checkGoodsOwner(query.int('goodsOwnerId'));
      return ok(getArticles(state.shelves, goodsOwnerId, query));
    case 'GET articles/inventoryPerWarehouse':
      checkGoodsOwner(query.int('goodsOwnerId'));
      return ok(getInventoryPerWarehouse(state.shelves, query));
    default:
      reportBreach(`${operation}: no such operation`);
      throw new Refusal(404, `No HTTP resource was found that matches ${operation}.`);
  }
}

function oneOrder(state: WarehouseState, goodsOwnerId: number, id: number): object {
  const order = state.orderById(id);
  if (!order) throw new Refusal(404, `Order ${id} does not exist.`);
  const [answer] = getOrders(
    state,
    goodsOwnerId,
    new VendorQuery(new URLSearchParams({ orderNumber: order.orderNumber })),
  );
  return answer ?? {};
}

function parseBody<T>(schema: z.ZodType<T>, call: VendorCall, reportBreach: (reason: string) => void): T {
  let json: unknown;
  try {
    json = JSON.parse(call.body);
  } catch {
    reportBreach(`${call.operation}: the body is not JSON`);
    throw new Refusal(400, 'The request body is not valid JSON.');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const what = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  reportBreach(`${call.operation}: ${what}`);
  throw new Refusal(400, `The request is invalid. ${what}`);
}
