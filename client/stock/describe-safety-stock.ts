import type { SafetyStock, SafetyStockRule } from '../../domain/stock/safety-stock.js';

/** A rule in words: `sku TEE at store-01`. */
export function describeRule({ category, sku, location, from, until }: SafetyStockRule): string {
  const of = [
    sku === undefined ? '' : `sku ${sku}`,
    category === undefined ? '' : `category ${category}`,
    location === undefined ? '' : `at ${location}`,
    from === undefined ? '' : `from ${new Date(from).toISOString()}`,
    until === undefined ? '' : `until ${new Date(until).toISOString()}`,
  ].filter((text) => text !== '');
  return sku === undefined && category === undefined && location === undefined
    ? ['the whole brand', ...of].join(' ')
    : of.join(' ');
}

/**
 * The rule behind a safety stock.
 * @param stored the units that the ledger uses
 * @param present by the present brand file; undefined without one
 */
export function describeSafetyStock(stored: number, present: SafetyStock | undefined): string {
  if (present === undefined) return 'rule unknown without the brand file';
  const rule = present.rule === undefined ? 'no rule' : `rule: ${describeRule(present.rule)}`;
  return present.units === stored ? rule : `${rule}, ${present.units} now: the ledger adopts it in its next round`;
}
