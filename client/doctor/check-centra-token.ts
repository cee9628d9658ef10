import { WARN_OF_TOKEN_MS } from '../../domain/token-expiry.js';
import { type Finding, good, problem, warning } from './finding.js';

const CHECK = 'token of Centra';
const RENEW = 'make a new one of the same integration and set CENTRA_TOKEN and CENTRA_TOKEN_EXPIRES.';

/** The API does not say when a token expires, so whoever makes it has to. */
export function checkCentraToken(expiresAtMs: number | undefined, nowMs: number): Finding[] {
  if (expiresAtMs === undefined)
    return [warning(CHECK, 'every token expires; set CENTRA_TOKEN_EXPIRES to its day to be warned in time.')];
  const day = new Date(expiresAtMs).toISOString().slice(0, 10);
  const leftMs = expiresAtMs - nowMs;
  if (leftMs <= 0) return [problem(CHECK, `it expired on ${day}: ${RENEW}`)];
  return leftMs <= WARN_OF_TOKEN_MS
    ? [warning(CHECK, `it expires on ${day}: ${RENEW}`)]
    : [good(CHECK, `it expires on ${day}`)];
}
