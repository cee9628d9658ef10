import type { CentraReadings } from '../../systems/centra/inferred-facts.js';

/** Facts about stock in Centra: their story needs the ledger and workflows (`test/workflow/stock-inferred-facts.test.ts`). */
export const FACTS_OF_STOCK = [
  'allocationsAfterShipping',
  'stockBelowAllocated',
  'unknownSku',
  'returnStock',
] as const satisfies readonly (keyof CentraReadings)[];
