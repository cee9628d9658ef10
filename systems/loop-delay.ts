/** How often the event loop is asked whether it still turns. */
const SAMPLE_EVERY_MS = 1_000;
/** Shorter than three checks of an orchestrator ten seconds apart: one long pause is no reason to end a process, many are. */
const WINDOW_MS = 20_000;
/** A pause that no work of ours takes. */
const TOO_LONG_MS = 5_000;

export interface LoopDelay {
  /** The longest pause of the event loop in the last twenty seconds, ms. */
  readonly longestMs: number;
  readonly isTooLong: boolean;
  stop(): void;
}

/**
 * Watches how long the event loop of this process stands still. A process whose JavaScript hangs looks alive to Temporal, whose polls
 * and heartbeats come from other threads.
 */
export function watchLoopDelay(nowMs: () => number = () => performance.now()): LoopDelay {
  let pauses: { readonly atMs: number; readonly ms: number }[] = [];
  let lastMs = nowMs();
  const sampling = setInterval(() => {
    const atMs = nowMs();
    pauses = [
      ...pauses.filter((pause) => atMs - pause.atMs < WINDOW_MS),
      { atMs, ms: atMs - lastMs - SAMPLE_EVERY_MS },
    ];
    lastMs = atMs;
  }, SAMPLE_EVERY_MS).unref();
  const longest = () => Math.max(0, ...pauses.map(({ ms }) => Math.round(ms)));
  return {
    get longestMs() {
      return longest();
    },
    get isTooLong() {
      return longest() > TOO_LONG_MS;
    },
    stop: () => clearInterval(sampling),
  };
}
