import { type Brand, scaled } from '../../domain/brand.js';
import { type Flow, type FlowSettings, flowsTo, type Target } from '../../domain/stock/flows.js';
import type { PublishStock } from '../../workflows/messages.js';

/** A loop that nothing woke looks this often: for what waits by the clock, and for a wake that was lost. */
const LOOK_EVERY_MS = 30_000;

/** What the push loop of a target carries: how each of its flows goes. Flows that are off are left out. */
export function publishStockInput(brand: Brand, target: Target): PublishStock {
  const flows: Partial<Record<Flow, FlowSettings>> = {};
  for (const flow of flowsTo(target)) {
    const { mode, maxStaleness } = brand.stock.flows[flow];
    if (mode === 'off') continue;
    flows[flow] = {
      mode: mode === 'immediate' ? 'immediate' : 'scheduled',
      maxStalenessMs: scaled(brand, maxStaleness),
    };
  }
  return { brand: brand.brand, target, flows, everyMs: scaled(brand, LOOK_EVERY_MS) };
}
