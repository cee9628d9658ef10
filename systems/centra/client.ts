import { z } from 'zod';
import { answerSeen } from '../answers-seen.js';
import { asChange } from '../outgoing-change.js';
import type { Lane, RateLimiter } from '../rate-limits/port.js';
import type { WarningLog } from '../warning-log.js';
import { classifyReply } from './classify-reply.js';
import type { TypedDocumentString } from './generated/documents.js';
import { namedItems, notice } from './notices.js';
import { answerMalformed, centraProblem, type Operation, withoutPersonalData } from './problems.js';
import { QueryCosts } from './query-costs.js';
import { refuseUnlessStillOurs } from './still-ours.js';
import { createPost, type Post } from './transport.js';

/** One typed call. `answer` must accept every answer that the document promises: the compiler checks it. */
export interface Call<Result extends Input, Variables, Output, Input> {
  readonly operation: string;
  readonly document: TypedDocumentString<Result, Variables>;
  readonly variables: Variables;
  readonly answer: z.ZodType<Output, Input>;
  readonly lane: Lane;
  /** Asked once the limiter lets the call pass, right before it leaves; false sends nothing. */
  readonly isStillOurs?: () => Promise<boolean>;
  /** Name of the list in the input that holds the items of a batch: refusals and warnings are traced to its items. */
  readonly batch?: string;
}

const REASONS_SHOWN = 5;

/** Typed GraphQL calls to Centra. All methods throw {@link SystemProblem}. */
export interface CentraClient {
  read<R extends I, V, O, I>(call: Call<R, V, O, I>): Promise<O>;
  /** A mutation: `userErrors` become a `rejected` problem, `userWarnings` are logged and returned. */
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
  /** For one whole exchange; 30 s by default. */
  timeoutMs?: number;
  logger?: WarningLog;
  /** Sends in place of HTTP: for whoever wants to see what would be sent. */
  post?: Post;
}

export function createCentraClient({ limiter, logger, ...options }: CentraClientOptions): CentraClient {
  const post =
    options.post ?? createPost({ url: options.url, token: options.token, timeoutMs: options.timeoutMs ?? 30_000 });
  const costs = new QueryCosts();
  let skewMs: number | undefined;

  async function exchange(
    operation: Operation,
    call: {
      document: TypedDocumentString<unknown, never>;
      variables: unknown;
      lane: Lane;
      isStillOurs?: () => Promise<boolean>;
    },
    leaving: () => Promise<void> = async () => {},
  ): Promise<unknown> {
    const query = call.document.toString();
    const body = JSON.stringify({ query, variables: call.variables });
    const complexity = costs.expected(query, call.variables);
    const reply = await limiter.pass({ lane: call.lane, mutation: operation.mutation, complexity }, async () => {
      if (call.isStillOurs) await refuseUnlessStillOurs(operation, call.isStillOurs);
      await leaving();
      return post(operation, body);
    });
    if (reply.dateMs !== undefined) skewMs = reply.dateMs - Date.now();
    const outcome = classifyReply(operation, reply, Date.now());
    if (outcome.closedForMs !== undefined) await limiter.pauseUntil(Date.now() + outcome.closedForMs);
    if (outcome.complexity !== undefined) {
      costs.learn(query, call.variables, outcome.complexity);
      await limiter.recordCost(outcome.complexity);
    }
    if (outcome.problem) throw outcome.problem;
    return outcome.data;
  }

  return {
    async read(call) {
      const operation = { name: call.operation, mutation: false };
      return parseAnswer(operation, call.answer, await exchange(operation, call));
    },
    write: (call) => {
      const operation = { name: call.operation, mutation: true };
      return asChange({ system: 'centra', operation: call.operation }, async (leaving) => {
        const data = await exchange(operation, call, leaving);
        const reply = parseAnswer(operation, z.record(z.string(), payload), data)[call.operation];
        if (!reply) throw answerMalformed(operation, 'its payload is missing');
        const refusal = summarise(reply.userErrors.map(sentence));
        if (refusal)
          throw centraProblem('rejected', operation, {
            sentence: `Centra refused ${call.operation}: ${refusal}`,
            ...namedItems(reply.userErrors, call.batch),
          });
        const warnings = reply.userWarnings.map(sentence);
        for (const warning of warnings) logger?.warn({ operation: call.operation, warning }, 'Centra warned');
        const { items: warnedItems = [] } = namedItems(reply.userWarnings, call.batch);
        return { answer: parseAnswer(operation, call.answer, data), warnings, warnedItems };
      });
    },
    clockSkewMs: () => skewMs,
  };
}

/** A batch may be refused for each of its items; a person needs only a few of the reasons. */
function summarise(reasons: readonly string[]): string {
  const more = reasons.length - REASONS_SHOWN;
  return [...reasons.slice(0, REASONS_SHOWN), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function sentence({ message, path }: z.output<typeof notice>): string {
  return withoutPersonalData(path?.length ? `${message} (at ${path.join('.')})` : message);
}

function parseAnswer<O, I>(operation: Operation, answer: z.ZodType<O, I>, data: unknown): O {
  answerSeen({ system: 'centra', operation: operation.name, answer: data, shape: answer });
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
