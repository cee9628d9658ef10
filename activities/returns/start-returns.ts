import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { isHigher, parseId, type SitooOrderId } from '../../domain/ids.js';
import { returnWorkflowId, taskQueueOf } from '../../domain/names.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import { tillRefundOf } from '../../domain/return/refund-from-till.js';
import { returnSettingsOf } from '../../domain/return/settings.js';
import type { TillRefund } from '../../domain/return/till-refund.js';
import type { ReturnInStore } from '../../workflows/messages.js';
import { Stage } from '../../workflows/search-attributes.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';

/** Sitoo `orderid` above which refunds are ours: what came back before Onepool began was settled by others. */
const FROM = 'sitoo/refunds-after';
/** Below every order: the tills had none. */
const NONE = '0';

/**
 * Starts a return for what tills took back. Repeats start nothing: the id of the workflow is the refund's, and an id that was
 * used is not used again.
 */
export function returnStarter({ brand, records, temporal }: Pick<Dependencies, 'brand' | 'records' | 'temporal'>) {
  async function start(refund: TillRefund): Promise<boolean> {
    const input: ReturnInStore = { brand: brand.brand, refund, settings: returnSettingsOf(brand, refund.currency) };
    try {
      await temporal.workflow.start('returnInStore', {
        workflowId: returnWorkflowId(brand.brand, refund.number),
        taskQueue: taskQueueOf(brand.brand),
        args: [input],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        typedSearchAttributes: new TypedSearchAttributes([{ key: Stage, value: 'returning' }]),
        staticSummary: `return ${refund.number} in ${refund.location}`,
      });
    } catch (err) {
      if (err instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw err;
    }
    return true;
  }

  return {
    /** Notes in the very first round where our refunds begin. `newest`: the newest order there is. */
    async begin(newest: SitooOrderId | undefined): Promise<void> {
      if ((await records.cursors.get(FROM)) === undefined) await records.cursors.set(FROM, newest ?? NONE);
    },

    /** @returns how many returns were new */
    async ofOrders(orders: readonly PosOrder[]): Promise<number> {
      const refunds = orders.flatMap((order) => tillRefundOf(order, brand) ?? []);
      if (refunds.length === 0) return 0;
      const after = parseId<SitooOrderId>(await records.cursors.get(FROM));
      if (after === undefined) return 0;
      let started = 0;
      for (const refund of refunds) {
        checkpoint();
        if (!isHigher(refund.number, after)) continue;
        if ((await records.returns.show(refund.number)) === undefined && (await start(refund))) started += 1;
      }
      return started;
    },
  };
}

export type ReturnStarter = ReturnType<typeof returnStarter>;
