import { checkpoint } from '../checkpoint.js';
import type { CollectedEvents } from './inbox.js';

/** What one round of a follower brought. */
export interface Changes {
  /** There is more to read now. */
  readonly more: boolean;
  readonly started: number;
  readonly notified: number;
}

/** A round under way. Its steps add to it. */
export interface Round {
  readonly events: CollectedEvents;
  more: boolean;
  started: number;
  notified: number;
}

/** One step of a round. A step that throws ends the round; the next round reads the same changes again. */
export type Step<Needs, R extends Round> = (needs: Needs, round: R) => Promise<void>;

/** Makes one round of a follower out of its steps, which run in the order given. */
export function inSteps<Needs, R extends Round>(
  needs: Needs,
  begin: (needs: Needs) => Promise<R>,
  steps: readonly Step<Needs, R>[],
): () => Promise<Changes> {
  return async () => {
    const round = await begin(needs);
    for (const step of steps) {
      checkpoint();
      await step(needs, round);
    }
    // The truth behind the events has been read.
    await round.events.done();
    const { more, started, notified } = round;
    return { more, started, notified };
  };
}
