/** The bundle's entry: one export per workflow type. */
export { follow } from './follow.js';
export { fulfilOrder } from './fulfil-order.js';
export { pushStock } from './push-stock.js';
export { releasePosOrders } from './release-pos-orders.js';
export { releaseStock } from './release-stock.js';
export { snapshotStock } from './snapshot-stock.js';
export { standingCase } from './standing-case.js';
