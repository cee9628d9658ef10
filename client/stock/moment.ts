/** Summer time may begin or end on the way; no zone moves its clocks by more. */
const LARGEST_SHIFT_MS = 2 * 60 * 60_000;

/** A moment in a time zone, `2026-11-24 14:02:05`. */
export function localTime(atMs: number, timeZone: string): string {
  // Swedes write dates as ISO does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(atMs);
}

/**
 * Reads a moment as a person writes it: ISO with a zone, ISO without one or `14:02` of today on the clock of `timeZone`.
 * A time of today that is in the future stays in the future.
 * @returns epoch ms; undefined when it is not a moment
 */
export function readMoment(text: string, timeZone: string, nowMs: number): number | undefined {
  const written = text.trim().replace(' ', 'T');
  if (/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/i.test(written)) return known(Date.parse(written));
  const clock = /^\d{1,2}:\d{2}(:\d{2})?$/.test(written);
  const [day = '', time = ''] = clock ? [localTime(nowMs, timeZone).slice(0, 10), written] : written.split('T');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^\d{1,2}:\d{2}(:\d{2})?$/.test(time)) return undefined;
  const asUtc = known(Date.parse(`${day}T${time.padStart(time.split(':').length * 3 - 1, '0')}Z`));
  return asUtc === undefined ? undefined : whenClocksShow(asUtc, timeZone);
}

/** The first moment at which the clocks of a zone show what UTC's show at `asUtc`. */
function whenClocksShow(asUtc: number, timeZone: string): number | undefined {
  const shown = (at: number): number => Date.parse(`${localTime(at, timeZone).replace(' ', 'T')}Z`);
  for (const near of [asUtc - LARGEST_SHIFT_MS, asUtc + LARGEST_SHIFT_MS, asUtc]) {
    const at = asUtc - (shown(near) - near);
    if (shown(at) === asUtc) return at;
  }
  return undefined;
}

const known = (ms: number): number | undefined => (Number.isNaN(ms) ? undefined : ms);
