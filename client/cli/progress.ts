import type { Shell } from './shell.js';

export interface Progress {
  /** How many of the total are done. */
  done(count: number): void;
  stop(): void;
}

/** Work that ends sooner needs no progress. */
const PATIENCE_MS = 2_000;

/**
 * Shows the progress of long work on standard error: a bar at a terminal, a plain line at every tenth elsewhere. Shows
 * nothing for work that ends within two seconds.
 */
export async function startProgress(
  shell: Shell,
  { what, total, nowMs = Date.now }: { what: string; total: number; nowMs?: () => number },
): Promise<Progress> {
  const startedMs = nowMs();
  const show = shell.terminal ? await bar(what, total) : lines(shell, what, total);
  let shown = false;
  return {
    done(count) {
      if (nowMs() - startedMs < PATIENCE_MS) return;
      shown = true;
      show.done(count);
    },
    stop() {
      if (shown) show.stop();
    },
  };
}

function lines(shell: Shell, what: string, total: number): Progress {
  let tenth = -1;
  return {
    done(count) {
      const now = Math.floor((count * 10) / Math.max(1, total));
      if (now <= tenth) return;
      tenth = now;
      shell.stderr(`${what}: ${count} of ${total}\n`);
    },
    stop() {},
  };
}

async function bar(what: string, total: number): Promise<Progress> {
  const { SingleBar } = (await import('cli-progress')).default;
  const drawn = new SingleBar({ format: `${what} {bar} {value}/{total}`, hideCursor: true, clearOnComplete: true });
  let started = false;
  return {
    done(count) {
      if (!started) drawn.start(total, count);
      started = true;
      drawn.update(count);
    },
    stop: () => drawn.stop(),
  };
}
