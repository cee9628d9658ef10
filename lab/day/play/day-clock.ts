/** The day's own time, which runs `speed` times faster than ours. */
export interface DayClock {
  readonly speed: number;
  /** Epoch milliseconds of the day that is played. */
  now(): number;
}

export function startDayClock(from: number, speed: number, nowMs: () => number = Date.now): DayClock {
  const started = nowMs();
  return { speed, now: () => from + (nowMs() - started) * speed };
}
