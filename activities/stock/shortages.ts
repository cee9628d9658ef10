import { scaled } from '../../domain/brand.js';
import { orderWorkflowId } from '../../domain/names.js';
import type { OrderRef } from '../../domain/order/order-ref.js';
import { type Claimant, chooseOrdersToRelease } from '../../domain/stock/allocation-loss.js';
import type { OrderStore } from '../../systems/database/port.js';
import type { StockShortages } from '../../systems/database/stock-port.js';
import { stockCovers, stockShort } from '../../workflows/messages.js';
import type { Dependencies } from '../dependencies.js';
import { signalRunning } from '../signal-running.js';

/** An order can hear of a shortage before it has a fulfilment that it fits; one that does nothing about it hears it again after this. */
const AGAIN_AFTER_MS = 60_000;
const AGAIN_AFTER_AT_LEAST_MS = 500;

type Needs = Pick<Dependencies, 'brand' | 'temporal'> & {
  readonly records: {
    readonly stockShortages: StockShortages;
    readonly orders: Pick<OrderStore, 'fulfilments'>;
  };
};

/**
 * Tells orders that a location has less than it promised, the youngest that can still go elsewhere first, and tells them
 * when it holds enough again. What is told is noted afterwards, so a crash between means that it is told twice.
 */
export function shortageNotifier({ brand, records, temporal }: Needs) {
  /** Goods that are put aside are not on the shelf for anybody else: their order keeps them. */
  async function canReleaseAllocation(claim: Claimant, location: string): Promise<boolean> {
    const fulfilments = await records.orders.fulfilments(claim.origin, claim.number);
    const here = fulfilments.filter((p) => p.location === location);
    return here.length === 0 || here.some((p) => p.stage === 'placed' || p.stage === 'planned');
  }

  async function tell(order: OrderRef, send: 'short' | 'covers', about: ShortPosition) {
    const handle = temporal.workflow.getHandle(orderWorkflowId(brand.brand, order.origin, order.number));
    // An order that has ended meanwhile claims nothing any more.
    if (send === 'short') await signalRunning(handle, stockShort, about);
    else await signalRunning(handle, stockCovers, { location: about.location, sku: about.sku });
  }

  return async (): Promise<void> => {
    const againAfterMs = Math.max(AGAIN_AFTER_AT_LEAST_MS, scaled(brand, AGAIN_AFTER_MS));
    for (const { location, sku, short, claims } of await records.stockShortages.current({ againAfterMs })) {
      const able = [];
      for (const claim of claims) if (await canReleaseAllocation(claim, location)) able.push(claim);
      // Who was told before is told again before anybody else is asked.
      const again = chooseOrdersToRelease(
        able.filter((claim) => claim.notifiedBefore),
        short,
      );
      const others = able.filter((claim) => !claim.notifiedBefore);
      const giving = [...again, ...chooseOrdersToRelease(others, short - unitsOf(again))];
      for (const order of giving) await tell(order, 'short', { location, sku, units: short });
      await records.stockShortages.recordNotified({ location, sku }, giving);
    }
    for (const { location, sku, notified } of await records.stockShortages.relieved()) {
      for (const order of notified) await tell(order, 'covers', { location, sku, units: 0 });
      await records.stockShortages.close({ location, sku });
    }
  };
}

const unitsOf = (claims: readonly Claimant[]): number => claims.reduce((sum, claim) => sum + claim.units, 0);

interface ShortPosition {
  readonly location: string;
  readonly sku: string;
  readonly units: number;
}

export type ShortageNotifier = ReturnType<typeof shortageNotifier>;
