import type { CentraOrderNumber, CentraShipmentId } from '../../domain/ids.js';
import { type Capture, captureOf } from '../../domain/order/capture.js';
import { SystemProblem } from '../../systems/problem.js';
import type { Dependencies } from '../dependencies.js';
import { runOnce } from '../idempotent.js';
import { originReader } from './read-origin.js';

/** The shipment whose money is wanted, and how many refusals of the payment provider are known for its order. */
export interface CaptureShipment {
  readonly number: CentraOrderNumber;
  readonly shipment: CentraShipmentId;
  readonly failures: number;
}

/** Taking the money for shipments that exist. */
export function createCaptureActivities(needs: Pick<Dependencies, 'brand' | 'centra' | 'sitoo' | 'records'>) {
  const { brand, centra } = needs;
  const origin = originReader(needs);
  const look = async ({ number, shipment, failures }: CaptureShipment): Promise<Capture> =>
    captureOf(await origin.web(number), shipment, failures);

  return {
    /**
     * Captures a shipment that is not captured yet. Asked for again only when the payment history shows that no earlier
     * attempt took the money or still may; an attempt that failed unknown to us is for a person.
     */
    async captureShipment(input: CaptureShipment): Promise<Capture> {
      return runOnce<Capture>(needs, {
        key: `capture/${brand.brand}/${input.shipment}`,
        system: 'centra',
        lookUp: async ({ mayEndInMs }) => {
          const found = await look(input);
          // A failure of another shipment looks the same: it proves something only once our own call has ended.
          const isProof = found.status === 'captured' || found.status === 'pending' || mayEndInMs === 0;
          return isProof && found.status !== 'none' ? found : undefined;
        },
        act: async () => {
          const before = await look(input);
          if (before.status !== 'none') return before;
          try {
            const { captured } = await centra.captureShipment(input.shipment);
            return { ...before, status: captured ? 'captured' : 'pending' };
          } catch (err) {
            if (!(err instanceof SystemProblem && err.kind === 'rejected')) throw err;
            const after = await look(input);
            return after.status === 'none' || after.status === 'failed'
              ? { ...after, status: 'failed', why: err.message }
              : after;
          }
        },
      });
    },

    /** How far the money for a shipment is by now; asks for nothing. */
    async readCapture(input: CaptureShipment): Promise<Capture> {
      return look(input);
    },
  };
}
