import { type Brand, scaled } from '../domain/brand.js';
import type { System } from '../domain/names.js';
import type { Intent, Records } from '../systems/database/port.js';
import { endsWithinMs } from '../systems/latest-effect.js';
import { type ChangeOutcome, notSent, type OutgoingChange, watchChanges } from '../systems/outgoing-change.js';
import { SystemProblem } from '../systems/problem.js';
import type { Dependencies } from './dependencies.js';

/** A rehearsal shortens the time in which a lost call may take effect; the calls themselves are not faster than life, ms. */
const ENDS_WITHIN_AT_LEAST_MS = 2_000;

/** The least time between two looks for a call whose answer was lost, ms. */
const LOOKS_APART_MS = 5_000;

/** How long a call that leaves now may take effect, ms. */
export const endsWithin = (brand: Brand, system: System): number =>
  Math.max(ENDS_WITHIN_AT_LEAST_MS, scaled(brand, endsWithinMs(system)));

/** A change at a counterpart that must happen once, whoever repeats it. */
export interface OneTimeStep<T> {
  /** Names the change, as the business does; the same key is the same change. */
  readonly key: string;
  readonly system: System;
  /**
   * What earlier calls achieved, undefined when nothing shows. Asked while the newest may still take effect, and again when it
   * has ended: only then does undefined mean that nothing happened.
   */
  readonly lookUp?: (earlier: Intent) => Promise<T | undefined>;
  /** Makes the change. `note` keeps, with the first call, what was true before it; `earlier` is an earlier call, with what it noted. */
  readonly act: (note: (before: string) => void, earlier: Intent | undefined) => Promise<T>;
  /** The counterpart creates or overwrites by our name, so that the same call again needs no waiting. */
  readonly overwrites?: boolean;
}

export type OnceNeeds = Pick<Dependencies, 'brand'> & { readonly records: Pick<Records, 'intents'> };

/**
 * Changes something at a counterpart once per key. Each call is recorded right before it leaves; an attempt that finds one
 * looks at the counterpart, and repeats the call only when the earlier one cannot take effect any more and shows nothing.
 * That covers a crash, a lost answer, an effect that comes late, a workflow reset and a second worker.
 * @throws SystemProblem `unknown-outcome` while an earlier call may still take effect, with the time when that is over
 */
export async function runOnce<T>({ brand, records }: OnceNeeds, step: OneTimeStep<T>): Promise<T> {
  const { intents } = records;
  const { key, system } = step;
  const earlier = await intents.find(key);
  if (earlier) {
    const achieved = await step.lookUp?.(earlier);
    if (achieved !== undefined) {
      if (!earlier.isAnswered) await intents.answer(key, earlier.call);
      return achieved;
    }
    if (earlier.mayEndInMs > 0 && !step.overwrites)
      throw stillUnderWay(step, earlier.mayEndInMs, step.lookUp ? nextLookMs(brand, earlier) : earlier.mayEndInMs);
  }
  const calls = new Calls({
    leave: (after, before) =>
      intents.leave({
        key,
        system,
        endsWithinMs: endsWithin(brand, system),
        ...(after === undefined ? {} : { after }),
        ...(before === undefined ? {} : { before }),
      }),
    after: earlier?.call,
  });
  try {
    const result = await watchChanges(calls, () => step.act((before) => calls.note(before), earlier));
    // It decided to change nothing, so it has not overwritten what is still under way.
    if (earlier && earlier.mayEndInMs > 0 && !calls.anyLeft) throw stillUnderWay(step, earlier.mayEndInMs);
    if (calls.anyLeft && calls.newest !== undefined) await intents.answer(key, calls.newest);
    return result;
  } catch (problem) {
    const { newest } = calls;
    if (newest !== undefined && calls.anyLeft && !calls.isOpen && !isUnknown(problem)) {
      // Refused: an earlier call under this name may have done something, a first one has left nothing behind.
      if (calls.didNothing && !earlier?.isAnswered) await intents.forget(key, newest);
      else await intents.answer(key, newest);
    }
    throw problem;
  }
}

/**
 * Waits until a change that was asked for under another name cannot take effect any more: before it is undone or replaced.
 * @throws SystemProblem `unknown-outcome` with the time when that is over
 */
export async function untilEnded(
  { records }: Pick<OnceNeeds, 'records'>,
  of: Pick<OneTimeStep<unknown>, 'key' | 'system'>,
) {
  const { mayEndInMs = 0 } = (await records.intents.find(of.key)) ?? {};
  if (mayEndInMs > 0) throw stillUnderWay(of, mayEndInMs);
}

/** The problem of a change that is not repeated yet. */
export function stillUnderWay(
  { key, system }: Pick<OneTimeStep<unknown>, 'key' | 'system'>,
  ms: number,
  retryAfterMs = ms,
): SystemProblem {
  return new SystemProblem({
    kind: 'unknown-outcome',
    system,
    operation: key,
    sentence: `Whether ${system} has carried out ${key} is not known yet: it may still do so for ${Math.ceil(ms / 1000)} s. Then it is looked for again.`,
    retryAfterMs,
  });
}

/** Looks are as far apart as the call is old: an effect that comes late is seen soon, and a call that is lost costs few looks. */
const nextLookMs = (brand: Brand, { mayEndInMs, sentAgoMs }: Intent): number =>
  Math.min(mayEndInMs, Math.max(scaled(brand, LOOKS_APART_MS), sentAgoMs));

/** The changes that one attempt made, and what became of them. */
class Calls {
  readonly #leave: (after: string | undefined, before: string | undefined) => Promise<string | undefined>;
  readonly #outcomes: ChangeOutcome[] = [];
  #before: string | undefined;
  /** The newest call under this name, of this attempt or before it. */
  newest: string | undefined;
  anyLeft = false;

  constructor({
    leave,
    after,
  }: {
    leave: (after: string | undefined, before: string | undefined) => Promise<string | undefined>;
    after: string | undefined;
  }) {
    this.#leave = leave;
    this.newest = after;
  }

  note(before: string): void {
    this.#before = before;
  }

  async leaves(change: OutgoingChange): Promise<void> {
    const call = await this.#leave(this.newest, this.#before);
    if (call === undefined) throw notSent(change, 'another attempt has made this call in the meantime');
    this.newest = call;
    this.anyLeft = true;
  }

  ends(_change: OutgoingChange, outcome: ChangeOutcome): void {
    this.#outcomes.push(outcome);
  }

  get isOpen(): boolean {
    return this.#outcomes.includes('unknown');
  }

  get didNothing(): boolean {
    return this.#outcomes.every((outcome) => outcome === 'nothing');
  }
}

/** Also what says that an answer makes no sense: the change may well have been made. */
const isUnknown = (problem: unknown): boolean =>
  !(problem instanceof SystemProblem) || problem.kind === 'unknown-outcome' || problem.kind === 'malformed-answer';
