import type { SkuKnowledge } from '../../domain/order/sku-knowledge.js';
import type { Keeper } from '../../domain/warehouse-systems.js';
import { SystemProblem } from '../../systems/problem.js';
import type { SitooPort } from '../../systems/sitoo/port.js';

const REMEMBER_MS = 3_600_000;
const REMEMBER_MAX = 200_000;
/** How long a reading waits for an answer: a healthy system has answered long before, and orders for others wait no longer. */
const PATIENCE_MS = 2_000;
/** For so long a system that did not answer is not asked again by readings; whoever places an order there still asks. */
const SPARED_MS = 5_000;

/** Whoever can be asked, by a name. */
type Systems<Name extends string> = Readonly<Record<Name, { knownSkus: SitooPort['knownSkus'] }>>;

/**
 * Which SKUs the fulfilling systems know. Only a yes is remembered: a product that was missing a moment ago
 * may have been created since.
 */
export function rememberKnownSkus<Name extends string>(systems: Systems<Name>, nowMs: () => number = Date.now) {
  const known = new Map<Name, Map<string, number>>();
  const sparedUntil = new Map<Name, number>();
  const memoryOf = (system: Name): Map<string, number> => {
    const memory = known.get(system) ?? new Map<string, number>();
    known.set(system, memory);
    return memory;
  };

  function remembered(system: Name, skus: readonly string[]): Set<string> {
    const memory = memoryOf(system);
    const since = nowMs() - REMEMBER_MS;
    return new Set(skus.filter((sku) => (memory.get(sku) ?? 0) > since));
  }

  async function ask(system: Name, skus: readonly string[]): Promise<ReadonlySet<string>> {
    const memory = memoryOf(system);
    const found = await systems[system].knownSkus(skus);
    if (memory.size + skus.length > REMEMBER_MAX) memory.clear();
    for (const sku of found) memory.set(sku, nowMs());
    return found;
  }

  /** Undefined when the system does not answer in time; an answer that comes later is remembered all the same. */
  async function askBriefly(system: Name, skus: readonly string[]) {
    if (nowMs() < (sparedUntil.get(system) ?? 0)) return undefined;
    const answer = await Promise.race([
      ask(system, skus).catch((err: unknown) => {
        if (err instanceof SystemProblem) return undefined;
        throw err;
      }),
      new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MS).unref()),
    ]);
    if (answer === undefined) sparedUntil.set(system, nowMs() + SPARED_MS);
    return answer;
  }

  async function knowledge(system: Name, skus: readonly string[], answerer: typeof askBriefly) {
    const seen = remembered(system, skus);
    const open = [...new Set(skus)].filter((sku) => sku !== '' && !seen.has(sku));
    const answer = open.length === 0 ? seen : await answerer(system, open);
    return (sku: string): SkuKnowledge => {
      if (seen.has(sku) || answer?.has(sku)) return 'known';
      return answer ? 'unknown' : 'could-not-ask';
    };
  }

  return {
    /**
     * What one system knows of these SKUs. That it does not answer is no failure here, so that it holds up no order that others
     * fulfil.
     */
    check: (system: Name, skus: readonly string[]) => knowledge(system, skus, askBriefly),

    /** The same without asking: what is not remembered could not be asked. */
    recall: (system: Name, skus: readonly string[]) => knowledge(system, skus, async () => undefined),

    /** The same for whoever cannot go on without the answer. @throws SystemProblem when the system does not give it */
    insist: (system: Name, skus: readonly string[]) => knowledge(system, skus, ask),
  };
}

export type KnownSkus = ReturnType<typeof rememberKnownSkus<Keeper>>;
