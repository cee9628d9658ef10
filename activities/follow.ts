import type { System } from '../domain/names.js';
import { release } from '../workflows/messages.js';
import type { Dependencies } from './dependencies.js';
import { followCentra } from './follow/follow-centra.js';
import { followSitoo } from './follow/follow-sitoo.js';
import { followWarehouse } from './follow/follow-warehouse.js';
import { orderTeller } from './follow/tell-orders.js';
import type { OrderReader } from './read-order.js';

/** Orders released by one run of the schedule; more wait for the next. */
const RELEASED_AT_ONCE = 1_000;

export interface Changes {
  /** There is more to read now. */
  readonly more: boolean;
  readonly started: number;
  readonly told: number;
}

/** What followers do at one look: read in bulk what changed, and tell the orders concerned. */
export function createFollowActivities(dependencies: Dependencies, reader: OrderReader) {
  const teller = orderTeller(dependencies);
  const followers = {
    centra: followCentra(dependencies, reader, teller),
    sitoo: followSitoo(dependencies, reader, teller),
    wms: followWarehouse(dependencies, teller),
  };
  return {
    readChanges: ({ system }: { system: System }): Promise<Changes> => followers[system](),

    /** Signals every POS order that waits for the pick-list batch. */
    async releaseWaitingPosOrders({ brand }: { brand: string }): Promise<{ released: number }> {
      const { records, temporal } = dependencies;
      const waiting = await records.orders.ordersInStage('waiting-for-batch', RELEASED_AT_ONCE);
      const batch = new Date().toISOString();
      const ours = waiting.filter((order) => order.brand === brand);
      for (const order of ours) {
        await temporal.workflow.getHandle(order.workflowId).signal(release, { batch });
        await records.orders.upsertOrder({ ...order, stage: 'fulfilling' });
      }
      return { released: ours.length };
    },
  };
}

export type FollowActivities = ReturnType<typeof createFollowActivities>;
