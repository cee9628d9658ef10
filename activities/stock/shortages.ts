import { WorkflowNotFoundError } from '@temporalio/client';
import { type Origin, orderWorkflowId } from '../../domain/names.js';
import { type Claimant, whoGivesWay } from '../../domain/stock/shortage.js';
import { stockCovers, stockShort } from '../../workflows/messages.js';
import type { Dependencies } from '../dependencies.js';

type Needs = Pick<Dependencies, 'brand' | 'records' | 'temporal'>;

/**
 * Tells orders that a location has less than it promised, the youngest that can still go elsewhere first, and tells them
 * when it holds enough again. What is told is noted afterwards, so a crash between means that it is told twice.
 */
export function shortageTeller({ brand, records, temporal }: Needs) {
  /** Goods that are put aside are not on the shelf for anybody else: their order keeps them. */
  async function canGiveWay(claim: Claimant, location: string): Promise<boolean> {
    const parts = await records.orders.parts(claim.origin, claim.number);
    const here = parts.filter((p) => p.location === location);
    return here.length === 0 || here.some((p) => p.stage === 'placed' || p.stage === 'planned');
  }

  async function tell(order: { origin: Origin; number: string }, send: 'short' | 'covers', about: ShortPlace) {
    const handle = temporal.workflow.getHandle(orderWorkflowId(brand.brand, order.origin, order.number));
    try {
      if (send === 'short') await handle.signal(stockShort, about);
      else await handle.signal(stockCovers, { location: about.location, sku: about.sku });
    } catch (err) {
      // The order has ended meanwhile: it claims nothing any more.
      if (!(err instanceof WorkflowNotFoundError)) throw err;
    }
  }

  return async (): Promise<void> => {
    for (const { location, sku, short, claims } of await records.stock.shortages()) {
      const able: Claimant[] = [];
      for (const claim of claims) if (await canGiveWay(claim, location)) able.push(claim);
      const giving = whoGivesWay(able, short);
      for (const order of giving) await tell(order, 'short', { location, sku, units: short });
      await records.stock.shortageTold({ location, sku }, giving);
    }
    for (const { location, sku, told } of await records.stock.relieved()) {
      for (const order of told) await tell(order, 'covers', { location, sku, units: 0 });
      await records.stock.shortageOver({ location, sku });
    }
  };
}

interface ShortPlace {
  readonly location: string;
  readonly sku: string;
  readonly units: number;
}

export type ShortageTeller = ReturnType<typeof shortageTeller>;
