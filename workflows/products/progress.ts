import { setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { LongRunning } from '../long-running.js';
import { type ProductsState, productsState, type SyncProducts } from '../messages.js';

/** How far the product sync is, for people who ask and for the page of the workflow. */
export interface SyncProgress {
  readonly state: ProductsState;
  update(change: Partial<ProductsState>): void;
}

/** Answers the query of the product sync. Call before the first await of the workflow. */
export function syncProgress({ everything = true, rounds = 0 }: SyncProducts, loop: LongRunning): SyncProgress {
  let state: ProductsState = { phase: 'waiting', everything, rounds, read: 0, written: 0, refused: 0 };
  setHandler(productsState, () => state);
  return {
    get state() {
      return state;
    },
    update(change) {
      state = { ...state, ...change };
      const { phase, written, read } = state;
      // An open case is what people must see first.
      if (loop.hasOpenCase) return;
      setCurrentDetails(phase === 'waiting' ? '' : `${phase}: ${read} pages read, ${written} written`);
    },
  };
}
