/** The bundle's entry: one export per workflow type. */
export { auditProducts } from './audit-products.js';
export { follow } from './follow.js';
export { fulfilOrder } from './fulfil-order.js';
export { pushStock } from './push-stock.js';
export { releasePosOrders } from './release-pos-orders.js';
export { releaseStock } from './release-stock.js';
export { returnInStore } from './return-in-store.js';
export { snapshotStock } from './snapshot-stock.js';
export { standingCase } from './standing-case.js';
export { syncProducts } from './sync-products.js';
