import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../../activities/index.js';

/** What becomes of a step at one attempt: it dies before its work, or after it without a result, or is refused, or lives. */
type Death = 'before' | 'after' | 'refused' | 'lives';

/** Steps of a worker that die as a test says. */
interface KillableSteps {
  /** By the name of the step, what becomes of its next attempts. */
  readonly deaths: Map<string, Death[]>;
  /** How often each step has died. */
  readonly died: Map<string, number>;
  /** The activities of a worker whose steps die as `deaths` says. */
  killable(activities: Activities): Activities;
}

export function killableSteps(): KillableSteps {
  const deaths = new Map<string, Death[]>();
  const died = new Map<string, number>();
  const killable = (activities: Activities): Activities => {
    const wrapped = Object.entries(activities).map(([name, run]) => [
      name,
      async (input: never) => {
        const death = deaths.get(name)?.shift();
        if (death === 'refused') throw ApplicationFailure.nonRetryable('The web shop says no.', 'rejected');
        if (death) died.set(name, (died.get(name) ?? 0) + 1);
        if (death === 'before') throw new Error(`${name} died before its work`);
        const result = await (run as (input: never) => Promise<unknown>)(input);
        if (death === 'after') throw new Error(`${name} died with its work done`);
        return result;
      },
    ]);
    return Object.fromEntries(wrapped) as Activities;
  };
  return { deaths, died, killable };
}
