import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow';
import type { Problem, Resolution } from '../../domain/cases/case.js';
import type { CaseCode } from '../../domain/cases/catalogue.js';
import type { AskOptions, AutoResolved, CaseRaiser } from './case-raiser.js';

/** A step that was done, or the answer that took its place. */
export type Attempted<T> =
  | { readonly done: T; readonly answer?: never }
  | { readonly done?: never; readonly answer: Resolution | AutoResolved };

/**
 * Runs a step until it succeeds or a person decides otherwise. A refusal becomes a case with `code`; a counterpart that
 * stays out of reach becomes `system.unreachable`. `retry` repeats the step: with the same key, so nothing is done twice.
 */
export async function runOrRaiseCase<T>(
  desk: CaseRaiser,
  code: CaseCode,
  step: () => Promise<T>,
  options: AskOptions & { readonly sentence?: string } = {},
): Promise<Attempted<T>> {
  for (;;) {
    try {
      return { done: await step() };
    } catch (err) {
      if (isCancellation(err)) throw err;
      const problem = problemFrom(err, code, options.sentence);
      const answer = await desk.ask([problem], options);
      if (answer.answer !== 'retry') return { answer };
    }
  }
}

/** Reads the sentence for a person out of what an activity threw. */
export function problemFrom(err: unknown, code: CaseCode, sentence?: string): Problem {
  const cause = err instanceof ActivityFailure ? err.cause : err;
  const refused = cause instanceof ApplicationFailure && cause.type === 'rejected';
  const said = cause instanceof Error ? cause.message : String(cause);
  return {
    code: refused ? code : 'system.unreachable',
    sentence: sentence ? `${sentence} ${said}` : said,
  };
}
