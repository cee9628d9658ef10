/** What to wait when a 429 says nothing usable: Centra's shortest budget window. */
const DEFAULT_MS = 10_000;
/** Centra's longest window is an hour: no sensible answer can ask for more. */
const LONGEST_MS = 3_600_000;

/**
 * How long a 429 asks us to stay away, in milliseconds. Centra documents a timestamp without giving its form, so seconds,
 * an HTTP date, unix time (seconds or milliseconds) and ISO 8601 are all understood. `nowMs` is Centra's clock.
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number {
  const wait = header === undefined ? undefined : readWait(header.trim(), nowMs);
  if (wait === undefined || Number.isNaN(wait)) return DEFAULT_MS;
  return Math.min(Math.max(Math.ceil(wait), 0), LONGEST_MS);
}

function readWait(text: string, nowMs: number): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) {
    const value = Number(text);
    if (value < 1e9) return value * 1000;
    return (value < 1e11 ? value * 1000 : value) - nowMs;
  }
  // A time without a zone is taken as UTC, never as the zone of this machine.
  const zoneless = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?$/.test(text);
  return Date.parse(zoneless ? `${text.replace(' ', 'T')}Z` : text) - nowMs;
}
