import { z } from 'zod';
import { type ProblemKind, SystemProblem } from '../problem.js';

const LONGEST = 200;
const errorBody = z.union([
  z.object({ message: z.string().min(1) }).transform((body) => body.message),
  z.object({ Message: z.string().min(1) }).transform((body) => body.Message),
]);

/**
 * The vendor's own words about a failure, fit for a case: without markup, at most 200 characters, and without the
 * personal values that the request carried. The shape of error bodies is not documented, hence the leniency.
 */
export function vendorSentence(body: string, personal: readonly string[]): string {
  let words = body;
  try {
    const parsed = errorBody.safeParse(JSON.parse(body));
    if (parsed.success) words = parsed.data;
  } catch {
    // Not JSON: the raw text will have to do.
  }
  words = words.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\S+@\S+/g, '…');
  for (const value of personal) words = without(words, value);
  return words.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST);
}

function without(words: string, value: string): string {
  if (value.length < 3) return words;
  return words.replaceAll(new RegExp(value.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi'), '…');
}

/** Turns a refused or failed answer into a problem. After a server fault a write may still take effect. */
export function problemOf(answer: {
  operation: string;
  status: number;
  body: string;
  personal: readonly string[];
  retryAfterMs: number | undefined;
}): SystemProblem {
  const { operation, status, retryAfterMs } = answer;
  const reason = vendorSentence(answer.body, answer.personal);
  const quote = reason === '' ? '' : ` It said: ${reason}`;
  const { kind, sentence } = classify(operation, status);
  return new SystemProblem({
    kind,
    system: 'wms',
    operation,
    status,
    sentence: `${sentence}${kind === 'unauthorised' ? '' : quote}`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function classify(operation: string, status: number): { kind: ProblemKind; sentence: string } {
  if (status === 401 || status === 403) {
    return {
      kind: 'unauthorised',
      sentence: `The warehouse system refuses our user for ${operation} (${status}): check user, password and rights with the warehouse.`,
    };
  }
  if (status === 429)
    return { kind: 'throttled', sentence: `The warehouse system asks us to slow down at ${operation}.` };
  if (status === 408 || status >= 500) {
    return {
      kind: operation.startsWith('GET ') ? 'unreachable' : 'unknown-outcome',
      sentence: `The warehouse system failed at ${operation} (${status}).`,
    };
  }
  if (status >= 400) return { kind: 'rejected', sentence: `The warehouse system refused ${operation} (${status}).` };
  return {
    kind: 'malformed-answer',
    sentence: `The warehouse system answered ${operation} with status ${status}: check its base address.`,
  };
}
