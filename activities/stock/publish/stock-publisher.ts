import type { Batch } from '../../../domain/stock/batch.js';
import type { Allowance } from '../../../domain/stock/pacing.js';
import type { RefusedLine } from '../../../domain/stock/refusal.js';

/** Why a line is refused, and what of it would be taken. */
export type Why = Pick<RefusedLine, 'reason' | 'accepts'>;

/** How stock is published to one counterpart. */
export interface StockPublisher {
  /** Makes the call. `isStillOurs` is called at the last moment; when it gives false, the call must not leave. @throws SystemProblem */
  send(batch: Batch, isStillOurs: () => Promise<boolean>): Promise<{ ref?: string; refused: readonly RefusedLine[] }>;
  /** Looks whether a call without an answer shows; undefined when it does not. Left out where a repeat is harmless. */
  lookUp?(batch: Batch): Promise<{ ref: string } | undefined>;
  /** Lines of a batch that the counterpart cannot take as it is now, by SKU, with the reason. */
  whyRefused(batch: Batch): Promise<ReadonlyMap<string, Why>>;
  /** What it still grants; empty where calls are not counted. */
  allowances(): Promise<readonly Allowance[]>;
}
