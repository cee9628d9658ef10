/** The day's own time, which runs `speed` times faster than ours. */
export interface DayClock {
  readonly speed: number;
  /** Epoch milliseconds of the day that is played. */
  now(): number;
}

export function startDayClock(from: number, speed: number, wallMs: () => number = Date.now): DayClock {
  const started = wallMs();
  return { speed, now: () => from + (wallMs() - started) * speed };
}
