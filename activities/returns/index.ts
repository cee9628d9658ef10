import { soldOrders } from '../../domain/return/origin.js';
import { planReturn, type ReturnPlan, type WantedReturn } from '../../domain/return/plan-return.js';
import type { Origin, TillRefund } from '../../domain/return/till-refund.js';
import type { StockPolicy } from '../../domain/stock/policy.js';
import type { ReturnRow } from '../../systems/database/port.js';
import type { Dependencies } from '../dependencies.js';
import { originReader } from '../orders/read-origin.js';
import { createInboundActivities } from './announce-inbound.js';
import { findOrigin } from './find-origin.js';
import { createWebReturnActivities } from './web-returns.js';

/** Steps of goods that come back over the counter. Only ids, quantities and money go back to the workflow. */
export function createReturnActivities(needs: Dependencies, policy: StockPolicy) {
  const { centra, sitoo, records } = needs;
  const origin = originReader(needs);
  return {
    ...createWebReturnActivities(needs, policy),
    ...createInboundActivities(needs),

    async findOrigin({ refund }: { refund: TillRefund }): Promise<Origin> {
      return findOrigin(needs, refund);
    },

    /** Reads what the counterparts know about a refund, and decides which returns the web shop needs for it. */
    async prepareReturn(wanted: WantedReturn): Promise<ReturnPlan> {
      const named = soldOrders(wanted.refund);
      const [order, returns, sold] = await Promise.all([
        origin.web(wanted.number),
        centra.returnsOf(wanted.number, 'returns'),
        named.length > 0 ? sitoo.orders(named, 'returns') : [],
      ]);
      return planReturn({ order, returns, sold }, wanted);
    },

    async recordReturn(row: Omit<ReturnRow, 'updatedAt'>): Promise<void> {
      await records.returns.upsert(row);
    },
  };
}

export type ReturnActivities = ReturnType<typeof createReturnActivities>;
