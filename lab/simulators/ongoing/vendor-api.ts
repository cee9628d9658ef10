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
    ...['orderStatusChangedTimeFrom', 'orderUpdatedTimeFrom', 'orderCreatedTimeFrom', 'shippedTimeFrom'],
    ...['orderIdFrom', 'maxOrdersToGet', 'backOrderForOrderId'],
  ],
  'DELETE orders': ['goodsOwnerId', 'orderNumber'],
  'GET orders/statuses': ['goodsOwnerId'],
  'GET purchaseOrders': PURCHASE_FILTERS,
  'GET articles': ['goodsOwnerId', 'articleNumber', 'articleNumbers', 'barCodes', ...CURSOR_AND_STOCK],
  'GET articles/inventoryPerWarehouse': ['goodsOwnerId', 'articleNumbers', 'warehouseIds', ...CURSOR_AND_STOCK],
};

/** Plays one call of the Goods Owner API. @throws Refusal with the status and the message of the answer */
export function answerVendorCall(
  floor: WarehouseState,
  goodsOwnerId: number,
  call: VendorCall,
  broken: (reason: string) => void,
): VendorAnswer {
  const { operation } = call;
  const query = new VendorQuery(call.query);
  const odd = query.names().filter((name) => !(FILTERS[operation] ?? []).includes(name));
  if (odd.length > 0) broken(`${operation}: unknown query ${odd.join(', ')}`);
  const owned = (given: number | undefined): void => {
    if (given === goodsOwnerId) return;
    broken(`${operation}: goodsOwnerId ${given}`);
    throw new Refusal(400, `You do not have access to goods owner ${given}.`);
  };
  const read = <T extends { goodsOwnerId: number }>(schema: z.ZodType<T>): T => {
    const body = parseBody(schema, call, broken);
    owned(body.goodsOwnerId);
    return body;
  };
  const ok = (body: object): VendorAnswer => ({ status: 200, body });
  switch (operation) {
    case 'PUT orders':
      return putOrder(floor, read(orderBody));
    case 'GET orders': {
      if (call.id !== undefined) return ok(oneOrder(floor, goodsOwnerId, call.id));
      owned(query.int('goodsOwnerId'));
      return ok(getOrders(floor, goodsOwnerId, query));
    }
    case 'DELETE orders': {
      if (call.id !== undefined) return deleteOrder(floor, floor.orderById(call.id), String(call.id));
      owned(query.int('goodsOwnerId'));
      const number = query.text('orderNumber') ?? '';
      return deleteOrder(floor, floor.orders.get(number), number);
    }
    case 'GET orders/statuses':
      return ok({ orderStatuses: statusList });
    case 'GET warehouses':
      return ok(floor.shelves.warehouses.map(({ id, name }) => ({ id, code: `W${id}`, name })));
    case 'PUT purchaseOrders':
      return putPurchase(floor.purchases, read(purchaseBody));
    case 'GET purchaseOrders':
      owned(query.int('goodsOwnerId'));
      return ok(getPurchases(floor.purchases, floor.shelves, goodsOwnerId, query));
    case 'PUT articles':
      return putArticle(floor.shelves, read(articleBody));
    case 'GET articles':
      owned(query.int('goodsOwnerId'));
      return ok(getArticles(floor.shelves, goodsOwnerId, query));
    case 'GET articles/inventoryPerWarehouse':
      owned(query.int('goodsOwnerId'));
      return ok(getInventoryPerWarehouse(floor.shelves, query));
    default:
      broken(`${operation}: no such operation`);
      throw new Refusal(404, `No HTTP resource was found that matches ${operation}.`);
  }
}

function oneOrder(floor: WarehouseState, goodsOwnerId: number, id: number): object {
  const order = floor.orderById(id);
  if (!order) throw new Refusal(404, `Order ${id} does not exist.`);
  const [answer] = getOrders(
    floor,
    goodsOwnerId,
    new VendorQuery(new URLSearchParams({ orderNumber: order.orderNumber })),
  );
  return answer ?? {};
}

function parseBody<T>(schema: z.ZodType<T>, call: VendorCall, broken: (reason: string) => void): T {
  let json: unknown;
  try {
    json = JSON.parse(call.body);
  } catch {
    broken(`${call.operation}: the body is not JSON`);
    throw new Refusal(400, 'The request body is not valid JSON.');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const what = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  broken(`${call.operation}: ${what}`);
  throw new Refusal(400, `The request is invalid. ${what}`);
}
