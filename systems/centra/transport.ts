import { Agent, request } from 'undici';
import { neverSent } from '../never-sent.js';
import { answerLost, centraProblem, type Operation } from './problems.js';

const CONNECT_TIMEOUT_MS = 5_000;
/** A page of 200 orders is about 1 MB; anything near this is no answer of ours. */
const LARGEST_ANSWER_BYTES = 64 * 1024 * 1024;

/** An answer over HTTP, not yet read. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly retryAfter?: string;
  /** Centra's clock when it answered, epoch milliseconds, from the Date header. */
  readonly dateMs?: number;
}

export type Post = (operation: Operation, body: string) => Promise<Reply>;

/**
 * Posts GraphQL over HTTP with explicit time limits and the bearer token.
 * Throws `unreachable` when nothing can have been sent, otherwise what {@link answerLost} makes of it.
 */
export function createPost(options: { url: string; token: string; timeoutMs: number }): Post {
  const address = graphqlAddress(options.url);
  const dispatcher = new Agent({
    connect: { timeout: Math.min(CONNECT_TIMEOUT_MS, options.timeoutMs) },
    headersTimeout: options.timeoutMs,
    bodyTimeout: options.timeoutMs,
    maxResponseSize: LARGEST_ANSWER_BYTES,
  });
  return async (operation, body) => {
    try {
      const answer = await request(address, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          authorization: `Bearer ${options.token}`,
        },
        body,
        dispatcher,
        // One limit over the whole exchange: an answer that trickles in would outlive the idle time-outs.
        signal: AbortSignal.timeout(options.timeoutMs),
      });
      return readReply(answer.statusCode, answer.headers, await answer.body.text());
    } catch (cause) {
      if (neverSent(cause))
        throw centraProblem('unreachable', operation, {
          sentence: 'Centra cannot be reached: no connection could be made.',
          cause,
        });
      throw answerLost(operation, `the connection broke or ran longer than ${options.timeoutMs} ms`, { cause });
    }
  };
}

/** The address of the GraphQL endpoint for a base url, with or without a slash or the path already on it. */
export function graphqlAddress(url: string): string {
  const base = url.replace(/\/+$/, '');
  return base.endsWith('/graphql') ? base : `${base}/graphql`;
}

function readReply(status: number, headers: Record<string, string | string[] | undefined>, body: string): Reply {
  const retryAfter = single(headers['retry-after']);
  const dateMs = Date.parse(single(headers.date) ?? '');
  return {
    status,
    body,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(Number.isNaN(dateMs) ? {} : { dateMs }),
  };
}

const single = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header);
