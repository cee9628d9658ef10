import type { Dependencies } from '../dependencies.js';

const REMEMBER_MS = 3_600_000;
const REMEMBER_MAX = 200_000;

/**
 * Which SKUs the fulfilling systems know. Only a yes is remembered: a product that was missing a moment ago
 * may have been created since.
 */
export function rememberKnownSkus({ sitoo, wms }: Pick<Dependencies, 'sitoo' | 'wms'>, nowMs: () => number = Date.now) {
  const known = { sitoo: new Map<string, number>(), wms: new Map<string, number>() };

  async function check(system: 'sitoo' | 'wms', skus: readonly string[]): Promise<Set<string>> {
    const memory = known[system];
    const fresh = (sku: string): boolean => (memory.get(sku) ?? 0) > nowMs() - REMEMBER_MS;
    const ask = [...new Set(skus)].filter((sku) => sku !== '' && !fresh(sku));
    if (ask.length > 0) {
      if (memory.size + ask.length > REMEMBER_MAX) memory.clear();
      for (const sku of await { sitoo, wms }[system].knownSkus(ask)) memory.set(sku, nowMs());
    }
    return new Set(skus.filter(fresh));
  }
  return { check };
}

export type KnownSkus = ReturnType<typeof rememberKnownSkus>;
