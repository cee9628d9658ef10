import type { Brand } from '../../domain/brand.js';
import { locationsOf } from '../../domain/locations.js';
import { FLOWS, type Flow, type FlowSettings, type Target } from '../../domain/stock/flows.js';
import { stockFlowsTo, targetsOf } from '../../domain/stock/flows-of-brand.js';
import type { Refusal, UnpublishedFigures } from '../../systems/database/stock-port.js';
import { publishStockInput } from './publish-stock-input.js';
import type { PublisherReply } from './query-publisher.js';

export interface FlowStatus {
  readonly flow: Flow;
  readonly mode: FlowSettings['mode'] | 'off';
  readonly maxStalenessMs?: number;
  /** Figures that wait to be published. */
  readonly waiting: number;
  /** Since when the oldest of them waits, epoch ms. */
  readonly since?: number;
  /** True when it waits longer than it should. */
  readonly overdue: boolean;
}

/** What waits for a target, and the state of its publisher. */
export interface TargetStatus {
  readonly target: Target;
  readonly loop: PublisherReply;
  readonly flows: readonly FlowStatus[];
  /** SKUs that it refuses, over all locations. */
  readonly refused: number;
}

/** Combines the answers of the publishers with what waits in the ledger. */
export function stockStatus(seen: {
  readonly brand: Brand;
  readonly loops: readonly PublisherReply[];
  readonly waiting: readonly UnpublishedFigures[];
  readonly refusals: readonly Refusal[];
  readonly nowMs: number;
}): TargetStatus[] {
  const { brand, loops, waiting, refusals, nowMs } = seen;
  const locations = locationsOf(brand);
  return targetsOf(brand).map((target) => {
    const loop = loops.find((one) => one.target === target) ?? { target, running: false };
    // The publisher uses the settings that it received last, which may differ from the present file.
    const settings = loop.state?.flows ?? publishStockInput(brand, target).flows;
    const flows = stockFlowsTo(brand, target).map((flow): FlowStatus => {
      const of = waiting.filter(
        (row) => row.target === target && locations.byId(row.location)?.kind === FLOWS[flow].from,
      );
      const figures = of.reduce((sum, row) => sum + row.figures, 0);
      const since = figures === 0 ? undefined : Math.min(...of.map((row) => row.since));
      const published = settings[flow];
      const late = published?.mode === 'immediate' && since !== undefined && nowMs - since > published.maxStalenessMs;
      return {
        flow,
        mode: published?.mode ?? 'off',
        ...(published !== undefined && { maxStalenessMs: published.maxStalenessMs }),
        waiting: figures,
        ...(since !== undefined && { since }),
        overdue: late,
      };
    });
    return { target, loop, flows, refused: refusals.filter((one) => one.target === target).length };
  });
}

/** Whether a person is needed: a publisher does not run, something is refused, or something waits too long. */
export const needsPerson = ({ loop, flows, refused }: TargetStatus): boolean =>
  !loop.running ||
  loop.problem !== undefined ||
  loop.state?.paused !== undefined ||
  refused > 0 ||
  flows.some((flow) => flow.overdue);
