/** The task queue on which a brand's workers listen. */
export const taskQueueOf = (brand: string): string => `onepool-${brand}`;
