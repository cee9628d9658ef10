import type { z } from 'zod';
import { answerSeen } from '../answers-seen.js';
import { asChange, notSent } from '../outgoing-change.js';
import { SystemProblem } from '../problem.js';
import type { Lane, RateLimiter } from '../rate-limits/port.js';
import { problemOf } from './answer-problem.js';
import { exchange, type RawAnswer, type SitooCall } from './exchange.js';

/** A call and the lane in which it waits. */
export type LimitedCall = SitooCall & {
  readonly lane: Lane;
  /** Asked once the limiter lets the call pass, right before it leaves; false sends nothing. */
  readonly isStillOurs?: (() => Promise<boolean>) | undefined;
};

/** Sends calls through the limiter and returns answers that follow their schema. */
export interface SitooTransport {
  send<T>(call: LimitedCall, answer: z.ZodType<T>): Promise<T>;
  /** Sitoo's clock minus ours, from the latest answer's Date header. */
  clockSkewMs(): number | undefined;
}

/** What a {@link SitooTransport} needs. `url` includes the account, without a slash at the end. */
export interface SitooAccess {
  readonly url: string;
  readonly apiId: string;
  readonly password: string;
  readonly timeoutMs: number;
  readonly limiter: RateLimiter;
}

/** HTTP Basic over one base URL. Every failure leaves as a {@link SystemProblem}. */
export function createTransport({ url, apiId, password, timeoutMs, limiter }: SitooAccess): SitooTransport {
  const authorization = `Basic ${Buffer.from(`${apiId}:${password}`).toString('base64')}`;
  let skewMs: number | undefined;

  async function sendOne<T>(call: LimitedCall, schema: z.ZodType<T>, leaving: () => Promise<void>): Promise<T> {
    const cost = { lane: call.lane, mutation: call.method !== 'GET', complexity: 0 };
    const answer = await limiter.pass(cost, async () => {
      if (call.isStillOurs !== undefined && !(await call.isStillOurs()))
        throw notSent({ system: 'sitoo', operation: call.operation }, 'another process took it over while it waited');
      await leaving();
      return exchange(call, { url, authorization, timeoutMs });
    });
    skewMs = skewOf(answer) ?? skewMs;
    const json = jsonOf(answer.text);
    const problem = problemOf(call, answer, json);
    if (problem?.kind === 'throttled') await limiter.pauseUntil(answer.receivedAtMs + (problem.retryAfterMs ?? 0));
    if (problem !== undefined) throw problem;
    answerSeen({ system: 'sitoo', operation: call.operation, answer: json, shape: schema });
    const parsed = schema.safeParse(json);
    if (!parsed.success) throw unreadable(call, answer, parsed.error);
    return parsed.data;
  }

  return {
    send: (call, schema) =>
      call.method === 'GET'
        ? sendOne(call, schema, async () => {})
        : asChange({ system: 'sitoo', operation: call.operation }, (leaving) => sendOne(call, schema, leaving)),
    clockSkewMs: () => skewMs,
  };
}

/** A success that we cannot parse. After a write the effect is unknown; a read breaks the contract. */
function unreadable(call: SitooCall, answer: RawAnswer, error: z.ZodError): SystemProblem {
  const write = call.method !== 'GET';
  const where = error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'the answer'}: ${issue.code}`);
  return new SystemProblem({
    kind: write ? 'unknown-outcome' : 'malformed-answer',
    system: 'sitoo',
    operation: call.operation,
    sentence: `Sitoo's answer to ${call.operation} does not follow the contract (${where.join('; ')})${
      write ? '; it may have taken effect, look before repeating it' : ''
    }.`,
    status: answer.status,
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No valid JSON document is `undefined`, so every schema refuses it.
    return undefined;
  }
}

/** The header has whole seconds: it stands for the middle of its second, at the middle of the exchange. */
function skewOf({ headers, sentAtMs, receivedAtMs }: RawAnswer): number | undefined {
  const date = Date.parse(String(headers.date ?? ''));
  return Number.isNaN(date) ? undefined : Math.round(date + 500 - (sentAtMs + receivedAtMs) / 2);
}
