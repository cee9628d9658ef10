import { scaled } from '../../domain/brand.js';
import { orderWorkflowId } from '../../domain/names.js';
import type { OrderRef } from '../../domain/order/order-ref.js';
import { type Claimant, chooseOrdersToNotify } from '../../domain/stock/allocation-loss.js';
import type { PositionKey } from '../../domain/stock/position.js';
import type { Shortage } from '../../domain/stock/shortage.js';
import type { OrderStore } from '../../systems/database/port.js';
import type { StockShortages } from '../../systems/database/stock-port.js';
import { stockShort } from '../../workflows/messages.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { signalRunning } from '../signal-running.js';

/** A message may come before the order has a fulfilment that it fits: an order that keeps its claim is notified again after this. */
const AGAIN_AFTER_MS = 60_000;
const AGAIN_AFTER_AT_LEAST_MS = 500;

type Needs = Pick<Dependencies, 'brand' | 'temporal'> & {
  readonly records: {
    readonly stockShortages: StockShortages;
    readonly orders: Pick<OrderStore, 'fulfilments'>;
  };
};

/**
 * Notifies orders that a location holds less than it has promised, newest orders first, and again when it holds enough.
 * Notifications are recorded after they are sent, so after a crash in between an order gets one twice.
 */
export function shortageNotifier({ brand, records, temporal }: Needs) {
  const { stockShortages, orders } = records;

  const workflowOf = ({ origin, number }: OrderRef) =>
    temporal.workflow.getHandle(orderWorkflowId(brand.brand, origin, number));

  /** Goods that were picked are no longer on the shelf for another order: their order keeps them. */
  async function canRelease({ origin, number }: Claimant, location: string): Promise<boolean> {
    const fulfilments = (await orders.fulfilments(origin, number)).filter((one) => one.location === location);
    return fulfilments.length === 0 || fulfilments.some(({ stage }) => stage === 'placed' || stage === 'planned');
  }

  async function notifyShort({ location, sku, short, claims }: Shortage): Promise<void> {
    const releasable = [];
    for (const claim of claims) {
      checkpoint();
      if (await canRelease(claim, location)) releasable.push(claim);
    }
    const chosen = chooseOrdersToNotify(releasable, short);
    // An order that has ended claims nothing any more.
    for (const order of chosen) {
      checkpoint();
      await signalRunning(workflowOf(order), stockShort, { location, sku, units: short });
    }
    await stockShortages.recordNotified({ location, sku }, chosen);
  }

  async function notifyCovered({ location, sku }: PositionKey, notified: readonly OrderRef[]): Promise<void> {
    for (const order of notified) {
      checkpoint();
      await signalRunning(workflowOf(order), stockShort, { location, sku, units: 0 });
    }
    await stockShortages.close({ location, sku });
  }

  return async (): Promise<void> => {
    const againAfterMs = Math.max(AGAIN_AFTER_AT_LEAST_MS, scaled(brand, AGAIN_AFTER_MS));
    for (const shortage of await stockShortages.current({ againAfterMs })) {
      checkpoint();
      await notifyShort(shortage);
    }
    for (const { notified, ...key } of await stockShortages.relieved()) {
      checkpoint();
      await notifyCovered(key, notified);
    }
  };
}

export type ShortageNotifier = ReturnType<typeof shortageNotifier>;
