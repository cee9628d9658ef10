import type { Movement } from './shop.js';
import type { Call } from './unpublished-stock.js';

export const POLICIES = ['onepool', 'fifo', 'fixed-30s', 'batch-15m'] as const;
export type PolicyName = (typeof POLICIES)[number];

/** How changes of stock are published to Centra. Asked only when a call may be made. */
export interface Policy {
  /** Looks again when there is a change, not only at the moment it named. */
  readonly reactsToChanges: boolean;
  /** Movements at one location that Centra does not deduct itself. */
  learn(movements: readonly Movement[], happenedAt: number): void;
  /** The next call, or when to look again. */
  next(at: number): Call | { readonly lookAt: number };
  /** Nothing is left to publish. */
  readonly isDone: boolean;
}
