import { z } from 'zod';
import type { SystemProblem } from '../problem.js';
import { answerLost, answerMalformed, centraProblem, type Operation, withoutPersonalData } from './problems.js';
import { retryAfterMs } from './retry-after.js';
import type { Reply } from './transport.js';

/** What a reply means: data or a problem, and what it says about our budgets. */
export interface ReplyOutcome {
  readonly data?: unknown;
  readonly problem?: SystemProblem;
  readonly complexity?: number;
  readonly closedForMs?: number;
  /** What Centra says about itself and about what we ask for, to be logged. */
  readonly notes?: ReplyExtensions;
}

export type ReplyExtensions = z.output<typeof replyExtensions>;

const graphqlError = z.object({
  message: z.string(),
  extensions: z.object({ category: z.string().nullish() }).nullish(),
});
/** The lists of what is deprecated are documented by name only: each of them is kept as it is written. */
const replyExtensions = z.object({
  complexity: z.int().nonnegative().nullish(),
  appVersion: z.unknown().optional(),
  deprecatedFieldsUsed: z.unknown().optional(),
  deprecatedPermissionsUsed: z.unknown().optional(),
});
const envelope = z.object({
  data: z.unknown(),
  errors: z.array(graphqlError).nullish(),
  extensions: replyExtensions.nullish(),
});

/** Classifies an HTTP reply by Centra's documented statuses: 200, 400, 403 (never 401), 429, 499, 5xx. */
export function classifyReply(operation: Operation, reply: Reply, nowMs: number): ReplyOutcome {
  const { status } = reply;
  if (status === 200) return classifyBody(operation, reply);
  if (status === 429) {
    const wait = retryAfterMs(reply.retryAfter, reply.dateMs ?? nowMs);
    const sentence = 'Centra asks us to slow down: a budget of requests, mutations or complexity is used up.';
    return {
      problem: centraProblem('throttled', operation, { sentence, status, retryAfterMs: wait }),
      closedForMs: wait,
    };
  }
  if (status === 401 || status === 403) {
    const sentence = 'Centra does not accept the token: it is wrong, revoked or expired. Issue a new one in Centra.';
    return { problem: centraProblem('unauthorised', operation, { sentence, status }) };
  }
  if (status === 499 || status >= 500 || status === 408)
    return { problem: answerLost(operation, `it answered ${status}`, { status }) };
  const reason = firstError(reply.body) ?? 'no reason given; check the base address';
  return {
    problem: centraProblem('rejected', operation, {
      sentence: `Centra refused ${operation.name} (${status}): ${reason}`,
      status,
    }),
  };
}

function classifyBody(operation: Operation, reply: Reply): ReplyOutcome {
  const body = readJson(reply.body);
  if (body === undefined)
    return { problem: answerLost(operation, 'the answer was cut off or was no JSON', { status: 200 }) };
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return { problem: answerMalformed(operation, 'it is no GraphQL answer') };
  const { data, errors, extensions } = parsed.data;
  const spent = {
    ...(extensions?.complexity == null ? {} : { complexity: extensions.complexity }),
    ...(extensions == null ? {} : { notes: extensions }),
  };
  if (!errors?.length) return { data, ...spent };
  return { problem: graphqlProblem(operation, data, errors), ...spent };
}

function graphqlProblem(
  operation: Operation,
  data: unknown,
  errors: readonly z.output<typeof graphqlError>[],
): SystemProblem {
  const reasons = withoutPersonalData(errors.map((error) => error.message).join('; '));
  const denied = errors.some((error) => error.extensions?.category === 'authorization');
  const help = denied ? ' Add the permission to the token in Centra.' : '';
  const sentence = `Centra refused ${operation.name}: ${reasons}${help}`;
  // The mutation ran and only reading its result failed: it must be looked up, not repeated.
  if (operation.mutation && isRecord(data) && data[operation.name] != null)
    return centraProblem('unknown-outcome', operation, { sentence, status: 200 });
  return centraProblem(denied ? 'unauthorised' : 'rejected', operation, { sentence, status: 200 });
}

function firstError(body: string): string | undefined {
  const parsed = z.object({ errors: z.array(graphqlError).min(1) }).safeParse(readJson(body));
  return parsed.success ? withoutPersonalData(parsed.data.errors.map((e) => e.message).join('; ')) : undefined;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
