import { type ReplayHistoriesIterable, type ReplayResult, Worker } from '@temporalio/worker';
import { installQuietRuntime } from '../runtime.js';
import { workflowCode } from '../workflow-code.js';
import { eventsOf, type History } from './history.js';
import { explainMisfit, type Misfit } from './misfit.js';

export type { Misfit } from './misfit.js';

export interface Replayer {
  /** Replays what an execution went through against this build. @returns why it does not fit, or undefined */
  replay(workflowId: string, history: History): Promise<Misfit | undefined>;
  close(): Promise<void>;
}

/** Replays histories one after another, in one worker of the SDK that holds one history at a time. */
export function openReplayer(): Replayer {
  installQuietRuntime();
  let next: { workflowId: string; history: History } | undefined;
  let results: AsyncIterator<ReplayResult> | undefined;

  async function* requests(): AsyncGenerator<{ workflowId: string; history: History }> {
    while (next) {
      const request = next;
      next = undefined;
      yield request;
    }
  }
  const begin = (): AsyncIterator<ReplayResult> =>
    Worker.runReplayHistories(workflowCode(), requests() satisfies ReplayHistoriesIterable);

  /** What the SDK reports of a history, or undefined when it fits. */
  async function report(workflowId: string, history: History): Promise<string | undefined> {
    next = { workflowId, history };
    results ??= begin();
    try {
      const { value, done } = await results.next();
      if (!done) return (value as ReplayResult).error?.message;
      results = undefined;
      return 'The replay ended early.';
    } catch (err) {
      // The SDK's worker has stopped; the next history gets a new one.
      results = undefined;
      return err instanceof Error ? err.message : String(err);
    }
  }

  return {
    async replay(workflowId, history) {
      // Nothing of the workflow has run yet, and the SDK cannot replay nothing.
      if (!eventsOf(history).some((event) => event.workflowTaskStartedEventAttributes)) return undefined;
      const reported = await report(workflowId, history);
      if (reported === undefined) return undefined;
      return explainMisfit(history, reported, (part) => report(workflowId, part));
    },
    async close() {
      next = undefined;
      await results?.next();
    },
  };
}
