import { type ProblemKind, SystemProblem } from '../problem.js';

/** One kind of call, as problems, budgets and logs name it: the root field, e.g. `createShipment`. */
export interface Operation {
  readonly name: string;
  readonly mutation: boolean;
}

/** A problem with Centra, in a sentence for the person who has to act. */
export function centraProblem(
  kind: ProblemKind,
  operation: Operation,
  details: {
    sentence: string;
    status?: number;
    retryAfterMs?: number;
    items?: readonly number[];
    cause?: unknown;
  },
): SystemProblem {
  return new SystemProblem({ kind, system: 'centra', operation: operation.name, ...details });
}

/**
 * No usable answer came back. A read may be repeated; a write may have taken effect, so the caller must look first.
 */
export function answerLost(
  operation: Operation,
  what: string,
  more: { status?: number; cause?: unknown } = {},
): SystemProblem {
  return operation.mutation
    ? centraProblem('unknown-outcome', operation, {
        sentence: `Centra may or may not have carried out ${operation.name}: ${what}.`,
        ...more,
      })
    : centraProblem('unreachable', operation, {
        sentence: `Centra did not answer ${operation.name}: ${what}.`,
        ...more,
      });
}

/** An answer arrived but does not follow the contract. A write has then probably taken effect: the caller must look. */
export function answerMalformed(operation: Operation, what: string, cause?: unknown): SystemProblem {
  return centraProblem(operation.mutation ? 'unknown-outcome' : 'malformed-answer', operation, {
    sentence: `Centra's answer to ${operation.name} does not follow the contract: ${what}.`,
    cause,
  });
}

/** Reads what a mutation answered. Centra has done it: when its answer cannot be parsed, the caller has to look. */
export function parsed<R>(name: string, read: () => R): R {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw answerMalformed({ name, mutation: true }, error.message);
    throw error;
  }
}

/** Removes what looks like an e-mail address or a telephone number from a counterpart's text, and keeps it short. */
export function withoutPersonalData(text: string): string {
  return text
    .replace(/\S+@\S+/g, '[e-mail]')
    .replace(/\+?\d[\d ()-]{8,}\d/g, '[number]')
    .slice(0, 500);
}
