import type { System } from '../domain/names.js';
import type { Intents } from '../systems/database/port.js';

/** A change at a counterpart that must happen once, whoever repeats it. */
export interface OneTimeStep<T> {
  /** Names the change, as the business does; the same key is the same change. */
  readonly key: string;
  readonly system: System;
  /** What an earlier attempt achieved, or undefined when it certainly did not happen. */
  readonly lookUp: () => Promise<T | undefined>;
  readonly act: () => Promise<T>;
}

/**
 * Changes something at a counterpart once per key. The intent is written before the call; an attempt that finds the intent
 * looks at the counterpart before it repeats the call. That covers a crash, a lost answer, a workflow reset and a second worker.
 */
export async function runOnce<T>(intents: Intents, { key, system, lookUp, act }: OneTimeStep<T>): Promise<T> {
  const isNew = await intents.begin(key, system);
  const achieved = isNew ? undefined : await lookUp();
  return achieved === undefined ? act() : achieved;
}
