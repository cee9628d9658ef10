import type { SafetyStock, SafetyStockRule } from '../../domain/stock/safety-stock.js';

/** A rule as a person would say it: `sku TEE at store-01`. */
export function describeRule({ category, sku, location, from, until }: SafetyStockRule): string {
  const of = [
    sku === undefined ? '' : `sku ${sku}`,
    category === undefined ? '' : `category ${category}`,
    location === undefined ? '' : `at ${location}`,
    from === undefined ? '' : `from ${new Date(from).toISOString()}`,
    until === undefined ? '' : `until ${new Date(until).toISOString()}`,
  ].filter((words) => words !== '');
  return sku === undefined && category === undefined && location === undefined
    ? ['the whole brand', ...of].join(' ')
    : of.join(' ');
}

/**
 * Why a safety stock is what it is.
 * @param stored the units that the ledger counts with
 * @param says what the brand file says now; undefined without a brand file
 */
export function describeSafetyStock(stored: number, says: SafetyStock | undefined): string {
  if (says === undefined) return 'rule not known without the brand file';
  const rule = says.rule === undefined ? 'no rule' : `rule: ${describeRule(says.rule)}`;
  return says.units === stored ? rule : `${rule}, ${says.units} now: the ledger takes it over at its next look`;
}
