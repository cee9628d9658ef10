import { setTimeout as pause } from 'node:timers/promises';
import type { System } from '../../domain/names.js';
import { SystemProblem } from '../../systems/problem.js';

/** A read that failed, or whose reader refused rows. */
export interface FailedRead {
  readonly system: System;
  /** Our name of it. */
  readonly read: string;
  readonly operation: string;
  readonly kind: SystemProblem['kind'] | 'unexpected' | 'unreadable-rows';
  readonly status?: number;
  /** Rows that were refused. */
  readonly rows?: number;
  /** For the person at the terminal alone: it may name what a report must not. */
  readonly message: string;
}

/** Makes reads one after the other; what fails is kept, and holds up nothing else. */
export class Attempts {
  readonly failed: FailedRead[] = [];
  readonly #done: () => void;

  /** @param done called after each read */
  constructor(done: () => void) {
    this.#done = done;
  }

  /** What `work` reads, or `otherwise` when it fails. */
  async read<T>(at: Pick<FailedRead, 'system' | 'read'>, work: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await inTurn(work);
    } catch (error) {
      this.failed.push({ ...at, ...failureOf(error) });
      return otherwise;
    } finally {
      this.#done();
    }
  }

  /** Takes note of a row that a reader refused. */
  unreadable(at: Pick<FailedRead, 'system' | 'read'>): void {
    const known = this.failed.findIndex((one) => one.read === at.read && one.kind === 'unreadable-rows');
    const rows = (this.failed[known]?.rows ?? 0) + 1;
    const failure = { ...at, operation: 'rows', kind: 'unreadable-rows', rows, message: `${rows} rows` } as const;
    if (known < 0) this.failed.push(failure);
    else this.failed[known] = failure;
  }
}

/** So long a read waits for its turn among the workers' calls, ms: two of the longest windows that calls are counted in. */
const TURN_AT_MOST_MS = 2 * 60_000;
/** The pause where nothing says when it is our turn, ms. */
const USUAL_PAUSE_MS = 1_000;

/** A budget of calls that is used up says nothing about a contract: the read is made again when it is its turn. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const untilMs = Date.now() + TURN_AT_MOST_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SystemProblem) || error.kind !== 'throttled') throw error;
      const pauseMs = error.retryAfterMs ?? USUAL_PAUSE_MS;
      if (Date.now() + pauseMs > untilMs) throw error;
      await pause(pauseMs);
    }
  }
}

function failureOf(error: unknown): Omit<FailedRead, 'system' | 'read'> {
  if (!(error instanceof SystemProblem))
    return {
      operation: 'unknown',
      kind: 'unexpected',
      message: error instanceof Error ? error.message : String(error),
    };
  const { operation, kind, status, message } = error;
  return { operation, kind, message, ...(status === undefined ? {} : { status }) };
}
