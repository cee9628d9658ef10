import type { Brand } from '../../config/brand.js';
import { FLOWS, type Flow, type FlowSettings, flowsTo, TARGETS, type Target } from '../../domain/stock/flows.js';
import type { Refusal, StockBook } from '../../systems/database/stock-port.js';
import { pushStockInput } from './publish-stock-input.js';
import type { LoopState } from './query-publisher.js';

export interface FlowStatus {
  readonly flow: Flow;
  readonly mode: FlowSettings['mode'] | 'off';
  readonly maxStalenessMs?: number;
  /** Figures that wait to be told. */
  readonly waiting: number;
  /** Since when the oldest of them waits, epoch ms. */
  readonly since?: number;
  /** True when it waits longer than it should. */
  readonly overdue: boolean;
}

/** How what a target is told about stock stands. */
export interface TargetStatus {
  readonly target: Target;
  readonly loop: LoopState;
  readonly flows: readonly FlowStatus[];
  /** SKUs that it refused, over all places. */
  readonly refused: number;
}

/** Puts together what the loops say of themselves and what the ledger says is waiting. */
export function stockStatus(seen: {
  readonly brand: Brand;
  readonly loops: readonly LoopState[];
  readonly waiting: Awaited<ReturnType<StockBook['waiting']>>;
  readonly refusals: readonly Refusal[];
  readonly nowMs: number;
}): TargetStatus[] {
  const { brand, loops, waiting, refusals, nowMs } = seen;
  const kinds = new Map(brand.locations.map(({ id, kind }) => [id, kind]));
  return TARGETS.map((target) => {
    const loop = loops.find((one) => one.target === target) ?? { target, running: false };
    // The loop goes by what it was told last, which may differ from what the file says by now.
    const settings = loop.state?.flows ?? pushStockInput(brand, target).flows;
    const flows = flowsTo(target).map((flow): FlowStatus => {
      const of = waiting.filter((row) => row.target === target && kinds.get(row.location) === FLOWS[flow].from);
      const figures = of.reduce((sum, row) => sum + row.figures, 0);
      const since = figures === 0 ? undefined : Math.min(...of.map((row) => row.since));
      const told = settings[flow];
      const late = told?.mode === 'immediate' && since !== undefined && nowMs - since > told.maxStalenessMs;
      return {
        flow,
        mode: told?.mode ?? 'off',
        ...(told !== undefined && { maxStalenessMs: told.maxStalenessMs }),
        waiting: figures,
        ...(since !== undefined && { since }),
        overdue: late,
      };
    });
    return { target, loop, flows, refused: refusals.filter((one) => one.target === target).length };
  });
}

/** Whether somebody should look: a loop that stands, something refused, or something that waits too long. */
export const needsSomebody = ({ loop, flows, refused }: TargetStatus): boolean =>
  !loop.running ||
  loop.problem !== undefined ||
  loop.state?.paused !== undefined ||
  refused > 0 ||
  flows.some((flow) => flow.overdue);
