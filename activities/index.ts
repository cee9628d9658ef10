import type { Keeper } from '../domain/warehouse-systems.js';
import { createCaseActivities } from './cases/case-records.js';
import type { Dependencies } from './dependencies.js';
import { createEventActivities } from './events/refused-events.js';
import { reporting } from './failures.js';
import { createFollowActivities } from './follow/index.js';
import { createOrderActivities } from './orders/index.js';
import { rememberKnownSkus } from './orders/known-skus.js';
import { orderReader } from './orders/read-order.js';
import { createShipmentActivities } from './orders/shipments.js';
import { createProductActivities } from './products/index.js';
import { createReturnActivities } from './returns/index.js';
import { stockPool } from './stock/index.js';
import { createTroubleActivities } from './trouble/find-trouble.js';

/** All activities of a worker, over the systems it was given. */
export function createActivities(dependencies: Dependencies) {
  const { sitoo, wms, warehouses = new Map() } = dependencies;
  const reader = orderReader(
    dependencies,
    rememberKnownSkus<Keeper>({ sitoo, wms, ...Object.fromEntries(warehouses) }),
  );
  const stock = stockPool(dependencies);
  return reporting({
    ...createOrderActivities(dependencies, reader, stock.recorder),
    ...createShipmentActivities(dependencies, stock.policy, reader),
    ...createCaseActivities(dependencies),
    ...createTroubleActivities(dependencies),
    ...createEventActivities(dependencies),
    ...createFollowActivities(dependencies, reader, stock),
    ...stock.activities,
    ...createProductActivities(dependencies),
    ...createReturnActivities(dependencies, stock.policy),
  });
}

/** Every activity that a workflow can call. */
export type Activities = ReturnType<typeof createActivities>;
