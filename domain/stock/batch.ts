import type { Direction, Target } from './flows.js';
import type { RefusedLine } from './refusal.js';

export interface BatchLine {
  readonly sku: string;
  /** Units to add or take away (positive, see the batch's direction), or the absolute level. */
  readonly quantity: number;
}

/** One call that publishes figures of one location in one direction. It is recorded before it is made. */
export interface Batch {
  readonly id: number;
  /** Goes up with every takeover: a former owner fails its next step. */
  readonly epoch: number;
  readonly target: Target;
  readonly location: string;
  readonly direction: Direction;
  /** Our name for it at the counterpart; an unknown outcome is looked up by it. */
  readonly reference: string;
  readonly lines: readonly BatchLine[];
  readonly createdAt: number;
  /** True once the call may have left. */
  readonly sent: boolean;
  /** When the call left, of a batch that another process began. */
  readonly sentAt?: number | null;
}

export interface BatchOutcome {
  /** `done`: it took effect for all lines that were not refused. `not-sent`: it certainly did not; its lines wait again. */
  readonly state: 'done' | 'not-sent';
  readonly refused?: readonly RefusedLine[];
  /** The counterpart's own id of the change. */
  readonly ref?: string;
}
