const NOT_KNOWN = 'is not known where it must be picked';
const NAMED = new RegExp(`\\(([^()]+)\\) ${NOT_KNOWN}`, 'g');

/** What a person reads of a line whose SKU is not known where it must be picked. `label` ends in the SKU, in brackets. */
export const describeUnknownSku = (label: string, sku: string): string =>
  [`${label} ${NOT_KNOWN}.`, ...oddities(sku)].join(' ');

/** SKUs that such sentences are about: the list of cases keeps their words alone. */
export const unknownSkusIn = (text: string): string[] => [...text.matchAll(NAMED)].flatMap(([, sku]) => sku ?? []);

/** What the eye misses in a SKU, and what cannot be looked up. */
function oddities(sku: string): string[] {
  const told: string[] = [];
  if (/^\s/u.test(sku)) told.push('The SKU begins with a blank.');
  if (/\s$/u.test(sku)) told.push('The SKU ends in a blank.');
  if (/[\p{Cc}\p{Cf}]/u.test(sku)) told.push('The SKU holds a character that is not visible.');
  if (sku.includes(',')) told.push('Sitoo cannot be asked about a SKU with a comma: no store can pick it.');
  return told;
}
