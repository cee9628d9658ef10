import { AsyncLocalStorage } from 'node:async_hooks';
import type { System } from '../domain/names.js';
import { SystemProblem } from './problem.js';

/** A call that changes something at a counterpart. */
export interface OutgoingChange {
  readonly system: System;
  /** As problems name it: `createShipment`, `POST orders`. */
  readonly operation: string;
}

/** What became of a change that left: `unknown` when no answer says so, `nothing` when its answer says that it did nothing. */
export type ChangeOutcome = 'done' | 'nothing' | 'unknown';

/** Whoever must know when changes leave, and what became of them. */
export interface ChangeWatcher {
  /** A change leaves as soon as this resolves. What it throws keeps the change back. */
  leaves(change: OutgoingChange): Promise<void>;
  /** Called only for changes that have left. */
  ends(change: OutgoingChange, outcome: ChangeOutcome): void;
}

/**
 * A process that was stopped between recording that a call leaves and sending it must not send it: by then others may have
 * concluded that it did nothing. Far longer than the pause of a busy process, far shorter than any call may take, ms.
 */
export const LEAVES_WITHIN_MS = 3_000;

const watchers = new AsyncLocalStorage<ChangeWatcher>();

/** Runs a step whose changes are watched, whichever adapter makes them. */
export const watchChanges = <T>(watcher: ChangeWatcher, step: () => Promise<T>): Promise<T> =>
  watchers.run(watcher, step);

/**
 * Makes a call that changes something. The transport calls `leaving` once the limiter lets the call pass, right before its
 * first byte is sent; a call that never got so far has left nothing behind.
 */
export async function asChange<T>(
  change: OutgoingChange,
  call: (leaving: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const watcher = watchers.getStore();
  if (watcher === undefined) return call(async () => {});
  let hasLeft = false;
  const leaving = async (): Promise<void> => {
    const startedAt = Date.now();
    await watcher.leaves(change).catch((cause: unknown) => {
      throw cause instanceof SystemProblem ? cause : notSent(change, 'that it leaves could not be recorded', cause);
    });
    hasLeft = true;
    if (Date.now() - startedAt > LEAVES_WITHIN_MS) throw notSent(change, 'this process was stopped right before');
  };
  try {
    const answer = await call(leaving);
    if (hasLeft) watcher.ends(change, 'done');
    return answer;
  } catch (problem) {
    if (hasLeft) watcher.ends(change, outcomeOf(problem));
    throw problem;
  }
}

/** The problem of a call that was kept back. */
export function notSent({ system, operation }: OutgoingChange, why: string, cause?: unknown): SystemProblem {
  const sentence = `${operation} was not sent to ${system}: ${why}.`;
  return new SystemProblem({ kind: 'unreachable', system, operation, sentence, cause });
}

/** Every problem but these says that nothing was changed: it was not sent, or the counterpart refused it. */
function outcomeOf(problem: unknown): ChangeOutcome {
  if (!(problem instanceof SystemProblem)) return 'unknown';
  return problem.kind === 'unknown-outcome' || problem.kind === 'malformed-answer' ? 'unknown' : 'nothing';
}
