import { createCaseActivities } from './cases.js';
import type { Dependencies } from './dependencies.js';
import { reporting } from './failures.js';
import { createFollowActivities } from './follow.js';
import { rememberKnownSkus } from './known-skus.js';
import { createOrderActivities } from './orders.js';
import { createProductActivities } from './products/index.js';
import { orderReader } from './read-order.js';
import { createReturnActivities } from './returns/index.js';
import { createShipmentActivities } from './shipments.js';
import { poolOfStock } from './stock/index.js';

/** All activities of a worker, over the systems it was given. */
export function createActivities(dependencies: Dependencies) {
  const reader = orderReader(dependencies, rememberKnownSkus(dependencies));
  const stock = poolOfStock(dependencies);
  return reporting({
    ...createOrderActivities(dependencies, reader, stock.ledger),
    ...createShipmentActivities(dependencies, stock.policy),
    ...createCaseActivities(dependencies),
    ...createFollowActivities(dependencies, reader, stock),
    ...stock.activities,
    ...createProductActivities(dependencies),
    ...createReturnActivities(dependencies, stock.policy),
  });
}
