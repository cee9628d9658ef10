const NOT_KNOWN = 'is not known where it must be picked';
const NAMED = new RegExp(`\\(([^()]+)\\) ${NOT_KNOWN}`, 'g');

/** What a person reads of a line whose SKU is not known where it must be picked. `label` ends in the SKU, in brackets. */
export const describeUnknownSku = (label: string): string => `${label} ${NOT_KNOWN}.`;

/** SKUs that such sentences are about: the list of cases keeps their words alone. */
export const unknownSkusIn = (text: string): string[] => [...text.matchAll(NAMED)].flatMap(([, sku]) => sku ?? []);
