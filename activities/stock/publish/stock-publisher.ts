import type { Batch } from '../../../domain/stock/batch.js';
import type { Allowance } from '../../../domain/stock/publish-order.js';

/** How one counterpart is told stock. */
export interface StockPublisher {
  /** Makes the call. `lastLook` is asked at the very last moment; false keeps it from leaving. @throws SystemProblem */
  send(
    batch: Batch,
    isStillOurs: () => Promise<boolean>,
  ): Promise<{ ref?: string; refused: readonly { sku: string; sentence: string }[] }>;
  /** Looks whether a call without an answer took effect; undefined when it certainly did not. Without it, repeating is harmless. */
  lookUp?(batch: Batch): Promise<{ ref: string } | undefined>;
  /** Which of these SKUs the counterpart has. */
  known(skus: readonly string[]): Promise<Set<string>>;
  /** What it still grants; empty where it does not count. */
  allowances(): Promise<readonly Allowance[]>;
}
