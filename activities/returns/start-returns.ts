import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { dayOf } from '../../domain/day.js';
import { isHigher, isPosted, parseId, type SitooOrderId } from '../../domain/ids.js';
import { hasFlow } from '../../domain/installation.js';
import { returnWorkflowId, taskQueueOf } from '../../domain/names.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import { soldOrders } from '../../domain/return/origin.js';
import { refundOfParcel } from '../../domain/return/posted-return.js';
import { tillRefundOf, unknownWarehousesIn } from '../../domain/return/refund-from-till.js';
import { returnSettingsOf } from '../../domain/return/settings.js';
import type { TillRefund } from '../../domain/return/till-refund.js';
import type { ReturnInStore } from '../../workflows/messages.js';
import { Stage } from '../../workflows/search-attributes.js';
import { openStandaloneCase } from '../cases/standalone-case.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';

/** Sitoo `orderid` above which refunds are ours: what came back before Onepool began was settled by others. */
const FROM = 'sitoo/refunds-after';
/** Returns by post that one round of the follower begins; the next begins more. */
const PARCELS_PER_ROUND = 100;
/** Below every order: the tills had none. */
const NONE = '0';

/**
 * Starts a return for what tills took back. Repeats start nothing: the id of the workflow is the refund's, and an id that was
 * used is not used again.
 */
export function returnStarter(needs: Pick<Dependencies, 'brand' | 'records' | 'temporal'>) {
  const { brand, records, temporal } = needs;
  const ofWebOrders = hasFlow(brand, 'returns-in-stores');
  /** Without a web shop what tills take back is their own business, unless it travels on to the warehouse. */
  const concernsUs = ({ lines }: TillRefund): boolean =>
    ofWebOrders || lines.some(({ forwardTo }) => forwardTo !== undefined);

  async function start(refund: TillRefund): Promise<boolean> {
    const input: ReturnInStore = { brand: brand.brand, refund, settings: returnSettingsOf(brand, refund.currency) };
    try {
      await temporal.workflow.start('returnInStore', {
        workflowId: returnWorkflowId(brand.brand, refund.number),
        taskQueue: taskQueueOf(brand.brand),
        args: [input],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        typedSearchAttributes: new TypedSearchAttributes([{ key: Stage, value: 'returning' }]),
        staticSummary: `return ${refund.number} ${isPosted(refund.number) ? 'to' : 'in'} ${refund.location}`,
      });
    } catch (err) {
      if (err instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw err;
    }
    return true;
  }

  /** One case for each warehouse, however many refunds name it. */
  async function askAboutWarehouses(orders: readonly PosOrder[]): Promise<void> {
    const unknown = new Set(orders.flatMap((order) => unknownWarehousesIn(order, brand)));
    for (const warehouse of unknown) {
      checkpoint();
      const sentence = `Goods were returned into warehouse ${warehouse} of Sitoo, which the brand file does not name.`;
      await openStandaloneCase(needs, {
        subject: `sitoo-warehouse/${warehouse}`,
        problem: { code: 'return.unknown-warehouse', sentence },
        about: { kind: 'till-warehouse', warehouse },
      });
    }
  }

  /** The list of the day on which a refund named nothing: one case for all of them. */
  async function listOfDay({ at }: TillRefund): Promise<void> {
    const day = dayOf(Date.parse(at), brand.timezone);
    const sentence = `Goods were returned without a receipt on ${day}. onepool return list shows them.`;
    await openStandaloneCase(
      needs,
      {
        subject: `without-receipt/${day}`,
        problem: { code: 'return.without-receipt', sentence },
        about: { kind: 'without-receipt', day },
      },
      'list',
    );
  }

  return {
    /** Notes in the very first round where our refunds begin. `newest`: the newest order there is. */
    async begin(newest: SitooOrderId | undefined): Promise<void> {
      if ((await records.cursors.get(FROM)) === undefined) await records.cursors.set(FROM, newest ?? NONE);
    },

    /** Starts a return for each parcel that came back to a warehouse and has none yet. @returns how many were new */
    async ofParcels(): Promise<number> {
      let started = 0;
      for (const parcel of await records.returns.duePosted(PARCELS_PER_ROUND)) {
        checkpoint();
        if (await start(refundOfParcel(parcel, brand))) started += 1;
        await records.returns.recordPostedBegun(parcel.number);
      }
      return started;
    },

    /** @returns how many returns were new */
    async ofOrders(orders: readonly PosOrder[]): Promise<number> {
      const taken = orders.filter(takesGoodsBack);
      if (taken.length === 0) return 0;
      const after = parseId<SitooOrderId>(await records.cursors.get(FROM));
      if (after === undefined) return 0;
      const ours = taken.filter(({ orderId }) => isHigher(orderId, after));
      await askAboutWarehouses(ours);
      const refunds = ours.flatMap((order) => tillRefundOf(order, brand) ?? []).filter(concernsUs);
      let started = 0;
      for (const refund of refunds) {
        checkpoint();
        if ((await records.returns.show(refund.number)) !== undefined) continue;
        if (soldOrders(refund).length === 0 && ofWebOrders) await listOfDay(refund);
        if (await start(refund)) started += 1;
      }
      return started;
    },
  };
}

const takesGoodsBack = ({ items }: PosOrder): boolean => items.some(({ quantity }) => quantity < 0);

export type ReturnStarter = ReturnType<typeof returnStarter>;
