import { checkpoint } from '../checkpoint.js';

/** After this a round takes up nothing more, and the next one goes on: half of what the activity may take. */
const ROUND_MS = 60_000;

/** What one round of a follower brought. */
export interface Changes {
  /** There is more to read now. */
  readonly more: boolean;
  readonly started: number;
  readonly notified: number;
}

/** A round under way. Its steps add to it. */
export interface Round {
  /** Epoch ms. */
  readonly beganAt: number;
  more: boolean;
  started: number;
  notified: number;
}

/** One step of a round. A step that throws ends the round; the next round goes on at the cursors, which steps move themselves. */
export type Step<Needs, R extends Round> = (needs: Needs, round: R) => Promise<void>;

export const newRound = (): Round => ({ beganAt: Date.now(), more: false, started: 0, notified: 0 });

/** Adds what was sent to the workflows of orders. */
export function addSent(round: Round, sent: Pick<Changes, 'started' | 'notified'>): void {
  round.started += sent.started;
  round.notified += sent.notified;
}

/** True when the round has taken long enough: whoever stops here, between two pieces of work, leaves the rest to the next. */
export const isOver = ({ beganAt }: Pick<Round, 'beganAt'>): boolean => Date.now() - beganAt > ROUND_MS;

/** Takes steps one after another, as one step: what one throws ends them. */
export const oneAfterAnother =
  <Needs, R extends Round>(steps: readonly Step<Needs, R>[]): Step<Needs, R> =>
  async (needs, round) => {
    for (const step of steps) {
      checkpoint();
      await step(needs, round);
    }
  };

/** Makes one round of a follower out of its steps, which run in the order given. */
export function inSteps<Needs, R extends Round>(
  needs: Needs,
  begin: (needs: Needs) => Promise<R>,
  steps: readonly Step<Needs, R>[],
): () => Promise<Changes> {
  const all = oneAfterAnother(steps);
  return async () => {
    const round = await begin(needs);
    await all(needs, round);
    const { more, started, notified } = round;
    return { more, started, notified };
  };
}
