import type { System } from '../../domain/names.js';

/** A call that must not happen twice, as far as it is known. */
export interface Intent {
  /** The newest call of this name. */
  readonly call: string;
  /** What became of it is known. */
  readonly isAnswered: boolean;
  /** How long it may still take effect, ms; 0 once it has ended, by an answer or because its time is over. */
  readonly mayEndInMs: number;
  /** How long ago it left, ms. */
  readonly sentAgoMs: number;
  /** What was true before the first call of this name, as whoever made it noted. */
  readonly before?: string;
}

/** Calls that must not happen twice: each is recorded right before it leaves, so that a repeat looks first. */
export interface Intents {
  /** The newest call of this name that left; undefined when none did. */
  find(key: string): Promise<Intent | undefined>;
  /**
   * Records that a call leaves now. `after` is the call of this name before it, left out when there was none.
   * @returns the new call; undefined when someone else made one in the meantime: nothing may be sent
   */
  leave(leaving: {
    readonly key: string;
    readonly system: System;
    /** How long it may take effect from now on. */
    readonly endsWithinMs: number;
    readonly after?: string;
    readonly before?: string;
  }): Promise<string | undefined>;
  /** Records that it is known what became of a call. */
  answer(key: string, call: string): Promise<void>;
  /** Forgets a call that certainly did nothing. */
  forget(key: string, call: string): Promise<void>;
  /** How long other calls whose names begin so may still take effect, ms; 0 when all have ended. */
  othersUnderWay(prefix: string, key: string): Promise<number>;
  /** Claims for one intent what a counterpart holds without a name of ours; false when another intent has it. */
  claim(key: string, subject: string): Promise<boolean>;
  /** What an intent has claimed. */
  claimed(key: string): Promise<string | undefined>;
  /** Gives up a claim: what it stands for is gone. */
  release(key: string): Promise<void>;
}
