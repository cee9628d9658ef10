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

/** After this many failed starts in a row it is given up. */
const MOST_FAILURES = 5;

/** @throws Error with the last words of the process when it does not even start the first time. */
export async function keepAlive(family: ProcessGroup, spec: ChildSpec, log: Log): Promise<RestartingProcess> {
  let wanted = true;
  let kills = 0;
  let child: Child = await family.spawn(spec);
  const watching = (async () => {
    let failures = 0;
    while (wanted) {
      const end = await child.exited;
      if (!wanted) return;
      if (end.signal !== 'SIGKILL') log(`${spec.name} ended (${end.signal ?? end.code}) and is started again`);
      try {
        child = await family.spawn(spec);
        failures = 0;
      } catch (problem) {
        failures += 1;
        log(String(problem));
        if (failures === MOST_FAILURES) return;
      }
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
      wanted = false;
      await child.stop();
      await watching;
    },
  };
}
