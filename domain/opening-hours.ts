export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** Hours a store is staffed, `10:00-19:00` by weekday; a day left out is closed. */
export type OpeningHours = Readonly<Partial<Record<Weekday, string>>>;

const WEEKDAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MINUTE_MS = 60_000;
/** A store that is closed for longer than this has no promise to keep; the promise then ends here. */
const LONGEST_DAYS = 60;

/**
 * When a promise of `promiseMs` of open hours that starts at `startMs` (epoch) runs out. Counted in whole minutes of the
 * store's own time zone, so that closed nights, Sundays and summer time are right. Without hours the store is always open.
 */
export function promisedBy(
  startMs: number,
  promiseMs: number,
  hours: OpeningHours | undefined,
  timeZone: string,
): number {
  if (!hours || Object.keys(hours).length === 0) return startMs + promiseMs;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  let left = Math.ceil(promiseMs / MINUTE_MS);
  let at = startMs;
  const end = startMs + LONGEST_DAYS * 24 * 60 * MINUTE_MS;
  while (left > 0 && at < end) {
    if (isOpen(clock, at, hours)) left -= 1;
    at += MINUTE_MS;
  }
  return at;
}

function isOpen(clock: Intl.DateTimeFormat, at: number, hours: OpeningHours): boolean {
  const fulfilments = Object.fromEntries(clock.formatToParts(at).map((p) => [p.type, p.value]));
  const day = WEEKDAYS.find((d) => d === fulfilments.weekday?.toLowerCase().slice(0, 3));
  const span = day ? hours[day] : undefined;
  if (!span) return false;
  const now = `${fulfilments.hour}:${fulfilments.minute}`;
  const [from = '', to = ''] = span.split('-');
  return now >= from && now < to;
}
