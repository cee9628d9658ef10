/** The bundle's entry: one export per workflow type. */
export { follow } from './follow.js';
export { fulfilOrder } from './fulfil-order.js';
export { releasePosOrders } from './release-pos-orders.js';
