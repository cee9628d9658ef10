import { request } from 'undici';
import { neverSent } from '../never-sent.js';
import { asChange } from '../outgoing-change.js';
import { SystemProblem } from '../problem.js';
import type { Lane, RateLimiter } from '../rate-limits/port.js';
import type { OddRows } from './odd-rows.js';
import { problemOf } from './refusal.js';

export interface OngoingCall {
  /** Named as in the vendor's reference, e.g. `PUT orders`. */
  readonly operation: string;
  readonly query?: Query;
  readonly body?: object;
  readonly lane: Lane;
  /** Personal values in the body; they are struck from anything the vendor says about the call. */
  readonly personal?: readonly string[];
}

/** What every call needs: the connection, and the owner of the goods for whom it asks. */
export interface Tenant {
  readonly connection: Connection;
  readonly goodsOwnerId: number;
  readonly odd: OddRows;
}

/** A key may stand several times: Ongoing takes a list with commas for one odd value. */
export type Query = readonly (readonly [key: string, value: string | number])[];

export interface Connection {
  /** Sends one call when the limiter lets it pass; returns the parsed JSON of a 2xx. @throws SystemProblem */
  call(call: OngoingCall): Promise<unknown>;
  clockSkewMs(): number | undefined;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly limiter: RateLimiter;
  readonly timeoutMs: number;
}

/** What to wait when a 429 does not say. */
const DEFAULT_RETRY_AFTER_MS = 5_000;

/**
 * HTTP to one Ongoing tenant. `undici.request`, never the global `fetch`: a tenant was seen to answer 500 to every
 * call that carries fetch's extra headers. The body is sent with its length, never chunked, for the same reason.
 */
export function connect({ url, user, password, limiter, timeoutMs }: ConnectionOptions): Connection {
  const base = url.replace(/\/+$/, '');
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  let skewMs: number | undefined;

  async function send(call: OngoingCall): Promise<unknown> {
    const [method = 'GET', path = ''] = call.operation.split(' ');
    const query = new URLSearchParams((call.query ?? []).map(([key, value]): [string, string] => [key, String(value)]));
    const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
    const answer = await exchange(call.operation, async () => {
      const response = await request(`${base}/${path}${query.size > 0 ? `?${query}` : ''}`, {
        method: method as 'GET' | 'PUT' | 'DELETE',
        headers: {
          authorization,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(body.length) }),
        },
        ...(body === undefined ? {} : { body }),
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: response.statusCode, headers: response.headers, body: await response.body.text() };
    });
    const theirClock = Date.parse(String(answer.headers.date));
    if (!Number.isNaN(theirClock)) skewMs = theirClock - Date.now();
    if (answer.status >= 200 && answer.status < 300) return readJson(call.operation, answer.status, answer.body);

    const isThrottled = answer.status === 429;
    const wait = retryAfterMs(answer.headers['retry-after']) ?? (isThrottled ? DEFAULT_RETRY_AFTER_MS : undefined);
    if (isThrottled && wait !== undefined) await limiter.pauseUntil(Date.now() + wait);
    throw problemOf({ ...answer, operation: call.operation, personal: call.personal ?? [], retryAfterMs: wait });
  }

  return {
    call: (call) => {
      const { operation, lane } = call;
      if (isRead(operation)) return limiter.pass({ lane, mutation: false, complexity: 0 }, () => send(call));
      return asChange({ system: 'wms', operation }, (leaving) =>
        limiter.pass({ lane, mutation: true, complexity: 0 }, async () => {
          await leaving();
          return send(call);
        }),
      );
    },
    clockSkewMs: () => skewMs,
  };
}

async function exchange<T>(operation: string, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (cause) {
    throw new SystemProblem({
      kind: isRead(operation) || neverSent(cause) ? 'unreachable' : 'unknown-outcome',
      system: 'wms',
      operation,
      sentence: `The warehouse system gave no answer to ${operation}.`,
      cause,
    });
  }
}

const isRead = (operation: string): boolean => operation.startsWith('GET ');

/** A firewall can answer 200 with a web page; that is no answer from the WMS. */
function readJson(operation: string, status: number, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new SystemProblem({
      kind: isRead(operation) ? 'unreachable' : 'unknown-outcome',
      system: 'wms',
      operation,
      status,
      sentence: `Something in front of the warehouse system answered ${operation} with a text that is not JSON.`,
      cause,
    });
  }
}

function retryAfterMs(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
