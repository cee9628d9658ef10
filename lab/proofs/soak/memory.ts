import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { spread } from '../../day/judge/latency.js';

const run = promisify(execFile);

/** What a process holds in memory, megabytes; undefined when it is gone. */
export async function residentMb(pid: number): Promise<number | undefined> {
  try {
    const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]);
    return Number(stdout) / 1_024;
  } catch {
    return undefined;
  }
}

export interface MemoryTrend {
  /** Medians of the first and the last quarter after the warm-up, megabytes. */
  readonly firstMb: number;
  readonly lastMb: number;
  readonly mostMb: number;
  /** The last quarter over the first. */
  readonly growth: number;
}

/** The first part of a run, in which code is compiled and caches fill. */
const WARM_UP = 0.1;

/** How the memory of a process went, from samples at even distances. */
export function memoryTrendOf(samplesMb: readonly number[]): MemoryTrend {
  const warm = samplesMb.slice(Math.floor(samplesMb.length * WARM_UP));
  const quarter = Math.max(1, Math.floor(warm.length / 4));
  const firstMb = spread(warm.slice(0, quarter)).p50;
  const lastMb = spread(warm.slice(-quarter)).p50;
  const growth = firstMb === 0 ? 1 : Math.round((lastMb / firstMb) * 100) / 100;
  return { firstMb, lastMb, mostMb: Math.round(Math.max(0, ...samplesMb)), growth };
}
