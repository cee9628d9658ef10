/** The bundle's entry: one export per workflow type. */
export { auditProducts } from './audit-products.js';
export { follow } from './follow.js';
export { fulfilOrder } from './fulfil-order.js';
export { pushStock } from './publish-stock.js';
export { snapshotStock } from './reconcile-stock.js';
export { releasePosOrders } from './release-pos-orders.js';
export { releaseStock } from './release-stock.js';
export { returnInStore } from './return-in-store.js';
export { standingCase } from './standalone-case.js';
export { syncProducts } from './sync-products.js';
