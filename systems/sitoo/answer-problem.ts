import { SystemProblem } from '../problem.js';
import type { RawAnswer, SitooCall } from './exchange.js';
import { withoutPersonalData } from './without-personal-data.js';

/** Sitoo documents no wait for "Too many connections"; a second is longer than any call it is busy with. */
const DEFAULT_WAIT_MS = 1_000;

/**
 * The problem that an answer reports, or undefined when it is a success. Sitoo may put an error's `statuscode` into the body
 * of a 200, so the body counts as much as the status line.
 */
export function problemOf(call: SitooCall, answer: RawAnswer, json: unknown): SystemProblem | undefined {
  const inBody = statusInBody(json);
  const status = answer.status >= 400 ? answer.status : (inBody ?? answer.status);
  const problem = (kind: SystemProblem['kind'], sentence: string, retryAfterMs?: number) =>
    new SystemProblem({
      kind,
      system: 'sitoo',
      operation: call.operation,
      sentence,
      status,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  if (status === 429 || inBody === 429)
    return problem('throttled', `Sitoo asked to wait before ${call.operation}.`, waitMs(answer));
  if (status === 401 || status === 403)
    return problem(
      'unauthorised',
      `Sitoo refused our credentials for ${call.operation} (${status}); check the API ID, its password and permissions, and the IP allow list.`,
    );
  // What a site does not have it will not have in a moment either.
  if (status === 501) return problem('rejected', `Sitoo does not offer ${call.operation} (${status}).`);
  if (status >= 500 || status === 408)
    return call.method === 'GET'
      ? problem('unreachable', `Sitoo failed on ${call.operation} (${status}).`)
      : problem(
          'unknown-outcome',
          `Sitoo failed on ${call.operation} (${status}); it may have taken effect, look before repeating it.`,
        );
  if (status >= 400)
    return problem('rejected', `Sitoo refused ${call.operation} (${status}): ${errorText(json, call.body)}`);
  if (status >= 300)
    return problem(
      'malformed-answer',
      `Sitoo answered ${call.operation} with a redirect (${status}); check the base URL.`,
    );
  return undefined;
}

/** Milliseconds to stay away, by `Retry-After` (seconds or a date) or else `X-Rate-Limit-Reset` (epoch seconds). */
export function waitMs(answer: RawAnswer): number {
  const retryAfter = one(answer.headers['retry-after']);
  // Sitoo's dates follow its own clock: measured against the Date of the answer, a wrong clock on either side does no harm.
  const theirNowMs = Date.parse(one(answer.headers.date) ?? '') || answer.receivedAtMs;
  if (retryAfter !== undefined && /^\d+$/.test(retryAfter)) return Number(retryAfter) * 1_000;
  const untilMs =
    retryAfter === undefined ? Number(one(answer.headers['x-rate-limit-reset'])) * 1_000 : Date.parse(retryAfter);
  return Number.isFinite(untilMs) && untilMs > 0 ? Math.max(0, untilMs - theirNowMs) : DEFAULT_WAIT_MS;
}

/** `errortext` of an error body, fit for a sentence: short and without the personal data that we sent. */
export function errorText(json: unknown, sent: unknown): string {
  const reason = isObject(json) && typeof json.errortext === 'string' ? json.errortext.trim() : '';
  return reason === '' ? 'no reason given.' : withoutPersonalData(reason, sent).slice(0, 300);
}

function statusInBody(json: unknown): number | undefined {
  return isObject(json) && typeof json.statuscode === 'number' && json.statuscode >= 400 ? json.statuscode : undefined;
}

const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
