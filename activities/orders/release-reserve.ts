import type { CentraLineId, CentraOrderNumber } from '../../domain/ids.js';
import { canRelease, reservedMinor } from '../../domain/order/reserve.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import { SystemProblem } from '../../systems/problem.js';
import type { Dependencies } from '../dependencies.js';
import { runOnce } from '../idempotent.js';
import { originReader } from './read-origin.js';

/** An order of which money is reserved that will not be needed. */
export interface ReleaseReserve {
  readonly number: CentraOrderNumber;
  /** Units that are about to be cancelled. */
  readonly cancelling?: readonly LineUnits<CentraLineId>[];
}

/** `not-yet`: something is still to be captured, or nothing is reserved. `refused`: the money stays reserved. */
export type Released =
  | { readonly outcome: 'released' | 'not-yet' }
  | { readonly outcome: 'refused'; readonly minor: number; readonly currency: string; readonly why: string };

/** Giving up money that is only reserved. */
export function createReserveActivities(needs: Pick<Dependencies, 'brand' | 'centra' | 'sitoo' | 'records'>) {
  const { brand, centra } = needs;
  const origin = originReader(needs);

  return {
    /**
     * Releases what is reserved for an order beyond what was captured, once everything that will be sent is captured. A
     * refusal is no failure: most payment providers cannot do it, and the parcel does not wait for that.
     */
    async releaseReserve({ number, cancelling }: ReleaseReserve): Promise<Released> {
      return runOnce<Released>(needs, {
        key: `release/${brand.brand}/${number}`,
        system: 'centra',
        lookUp: async () =>
          reservedMinor((await origin.web(number)).payments) === 0 ? { outcome: 'released' } : undefined,
        act: async () => {
          const order = await origin.web(number);
          if (!canRelease(order, cancelling)) return { outcome: 'not-yet' };
          try {
            await centra.releaseAuthorisation(number);
            return { outcome: 'released' };
          } catch (err) {
            if (!(err instanceof SystemProblem && err.kind === 'rejected')) throw err;
            const { isLocked, payments, currency } = await origin.web(number);
            const minor = reservedMinor(payments);
            if (minor === 0) return { outcome: 'released' };
            // It may be the lock alone that refuses; it refuses the cancellation as well, and before that is tried again this is.
            if (isLocked && cancelling) return { outcome: 'not-yet' };
            return { outcome: 'refused', minor, currency, why: err.message };
          }
        },
      });
    },
  };
}
