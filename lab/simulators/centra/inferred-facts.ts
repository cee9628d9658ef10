/**
 * What Centra's documentation leaves open about stock, with every reading of it that the simulator can take on. The first
 * reading is the one that a new world has. Onepool must count every unit once under each of them.
 */
export const INFERRED_FACTS = {
  allocationsAfterShipping: {
    question: 'whether a line still shows the allocations of units that were shipped',
    readings: ['kept', 'gone'],
  },
  stockBelowAllocated: {
    question: 'whether changeStock takes out units that orders hold',
    readings: ['allow', 'refuse'],
  },
  unknownSku: {
    question: 'whether an unknown SKU fails a whole stock call, or is skipped with a warning',
    readings: ['error', 'warn'],
  },
  returnStock: {
    question: 'when a return restocks its units',
    readings: ['create', 'complete'],
  },
} as const satisfies Record<string, { readonly question: string; readonly readings: readonly [string, ...string[]] }>;

export type InferredFact = keyof typeof INFERRED_FACTS;
export type Readings = { [Fact in InferredFact]: (typeof INFERRED_FACTS)[Fact]['readings'][number] };

export const INFERRED_FACT_NAMES = Object.keys(INFERRED_FACTS) as InferredFact[];

/** The readings of a new world. */
export const usualReadings = (): Readings => ({
  allocationsAfterShipping: INFERRED_FACTS.allocationsAfterShipping.readings[0],
  stockBelowAllocated: INFERRED_FACTS.stockBelowAllocated.readings[0],
  unknownSku: INFERRED_FACTS.unknownSku.readings[0],
  returnStock: INFERRED_FACTS.returnStock.readings[0],
});
