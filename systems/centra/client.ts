import { z } from 'zod';
import type { Lane, RateLimiter } from '../rate-limits/port.js';
import type { TypedDocumentString } from './generated/documents.js';
import { judgeReply } from './judge-reply.js';
import { mustStillBeOurs } from './last-poll.js';
import { namedItems, notice } from './notices.js';
import { answerMalformed, centraProblem, type Operation, withoutPersonalData } from './problems.js';
import { QueryCosts } from './query-costs.js';
import { createPost } from './transport.js';

/** The part of a logger this adapter uses; a pino logger fits. */
export interface CallLogger {
  warn(fields: object, message: string): void;
}

/** One typed call. `answer` must accept every answer that the document promises: the compiler checks it. */
export interface Call<Result extends Input, Variables, Output, Input> {
  readonly operation: string;
  readonly document: TypedDocumentString<Result, Variables>;
  readonly variables: Variables;
  readonly answer: z.ZodType<Output, Input>;
  readonly lane: Lane;
  /** Asked behind the gate, right before the request leaves; false sends nothing. */
  readonly lastPoll?: () => Promise<boolean>;
  /** The list of a batch, by its name in the input: which of its items a refusal or warning names is worked out. */
  readonly batch?: string;
}

const REASONS_SHOWN = 5;

/** Typed GraphQL calls to Centra. All methods throw {@link SystemProblem}. */
export interface CentraClient {
  read<R extends I, V, O, I>(call: Call<R, V, O, I>): Promise<O>;
  /** A mutation; `userErrors` become a `rejected` problem, `userWarnings` are logged and handed on. */
  write<R extends I, V, O, I>(
    call: Call<R, V, O, I>,
  ): Promise<{ answer: O; warnings: string[]; warnedItems: readonly number[] }>;
  clockSkewMs(): number | undefined;
}

const payload = z.object({ userErrors: z.array(notice), userWarnings: z.array(notice) });

export interface CentraClientOptions {
  /** Base address of the Centra host; `/graphql` is added unless it is there. */
  url: string;
  token: string;
  limiter: RateLimiter;
  /** For one whole exchange; 30 s unless told. */
  timeoutMs?: number;
  logger?: CallLogger;
}

export function createCentraClient({ limiter, logger, ...options }: CentraClientOptions): CentraClient {
  const post = createPost({ url: options.url, token: options.token, timeoutMs: options.timeoutMs ?? 30_000 });
  const prices = new QueryCosts();
  let skewMs: number | undefined;

  async function exchange(
    operation: Operation,
    call: {
      document: TypedDocumentString<unknown, never>;
      variables: unknown;
      lane: Lane;
      lastPoll?: () => Promise<boolean>;
    },
  ): Promise<unknown> {
    const query = call.document.toString();
    const body = JSON.stringify({ query, variables: call.variables });
    const complexity = prices.expected(query, call.variables);
    const reply = await limiter.pass({ lane: call.lane, mutation: operation.mutation, complexity }, async () => {
      if (call.lastPoll) await mustStillBeOurs(operation, call.lastPoll);
      return post(operation, body);
    });
    if (reply.dateMs !== undefined) skewMs = reply.dateMs - Date.now();
    const verdict = judgeReply(operation, reply, Date.now());
    if (verdict.closedForMs !== undefined) await limiter.closeUntil(Date.now() + verdict.closedForMs);
    if (verdict.complexity !== undefined) {
      prices.learn(query, call.variables, verdict.complexity);
      await limiter.spent(verdict.complexity);
    }
    if (verdict.problem) throw verdict.problem;
    return verdict.data;
  }

  return {
    async read(call) {
      const operation = { name: call.operation, mutation: false };
      return parseAnswer(operation, call.answer, await exchange(operation, call));
    },
    async write(call) {
      const operation = { name: call.operation, mutation: true };
      const data = await exchange(operation, call);
      const said = parseAnswer(operation, z.record(z.string(), payload), data)[call.operation];
      if (!said) throw answerMalformed(operation, 'its payload is missing');
      const refusal = inShort(said.userErrors.map(sentence));
      if (refusal)
        throw centraProblem(
          'rejected',
          operation,
          `Centra refused ${call.operation}: ${refusal}`,
          namedItems(said.userErrors, call.batch),
        );
      const warnings = said.userWarnings.map(sentence);
      for (const warning of warnings) logger?.warn({ operation: call.operation, warning }, 'Centra warned');
      const { items: warnedItems = [] } = namedItems(said.userWarnings, call.batch);
      return { answer: parseAnswer(operation, call.answer, data), warnings, warnedItems };
    },
    clockSkewMs: () => skewMs,
  };
}

/** A batch may be refused for each of its items; a person needs a few of the reasons. */
function inShort(reasons: readonly string[]): string {
  const more = reasons.length - REASONS_SHOWN;
  return [...reasons.slice(0, REASONS_SHOWN), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function sentence({ message, path }: z.output<typeof notice>): string {
  return withoutPersonalData(path?.length ? `${message} (at ${path.join('.')})` : message);
}

function parseAnswer<O, I>(operation: Operation, answer: z.ZodType<O, I>, data: unknown): O {
  const parsed = answer.safeParse(data);
  if (parsed.success) return parsed.data;
  throw answerMalformed(operation, whatIsWrong(parsed.error));
}

/** The first few faults of an answer, by path; never a value, which might be a person's. */
export function whatIsWrong(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'the answer'}: ${issue.message}`)
    .join('; ');
}
