import type { RateLimiter } from '../rate-limits/port.js';
import type { WarehousePort } from '../warehouse-port.js';
import { statusesAnswer, understand, warehousesAnswer } from './answers.js';
import { articleCalls } from './article-calls.js';
import { articlesByNumber, putArticle } from './articles.js';
import { cancelOrder } from './cancel.js';
import { connect } from './connection.js';
import { inboundCalls } from './inbound.js';
import { inventoryReads } from './inventory.js';
import { orderReads } from './orders.js';
import { placeOrder } from './place.js';
import { type InboundStatuses, USUAL_INBOUND_STATUSES } from './read-inbound.js';
import { type StatusMapping, stageReader, type WarningLog } from './statuses.js';

export interface OngoingOptions {
  /** Up to and including `/api/v1`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly goodsOwnerId: number;
  readonly statuses: StatusMapping;
  /** The status numbers of purchase orders, where the tenant has changed the vendor's. */
  readonly inboundStatuses?: InboundStatuses;
  /** One call in flight per goods owner, across all processes: the gate sees to it. */
  readonly limiter: RateLimiter;
  /** For one call, answer included; default 30 seconds. */
  readonly timeoutMs?: number;
  readonly logger?: WarningLog;
}

/** A warehouse run on Ongoing WMS, Goods Owner REST API v1. Contract facts: the README beside this folder. */
export function createOngoing(options: OngoingOptions): WarehousePort {
  const { goodsOwnerId, logger } = options;
  const connection = connect({ ...options, timeoutMs: options.timeoutMs ?? 30_000 });
  const reads = orderReads(connection, goodsOwnerId, stageReader(options.statuses, logger), logger);
  const inventory = inventoryReads(connection, goodsOwnerId, logger);

  return {
    placeOrder: (order) => placeOrder(connection, reads, goodsOwnerId, order),
    order: (name, lane = 'orders') => reads.byName(name, lane),
    orders: (names, lane = 'orders') => reads.byNames(names, lane),
    ordersChangedSince: (from, limit, afterRef) => reads.changedSince(from, limit, afterRef),
    backOrdersOf: (ref) => reads.backOrdersOf(ref),
    cancelOrder: (name) => cancelOrder(connection, reads, goodsOwnerId, name),

    async statuses() {
      const operation = 'GET orders/statuses';
      const answer = await connection.call({ operation, lane: 'bulk', query: [['goodsOwnerId', goodsOwnerId]] });
      const list = understand(statusesAnswer, answer, operation).orderStatuses;
      return list.map((status) => ({ number: status.number, text: status.text ?? '' }));
    },
    async warehouses() {
      const operation = 'GET warehouses';
      const list = understand(warehousesAnswer, await connection.call({ operation, lane: 'bulk' }), operation);
      return list.map((warehouse) => ({ id: warehouse.id, name: warehouse.name ?? '' }));
    },

    ...articleCalls(connection, goodsOwnerId),
    upsertArticle: (article) => putArticle(connection, goodsOwnerId, article),
    async knownSkus(skus) {
      return new Set((await articlesByNumber(connection, goodsOwnerId, skus, 'orders')).keys());
    },
    async stock(skus) {
      const articles = await articlesByNumber(connection, goodsOwnerId, skus, 'stock');
      return new Map(
        [...articles].flatMap(([sku, { inventoryInfo }]) =>
          // Rounded down: what is not a whole unit cannot be sold in a shop.
          inventoryInfo
            ? [
                [
                  sku,
                  {
                    physical: Math.floor(inventoryInfo.numberOfItems),
                    sellable: Math.floor(inventoryInfo.sellableNumberOfItems),
                  },
                ],
              ]
            : [],
        ),
      );
    },
    ...inboundCalls(connection, goodsOwnerId, options.inboundStatuses ?? USUAL_INBOUND_STATUSES, logger),
    stockChangedSince: (from, limit, afterId) => inventory.changedSince(from, limit, afterId),
    stockPerWarehouse: (skus) => inventory.of(skus),
    clockSkewMs: () => connection.clockSkewMs(),
  };
}
