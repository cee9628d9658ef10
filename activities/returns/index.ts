import type { Origin, TillRefund } from '../../domain/return/till-refund.js';
import type { StockPolicy } from '../../domain/stock/policy.js';
import type { ReturnRow } from '../../systems/database/port.js';
import type { Dependencies } from '../dependencies.js';
import { originReader } from '../orders/read-origin.js';
import { createInboundActivities } from './announce-inbound.js';
import { originOfRefund } from './origin-of-refund.js';
import { type Plan, type PlanReturn, returnPlanner } from './prepare-return.js';
import { createWebReturnActivities } from './web-returns.js';

/** Steps of goods that come back over the counter. Only ids, quantities and money go back to the workflow. */
export function createReturnActivities(needs: Dependencies, policy: StockPolicy) {
  const plan = returnPlanner(needs, originReader(needs));
  return {
    ...createWebReturnActivities(needs, policy),
    ...createInboundActivities(needs),

    async findOrigin({ refund }: { refund: TillRefund }): Promise<Origin> {
      return originOfRefund(needs, refund);
    },

    async planReturn(input: PlanReturn): Promise<Plan> {
      return plan(input);
    },

    async recordReturn(row: Omit<ReturnRow, 'updatedAt'>): Promise<void> {
      await needs.records.returns.upsert(row);
    },
  };
}

export type ReturnActivities = ReturnType<typeof createReturnActivities>;
