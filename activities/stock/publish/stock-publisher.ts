import type { Batch } from '../../../domain/stock/batch.js';
import type { Allowance } from '../../../domain/stock/pacing.js';

/** How stock is published to one counterpart. */
export interface StockPublisher {
  /** Makes the call. `isStillOurs` is called at the last moment; when it gives false, the call must not leave. @throws SystemProblem */
  send(
    batch: Batch,
    isStillOurs: () => Promise<boolean>,
  ): Promise<{ ref?: string; refused: readonly { sku: string; sentence: string }[] }>;
  /** Looks whether a call without an answer shows; undefined when it does not. Left out where a repeat is harmless. */
  lookUp?(batch: Batch): Promise<{ ref: string } | undefined>;
  /** Which of these SKUs the counterpart has. */
  known(skus: readonly string[]): Promise<Set<string>>;
  /** What it still grants; empty where calls are not counted. */
  allowances(): Promise<readonly Allowance[]>;
}
