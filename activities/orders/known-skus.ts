import type { FulfillingSystem } from '../../domain/order/order-ref.js';
import type { SkuKnowledge } from '../../domain/order/sku-knowledge.js';
import { SystemProblem } from '../../systems/problem.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';

const REMEMBER_MS = 3_600_000;
const REMEMBER_MAX = 200_000;
/** How long a reading waits for an answer: a healthy system has answered long before, and orders for others wait no longer. */
const PATIENCE_MS = 2_000;
/** For so long a system that did not answer is not asked again by readings; whoever places an order there still asks. */
const SPARED_MS = 5_000;

interface Systems {
  readonly sitoo: Pick<SitooPort, 'knownSkus'>;
  readonly wms: Pick<WarehousePort, 'knownSkus'>;
}

/**
 * Which SKUs the fulfilling systems know. Only a yes is remembered: a product that was missing a moment ago
 * may have been created since.
 */
export function rememberKnownSkus(systems: Systems, nowMs: () => number = Date.now) {
  const known = { sitoo: new Map<string, number>(), wms: new Map<string, number>() };
  const sparedUntil = { sitoo: 0, wms: 0 };

  function remembered(system: FulfillingSystem, skus: readonly string[]): Set<string> {
    const since = nowMs() - REMEMBER_MS;
    return new Set(skus.filter((sku) => (known[system].get(sku) ?? 0) > since));
  }

  async function ask(system: FulfillingSystem, skus: readonly string[]): Promise<ReadonlySet<string>> {
    const memory = known[system];
    const found = await systems[system].knownSkus(skus);
    if (memory.size + skus.length > REMEMBER_MAX) memory.clear();
    for (const sku of found) memory.set(sku, nowMs());
    return found;
  }

  /** Undefined when the system does not answer in time; an answer that comes later is remembered all the same. */
  async function askBriefly(system: FulfillingSystem, skus: readonly string[]) {
    if (nowMs() < sparedUntil[system]) return undefined;
    const answer = await Promise.race([
      ask(system, skus).catch((err: unknown) => {
        if (err instanceof SystemProblem) return undefined;
        throw err;
      }),
      new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MS).unref()),
    ]);
    if (answer === undefined) sparedUntil[system] = nowMs() + SPARED_MS;
    return answer;
  }

  async function knowledge(system: FulfillingSystem, skus: readonly string[], answerer: typeof askBriefly) {
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
    check: (system: FulfillingSystem, skus: readonly string[]) => knowledge(system, skus, askBriefly),

    /** The same without asking: what is not remembered could not be asked. */
    recall: (system: FulfillingSystem, skus: readonly string[]) => knowledge(system, skus, async () => undefined),

    /** The same for whoever cannot go on without the answer. @throws SystemProblem when the system does not give it */
    insist: (system: FulfillingSystem, skus: readonly string[]) => knowledge(system, skus, ask),
  };
}

export type KnownSkus = ReturnType<typeof rememberKnownSkus>;
