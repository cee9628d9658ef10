import type { System } from '../domain/names.js';
import { type InferredFact, inferredFact } from './inferred-facts.js';

/** Longest wait for an answer. Shorter than the time-out of an activity, so that an attempt ends before the next begins. */
export const ANSWER_MS = 10_000;

/**
 * How long a counterpart may still be working on a call that nobody waits for any more, ms. No vendor documents a limit, so
 * each is inferred, and rather too long: until then a change whose outcome is unknown is looked for, but not repeated.
 * - Centra answers 499 when a caller hung up "usually because the run took too long"; web servers and the proxies before
 *   them usually give a request a minute.
 * - Sitoo works on one call an account at a time, and the same minute is the usual limit.
 * - Ongoing processes writes one at a time for each goods owner, so that a write may wait behind others.
 */
const WORKS_ON_MS: Readonly<Record<System, number>> = { centra: 60_000, sitoo: 60_000, wms: 120_000 };

/** After this long a call that left has ended at the counterpart, ms: it arrived before we hung up, and was worked on for its longest. */
export const endsWithinMs = (system: System): number => ANSWER_MS + WORKS_ON_MS[system];

const lateEffect = (system: System) =>
  inferredFact({
    question: 'how long a call without an answer may still take effect',
    readings: {
      limited: `for no longer than ${WORKS_ON_MS[system] / 1000} s after we gave up`,
      never: 'not at all: a call that is given up has no effect',
    },
    usual: 'limited',
    source: 'the usual limits of web servers, rather too long',
    probe: { cannotTell: 'only a write that is given up would show it' },
  });

/** The same question about each counterpart. A reading without any limit could not be lived with: nothing could be repeated. */
export const LATE_EFFECT: Readonly<Record<System, InferredFact<'limited' | 'never'>>> = {
  centra: lateEffect('centra'),
  sitoo: lateEffect('sitoo'),
  wms: lateEffect('wms'),
};
