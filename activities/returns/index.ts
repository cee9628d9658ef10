import { returnName } from '../../domain/return/assign-to-shipments.js';
import { soldOrders } from '../../domain/return/origin.js';
import { planReturn, type ReturnPlan, type WantedReturn } from '../../domain/return/plan-return.js';
import type { Origin, TillRefund } from '../../domain/return/till-refund.js';
import type { StockPolicy } from '../../domain/stock/policy.js';
import type { ReturnRow } from '../../systems/database/port.js';
import type { ReturnStage } from '../../workflows/messages.js';
import type { Dependencies } from '../dependencies.js';
import { originReader } from '../orders/read-origin.js';
import { createInboundActivities } from './announce-inbound.js';
import { findOrigin } from './find-origin.js';
import { createWebReturnActivities } from './web-returns.js';

/** Stages in which goods of a return may still be booked by one of its steps. */
const UNDER_WAY: readonly ReturnStage[] = ['returning', 'waiting-for-answer'];

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

    async recordReturn(row: Omit<ReturnRow, 'updatedAt'> & { readonly stage: ReturnStage }): Promise<void> {
      await records.returns.upsert(row);
      if (!UNDER_WAY.includes(row.stage)) await records.stockLedger.refundEnded(returnName(row.refund, 1));
    },
  };
}

export type ReturnActivities = ReturnType<typeof createReturnActivities>;
