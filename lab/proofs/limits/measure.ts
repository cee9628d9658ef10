import type { StageOptions } from './stage.js';

/** What one size of a section came to. */
export interface Run {
  readonly size: number;
  /** All of it was worked through. */
  readonly ended: boolean;
  readonly calls: number;
  readonly seconds: number;
  /** What else is worth knowing. */
  readonly notes: readonly string[];
}

/** What the product did in a run; it is timed from outside. */
export interface Outcome {
  readonly ended: boolean;
  readonly notes?: readonly string[];
}

/** A section of the proof: a state of some size, and the product's own code over it. */
export interface Section {
  readonly name: string;
  readonly what: string;
  readonly size: number;
  /** Makes the state. `work` is what is timed and whose calls are counted. */
  run(size: number, within: Within): Promise<void>;
}

export interface Within {
  readonly servers: Pick<StageOptions, 'serverUrl' | 'folder'>;
  readonly report: (sentence: string) => void;
  /** Times the work, and counts its calls. */
  time(calls: () => Promise<number>, work: () => Promise<Outcome>): Promise<void>;
}

export interface Measured {
  readonly name: string;
  readonly what: string;
  readonly third: Run;
  readonly whole: Run;
  /** How much more the whole takes than a third, for each of its pieces: 1 is linear. */
  readonly growth: { readonly calls: number; readonly time: number };
}

/** Below this a time is noise, seconds. */
const SHORT = 0.5;

/** Runs a section at a third of its size and at the whole. */
export async function measure(section: Section, context: Omit<Within, 'time'>, scale: number): Promise<Measured> {
  const whole = Math.max(3, Math.round(section.size * scale));
  const runs: Run[] = [];
  for (const size of [Math.round(whole / 3), whole]) {
    const run = await runOnce(section, size, context);
    context.report(
      `  ${size}: ${run.ended ? '' : 'NOT ENDED, '}${run.calls} calls, ${run.seconds} s; ${run.notes.join('; ')}`,
    );
    runs.push(run);
  }
  const [third, all] = runs;
  if (!third || !all) throw new Error('A section has two runs.');
  const larger = all.size / third.size;
  return {
    name: section.name,
    what: section.what,
    third,
    whole: all,
    growth: {
      calls: rounded(Math.max(1, all.calls) / Math.max(1, third.calls) / larger),
      time: rounded(Math.max(SHORT, all.seconds) / Math.max(SHORT, third.seconds) / larger),
    },
  };
}

async function runOnce(section: Section, size: number, context: Omit<Within, 'time'>): Promise<Run> {
  let run: Run | undefined;
  await section.run(size, {
    ...context,
    async time(calls, work) {
      const before = await calls();
      const began = performance.now();
      const { ended, notes = [] } = await work();
      const seconds = rounded((performance.now() - began) / 1_000);
      run = { size, ended, calls: (await calls()) - before, seconds, notes };
    },
  });
  if (!run) throw new Error(`Nothing of ${section.name} was timed.`);
  return run;
}

export const rounded = (figure: number): number => Math.round(figure * 100) / 100;

/** Half of all took this long at most, and the longest, ms. */
export function timesOf(ms: readonly number[]): { readonly half: number; readonly longest: number } {
  const sorted = [...ms].sort((a, b) => a - b);
  return { half: rounded(sorted[Math.floor(sorted.length / 2)] ?? 0), longest: rounded(sorted.at(-1) ?? 0) };
}
