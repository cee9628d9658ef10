import { progress, reading } from './scripts.js';

/**
 * What so many signals of each name say, each something else, so that none is passed over as a repeat. `caseId`: the case that
 * is open. A signal of a workflow without a row fails the test of what waits.
 */
export const SIGNAL_ARGUMENTS: Readonly<Record<string, (nth: number, caseId: string) => unknown>> = {
  wake: () => undefined,
  noLongerNeeded: () => undefined,
  syncEverything: () => undefined,
  orderChanged: (nth) => reading({ revision: `r${nth}`, changedAt: 2_000 + nth, readAt: 2_000 + nth }),
  fulfilmentsProgressed: (nth) => [
    progress({ stage: 'sent', parcels: [{ ref: 'p1', lines: [], packages: 1, trackingNumber: `T${nth}` }] }),
  ],
  release: (nth) => ({ batch: `b${nth}` }),
  // Each is refused, which costs more than to accept one.
  resolveCase: (nth, caseId) => ({ caseId, answer: `nonsense ${nth}`, by: 'Tester' }),
  productsArrived: (nth) => ({ skus: [`SKU-${nth}`] }),
  stockShort: (nth) => [{ location: 'store-01', sku: 'TEE', units: nth % 2 }],
  caseAutoResolved: (nth) => ({ why: `It is over, ${nth}.` }),
  configure: (nth) => ({ everyMs: 1_000 + nth }),
  pause: (nth) => ({ by: `person ${nth}`, since: '2026-01-01T00:00:00Z' }),
  resume: (nth) => ({ by: `person ${nth}` }),
  releaseFlow: (nth) => ({ flow: nth % 2 === 0 ? 'storesToCentra' : 'warehouseToCentra' }),
};
