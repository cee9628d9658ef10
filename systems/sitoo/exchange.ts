import { request } from 'undici';
import { neverSent } from '../never-sent.js';
import { SystemProblem } from '../problem.js';

/** One call, in Sitoo's own terms. `path` is under the account and carries its `.json`. */
export interface SitooCall {
  /** Method and resource, e.g. `POST orders`: what a problem names as its operation. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** Lists become one comma separated value: a repeated parameter silently keeps only its last value. */
  readonly query?: Readonly<Record<string, string | number | boolean | readonly (string | number)[]>>;
  readonly body?: unknown;
}

/** An answer, not yet parsed. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly sentAtMs: number;
  readonly receivedAtMs: number;
}

/**
 * Sends one call and reads the whole answer, whatever its status.
 * @throws SystemProblem `unreachable` for a read and for a write that was certainly not sent, else `unknown-outcome`.
 */
export async function exchange(
  call: SitooCall,
  to: { url: string; authorization: string; timeoutMs: number },
): Promise<RawAnswer> {
  const sentAtMs = Date.now();
  try {
    const response = await request(`${to.url}/${call.path}${queryText(call.query)}`, {
      method: call.method,
      headers: {
        authorization: to.authorization,
        accept: 'application/json',
        ...(call.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      // One deadline for the whole exchange: an answer that trickles in is as good as none.
      signal: AbortSignal.timeout(to.timeoutMs),
    });
    const text = await response.body.text();
    return { status: response.statusCode, headers: response.headers, text, sentAtMs, receivedAtMs: Date.now() };
  } catch (cause) {
    const code = codeOf(cause);
    const sent = !neverSent(cause);
    const write = call.method !== 'GET';
    throw new SystemProblem({
      kind: write && sent ? 'unknown-outcome' : 'unreachable',
      system: 'sitoo',
      operation: call.operation,
      sentence: sent
        ? `Sitoo did not answer ${call.operation} (${code})${write ? '; it may have taken effect, look before repeating it' : ''}.`
        : `Sitoo could not be reached for ${call.operation} (${code}); check the network and the base URL if this lasts.`,
      cause,
    });
  }
}

function queryText(query: SitooCall['query']): string {
  if (query === undefined) return '';
  const pairs = Object.entries(query).map(([name, value]) => {
    const values = Array.isArray(value) ? value : [value];
    return `${name}=${values.map((v) => encodeURIComponent(String(v))).join(',')}`;
  });
  return `?${pairs.join('&')}`;
}

/** Looks at the shape, not the class: an error of another realm is no `instanceof Error`. */
function codeOf(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return 'unknown failure';
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return 'name' in cause ? String(cause.name) : 'unknown failure';
}
