import type { RateLimiter } from '../rate-limits/port.js';
import type { WarehousePort } from '../warehouse-port.js';
import type { WarningLog } from '../warning-log.js';
import { statusesAnswer, understand, warehousesAnswer } from './answers.js';
import { articleCalls } from './article-calls.js';
import { articlesByNumber } from './articles.js';
import { cancelOrder } from './cancel.js';
import { connect } from './connection.js';
import { inboundCalls } from './inbound.js';
import { inventoryReads } from './inventory.js';
import { createOddRows } from './odd-rows.js';
import { orderReads } from './orders.js';
import { placeOrder } from './place.js';
import { type InboundStatuses, USUAL_INBOUND_STATUSES } from './read-inbound.js';
import { checkStatusMapping, type StatusMapping, stageReader } from './statuses.js';
import { type OrderWriting, USUAL_WRITING } from './write-order.js';

export interface OngoingOptions {
  /** Up to and including `/api/v1`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly goodsOwnerId: number;
  readonly statuses: StatusMapping;
  /** How orders are written, where the contract leaves it open. */
  readonly writing?: OrderWriting;
  /** The status numbers of purchase orders, where the tenant has changed the vendor's. */
  readonly inboundStatuses?: InboundStatuses;
  /** Must allow one call in flight per goods owner, across all processes. */
  readonly limiter: RateLimiter;
  /** For one call, answer included; 30 s by default. */
  readonly timeoutMs?: number;
  readonly logger?: WarningLog;
}

/** A warehouse run on Ongoing WMS, Goods Owner REST API v1. Contract facts: the README beside this folder. */
export function createOngoing(options: OngoingOptions): WarehousePort {
  const { goodsOwnerId, logger, writing = USUAL_WRITING } = options;
  const connection = connect({ ...options, timeoutMs: options.timeoutMs ?? 30_000 });
  const odd = createOddRows(logger);
  const tenant = { connection, goodsOwnerId, odd };
  const reads = orderReads(tenant, stageReader(options.statuses, logger));
  const inventory = inventoryReads(tenant);

  return {
    placeOrder: (order) => placeOrder(tenant, { reads, writing }, order),
    order: (name, lane = 'orders') => reads.byName(name, lane),
    orders: (names, lane = 'orders') => reads.byNames(names, lane),
    ordersChangedSince: (from, limit, at) => reads.changedSince(from, limit, at),
    ordersReturnedSince: (from, limit, at) => reads.returnedSince(from, limit, at),
    backOrdersOf: (ref) => reads.backOrdersOf(ref),
    cancelOrder: (name) => cancelOrder(tenant, reads, name),

    async checkSettings() {
      const operation = 'GET orders/statuses';
      const answer = await connection.call({ operation, lane: 'bulk' });
      const list = understand(statusesAnswer, answer, operation).orderStatuses;
      return checkStatusMapping(
        options.statuses,
        list.map((status) => ({ number: status.number, text: status.text ?? '' })),
      );
    },
    async warehouses() {
      const operation = 'GET warehouses';
      const list = understand(warehousesAnswer, await connection.call({ operation, lane: 'bulk' }), operation);
      return list.map((warehouse) => ({ id: warehouse.id, name: warehouse.name ?? '' }));
    },

    ...articleCalls(tenant),
    async knownSkus(skus) {
      return new Set((await articlesByNumber(tenant, skus, 'orders')).keys());
    },
    async stock(skus) {
      const articles = await articlesByNumber(tenant, skus, 'stock');
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
    ...inboundCalls(tenant, options.inboundStatuses ?? USUAL_INBOUND_STATUSES),
    stockChangedSince: (from, limit, at) => inventory.changedSince(from, limit, at),
    stockPerWarehouse: (skus) => inventory.of(skus),
    notUnderstood: async () => odd.waiting(),
    markReported: async (names) => odd.reported(names),
    clockSkewMs: () => connection.clockSkewMs(),
  };
}
