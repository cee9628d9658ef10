import type { World } from '../../simulators/kit/world.js';
import type { FeedProblem } from './feed-problem.js';
import type { Action } from './lines.js';

/** A day: what the world was (undefined: the bundled one) and what people did in it, earliest first. */
export interface Feed {
  readonly world?: World;
  readonly actions: readonly Action[];
  /** What was tolerated while reading, one sentence each. */
  readonly warnings: readonly string[];
}

/** A feed that cannot be played; the message lists every problem, one a line. */
export class FeedError extends Error {
  override readonly name = 'FeedError';
  readonly problems: readonly FeedProblem[];

  constructor(source: string, problems: readonly FeedProblem[]) {
    const lines = problems.map((p) => `  line ${p.line}${p.path === '' ? '' : `, ${p.path}`}: ${p.sentence}`);
    super(`${source} cannot be played:\n${lines.join('\n')}`);
    this.problems = problems;
  }
}
