import type { State, Worker } from '@temporalio/worker';

/** The state of one worker of the process, by its task queue. */
export interface WorkerState {
  readonly taskQueue: string;
  readonly state: State;
}

/** All workers of a brand in this process. */
export interface WorkerGroup {
  /** Runs until the process is told to stop. When one worker ends all end, and so should the process. @throws what ended it */
  run(): Promise<void>;
  shutdown(): void;
  /** One row for each worker; all are `RUNNING` while the process does its work. */
  state(): WorkerState[];
}

/** Workers that live and end together: a queue whose worker has ended would wait without an end and without a word. */
export function workerGroup(
  workers: readonly (Pick<Worker, 'run' | 'shutdown' | 'getState'> & { readonly options: { taskQueue: string } })[],
): WorkerGroup {
  const shutdown = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  return {
    async run() {
      const ends = workers.map((worker) => worker.run().finally(shutdown));
      const failed = (await Promise.allSettled(ends)).find((end) => end.status === 'rejected');
      if (failed) throw failed.reason;
    },
    shutdown,
    state: () => workers.map((worker) => ({ taskQueue: worker.options.taskQueue, state: worker.getState() })),
  };
}
