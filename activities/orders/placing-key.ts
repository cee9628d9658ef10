/** Names the placing of a fulfilment at its store or warehouse, for those who do it and those who undo it. */
export const placingKey = (brand: string, fulfilmentName: string): string => `place/${brand}/${fulfilmentName}`;
