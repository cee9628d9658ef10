import { z } from 'zod';
import type { CustomerEmails } from '../../domain/brand.js';
import { answerSeen } from '../answers-seen.js';
import { asChange } from '../outgoing-change.js';
import type { Lane, RateLimiter } from '../rate-limits/port.js';
import type { WarningLog } from '../warning-log.js';
import { classifyReply } from './classify-reply.js';
import { INFERRED_STATUSES, KNOWN_STATUSES } from './codes.js';
import type { OrderStatus, TypedDocumentString } from './generated/documents.js';
import { createListLimits, listArgumentsDocument, type PreparedDocument, schemaAnswer } from './list-limits.js';
import { mergePages } from './merge-pages.js';
import type { Depth } from './nested-lists.js';
import { namedItems, notice } from './notices.js';
import { answerMalformed, centraProblem, type Operation, withoutPersonalData } from './problems.js';
import { QueryCosts } from './query-costs.js';
import { createReplyNotes, type ReplyNotes } from './reply-notes.js';
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
/** Pages of the lists of one object: beyond any order or product that there is. */
const PAGES_OF_LISTS = 50;

/** Typed GraphQL calls to Centra. All methods throw {@link SystemProblem}. */
export interface CentraClient {
  /** A nested list that came as long as Centra gives it is a `malformed-answer`: there may be more than we see. */
  read<R extends I, V, O, I>(call: Call<R, V, O, I>): Promise<O>;
  /** Reads rows; `cut` are the indexes of those whose nested lists may go on, to be read with {@link readWhole}. */
  readRows<R extends I, V, O, I>(call: Call<R, V, O, I>): Promise<{ answer: O; cut: ReadonlySet<number> }>;
  /** Reads one row with all of its lists, page after page of them. */
  readWhole<R extends I, V, O, I>(call: Call<R, V, O, I>): Promise<O>;
  /** Rows to ask for in one call: fewer of an endpoint that counts every row of a nested list, whether it is there or not. */
  rowsACall(
    document: TypedDocumentString<unknown, never>,
    rows: { usual: number; limited: number },
    lane: Lane,
  ): Promise<number>;
  /** Statuses of placed orders for the filter of lists: all that this endpoint takes. */
  placedStatuses(lane: Lane): Promise<OrderStatus[]>;
  /** For the filter by store that lists take; empty when the brand file names no store. */
  readonly ofStore: { readonly stores?: number[] };
  readonly emails: CustomerEmails;
  /** What is read beside the usual, each with permissions of its own. */
  readonly readsAlso: ReadAlso;
  /** A mutation: `userErrors` become a `rejected` problem, `userWarnings` are logged and returned. */
  write<R extends I, V, O, I>(
    call: Call<R, V, O, I>,
  ): Promise<{ answer: O; warnings: string[]; warnedItems: readonly number[] }>;
  clockSkewMs(): number | undefined;
  notes(): ReplyNotes;
}

const payload = z.object({ userErrors: z.array(notice), userWarnings: z.array(notice) });

/** What a brand may want of products: each field of it needs a permission that not every token has. */
export interface ReadAlso {
  /** Country of origin and tariff number of products. */
  readonly customs: boolean;
  /** Tax groups of displays. */
  readonly taxGroups: boolean;
}

const ALL_EMAILS: CustomerEmails = { shipped: true, returned: true };

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
  /** Id of the brand's store in Centra; left out when it has only one. */
  store?: number;
  /** When the token expires, epoch ms; nothing in the API says it. */
  tokenExpiresAtMs?: number;
  /** Both are sent when left out. */
  emails?: CustomerEmails;
  /** Neither when left out. */
  readsAlso?: ReadAlso;
}

export function createCentraClient({
  limiter,
  logger,
  store,
  emails = ALL_EMAILS,
  readsAlso = { customs: false, taxGroups: false },
  ...options
}: CentraClientOptions): CentraClient {
  const post =
    options.post ?? createPost({ url: options.url, token: options.token, timeoutMs: options.timeoutMs ?? 30_000 });
  const costs = new QueryCosts();
  const notes = createReplyNotes(logger);
  let skewMs: number | undefined;

  async function exchange(
    operation: Operation,
    call: Sent,
    leaving: () => Promise<void> = async () => {},
  ): Promise<unknown> {
    const { query } = call;
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
    notes.take(outcome.notes);
    if (outcome.problem) throw outcome.problem;
    return outcome.data;
  }

  const lists = createListLimits(async (lane) => {
    const sent = { query: listArgumentsDocument.toString(), variables: {}, lane };
    return parseAnswer(SCHEMA, schemaAnswer, await exchange(SCHEMA, sent));
  });
  const prepared = ({ document, lane }: Pick<Readable, 'document' | 'lane'>, depth: Depth = 'usual') =>
    lists.prepare(document.toString(), depth, lane);

  async function readData(
    call: Readable,
    depth: Depth,
  ): Promise<{ data: unknown; full: ReturnType<PreparedDocument['fullLists']> }> {
    const document = await prepared(call, depth);
    const data = await exchange(readOf(call), { ...call, query: document.text });
    return { data, full: document.fullLists(data) };
  }

  return {
    async read(call) {
      const { data, full } = await readData(call, 'usual');
      refuseCut(readOf(call), full);
      return parseAnswer(readOf(call), call.answer, data);
    },
    async readRows(call) {
      const { data, full } = await readData(call, 'usual');
      return { answer: parseAnswer(readOf(call), call.answer, data), cut: new Set(full.map(({ row }) => row)) };
    },
    async readWhole(call) {
      const first = await readData(call, { page: 1 });
      let { data, full } = first;
      for (let page = 2; full.length > 0; page += 1) {
        refuseCut(readOf(call), page > PAGES_OF_LISTS ? full : full.filter(({ isPaged }) => !isPaged));
        const next = await readData(call, { page });
        data = mergePages(call.document.toString(), data, next.data);
        full = next.full;
      }
      return parseAnswer(readOf(call), call.answer, data);
    },
    async rowsACall(document, { usual, limited }, lane) {
      const { text, isLimited, complexityOfRow } = await prepared({ document, lane });
      return costs.rowsWithin(text, isLimited ? limited : usual, complexityOfRow);
    },
    async placedStatuses(lane) {
      const isTaken = await Promise.all(INFERRED_STATUSES.map((status) => lists.takesOrderStatus(status, lane)));
      return [...KNOWN_STATUSES, ...INFERRED_STATUSES.filter((_, i) => isTaken[i])];
    },
    ofStore: store === undefined ? {} : { stores: [store] },
    emails,
    readsAlso,
    write: async (call) => {
      const operation = { name: call.operation, mutation: true };
      const document = await prepared(call);
      return asChange({ system: 'centra', operation: call.operation }, async (leaving) => {
        const data = await exchange(operation, { ...call, query: document.text }, leaving);
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
        refuseCut(operation, document.fullLists(data));
        return { answer: parseAnswer(operation, call.answer, data), warnings, warnedItems };
      });
    },
    clockSkewMs: () => skewMs,
    notes: () => notes.seen(),
  };
}

/** A document on its way, with the limits that the endpoint takes. */
interface Sent {
  readonly query: string;
  readonly variables: unknown;
  readonly lane: Lane;
  readonly isStillOurs?: () => Promise<boolean>;
}

interface Readable extends Omit<Sent, 'query'> {
  readonly operation: string;
  readonly document: TypedDocumentString<unknown, never>;
}

const SCHEMA: Operation = { name: '__type', mutation: false };
const readOf = ({ operation: name }: { readonly operation: string }): Operation => ({ name, mutation: false });

/** Of a list that may go on nobody may say that this is all. */
function refuseCut(operation: Operation, full: readonly { readonly list: string }[]): void {
  const [first] = full;
  if (first)
    throw answerMalformed(operation, `${first.list} may have been cut: it came as long as Centra gives it at once`);
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
