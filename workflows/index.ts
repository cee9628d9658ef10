/** The bundle's entry: one export per workflow type. */
export { auditProducts } from './audit-products.js';
export { findTrouble } from './find-trouble.js';
export { follow } from './follow.js';
export { fulfilOrder } from './fulfil-order.js';
export { publishStock } from './publish-stock.js';
export { reconcileStock } from './reconcile-stock.js';
export { releasePosOrders } from './release-pos-orders.js';
export { releaseStock } from './release-stock.js';
export { returnInStore } from './return-in-store.js';
export { standaloneCase } from './standalone-case.js';
export { syncProducts } from './sync-products.js';
