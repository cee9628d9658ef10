import { type CentraClientOptions, createCentraClient } from './client.js';
import { createEventQueue } from './event-queue.js';
import { createGoodsReads } from './goods-reads.js';
import { createIntrospection } from './introspection.js';
import { createOrderChanges } from './order-changes.js';
import { createOrderReads } from './order-reads.js';
import type { CentraPort } from './port.js';
import { createProductReads } from './product-reads.js';
import { createRateLimits } from './rate-limits.js';
import { createReturnCalls } from './return-calls.js';
import { createReturnReads } from './return-reads.js';
import { createShipmentCalls } from './shipment-calls.js';
import { createStockChanges } from './stock-changes.js';
import { createStockReads } from './stock-reads.js';
import { createStockWrites } from './stock-writes.js';

/** The web shop over Centra's Integration API. Nothing is sent before the first call. */
export function createCentra(options: CentraClientOptions): CentraPort {
  const client = createCentraClient(options);
  return {
    ...createOrderReads(client),
    ...createGoodsReads(client),
    ...createShipmentCalls(client),
    ...createOrderChanges(client),
    ...createReturnReads(client),
    ...createReturnCalls(client),
    ...createStockReads(client),
    ...createStockChanges(client),
    ...createStockWrites(client),
    ...createEventQueue(client),
    ...createProductReads(client),
    ...createIntrospection(client),
    rateLimits: createRateLimits(client, options.limiter),
    allowances: (lane) => options.limiter.allowances(lane),
    clockSkewMs: client.clockSkewMs,
    notes: client.notes,
    tokenExpiresAtMs: options.tokenExpiresAtMs,
  };
}
