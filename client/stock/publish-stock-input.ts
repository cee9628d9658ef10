import { type Brand, scaled } from '../../domain/brand.js';
import type { Flow, FlowSettings, Target } from '../../domain/stock/flows.js';
import { stockFlowsTo } from '../../domain/stock/flows-of-brand.js';
import type { PublishStock } from '../../workflows/messages.js';

/** How often a publisher wakes on its own: for changes that wait for a time, and for lost wakes. */
const WAKE_EVERY_MS = 30_000;

/** The input of a target's publisher: the settings of its flows. Flows that are off are left out. */
export function publishStockInput(brand: Brand, target: Target): PublishStock {
  const flows: Partial<Record<Flow, FlowSettings>> = {};
  for (const flow of stockFlowsTo(brand, target)) {
    const { mode, maxStaleness } = brand.stock.flows[flow];
    if (mode === 'off') continue;
    flows[flow] = {
      mode: mode === 'immediate' ? 'immediate' : 'scheduled',
      maxStalenessMs: scaled(brand, maxStaleness),
    };
  }
  return {
    brand: brand.brand,
    target,
    flows,
    everyMs: scaled(brand, WAKE_EVERY_MS),
    alarmAfterMs: scaled(brand, brand.alarmAfter.publishing),
  };
}
