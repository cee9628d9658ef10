import type { Child, ChildSpec, Log, ProcessGroup } from '../../local/process-group.js';

/** A process that is started again whenever it ends, until it is no longer wanted. */
export interface RestartingProcess {
  /** Ends it as a power cut would; it comes back automatically. */
  kill(): void;
  /** Times it was cut on purpose. */
  readonly kills: number;
  /** Of the process that runs now. */
  readonly pid: number;
  /** No more restarts. */
  stop(): Promise<void>;
}

/** Pauses after starts that failed, ms: they double up to the longest. It is never given up, since all that runs waits for it. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** @throws Error with the last words of the process when it does not even start the first time. */
export async function keepAlive(
  family: Pick<ProcessGroup, 'spawn'>,
  spec: ChildSpec,
  log: Log,
): Promise<RestartingProcess> {
  const unwanted = new AbortController();
  const isWanted = (): boolean => !unwanted.signal.aborted;
  let kills = 0;
  let child: Child = await family.spawn(spec);
  const watching = (async () => {
    while (isWanted()) {
      const end = await child.exited;
      if (!isWanted()) return;
      if (end.signal !== 'SIGKILL') log(`${spec.name} ended (${end.signal ?? end.code}) and is started again`);
      await startAgain();
    }
  })();
  return {
    kill() {
      kills += 1;
      child.kill('SIGKILL');
    },
    get kills() {
      return kills;
    },
    get pid() {
      return child.pid;
    },
    async stop() {
      unwanted.abort();
      await child.stop();
      await watching;
    },
  };

  async function startAgain(): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; isWanted(); pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        child = await family.spawn(spec);
        // What was asked to stop while it started is not left behind.
        if (!isWanted()) await child.stop();
        return;
      } catch (problem) {
        if (!isWanted()) return;
        log(`${problem}\n${spec.name} is started again in ${pauseMs / 1_000} s`);
        await pause(pauseMs, unwanted.signal);
      }
    }
  }
}

/** Resolves after `ms`, or as soon as nobody waits any more. */
const pause = (ms: number, unwanted: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const timer = setTimeout(done, ms);
    unwanted.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
