export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** From opening to closing on one day, in minutes since midnight on the location's clock; 1440 is midnight at the end. */
export interface OpenSpan {
  readonly opens: number;
  readonly closes: number;
}

/** The spans of each weekday, in order and apart from each other; a day left out is closed. */
export type OpeningHours = Readonly<Partial<Record<Weekday, readonly OpenSpan[]>>>;

/** When a location is open. */
export interface OpeningCalendar {
  /** Without hours the location is open around the clock, apart from its closed dates. */
  readonly hours?: OpeningHours | undefined;
  /** Days on which it stays closed whatever the hours say, `2026-12-25`. */
  readonly closedDates: readonly string[];
  /** IANA time zone of the hours and dates. */
  readonly timeZone: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const AROUND_THE_CLOCK: readonly OpenSpan[] = [{ opens: 0, closes: 1_440 }];
/** Open hours are counted for this long at most, so that a location that hardly ever opens does not wait for years. */
const LONGEST_MS = 60 * DAY_MS;

/**
 * When `openMs` of open hours that start at `startMs` (epoch) have passed. Open hours are real time: a night shift loses an
 * hour when summer time begins. Whatever the calendar says, the count ends after {@link LONGEST_MS}, or after `openMs` of plain time
 * when that is longer.
 */
export function afterOpenHours(startMs: number, openMs: number, calendar: OpeningCalendar): number {
  if (openMs <= 0) return startMs;
  const latest = startMs + Math.max(openMs, LONGEST_MS);
  let left = openMs;
  for (const { from, to } of openPeriods(startMs, latest, calendar)) {
    if (left <= to - from) return from + left;
    left -= to - from;
  }
  return latest;
}

interface Period {
  readonly from: number;
  readonly to: number;
}

/** Every period of open hours between two moments, in order. */
function* openPeriods(startMs: number, endMs: number, { hours, closedDates, timeZone }: OpeningCalendar) {
  const closed = new Set(closedDates);
  for (const { from, to, offset } of steadyPeriods(startMs, endMs, offsetIn(timeZone))) {
    // Local time as if it were UTC: within a steady period the two differ by a constant.
    for (let midnight = dayOf(from + offset); midnight < to + offset; midnight += DAY_MS) {
      const date = new Date(midnight);
      if (closed.has(date.toISOString().slice(0, 10))) continue;
      for (const { opens, closes } of hours ? spansOn(date, hours) : AROUND_THE_CLOCK) {
        const period: Period = {
          from: Math.max(from, midnight + opens * MINUTE_MS - offset),
          to: Math.min(to, midnight + closes * MINUTE_MS - offset),
        };
        if (period.from < period.to) yield period;
      }
    }
  }
}

const dayOf = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS;

const spansOn = (date: Date, hours: OpeningHours): readonly OpenSpan[] => {
  const weekday = WEEKDAYS[date.getUTCDay()];
  return (weekday && hours[weekday]) ?? [];
};

/** Cuts time into periods of a day at most in which the clocks are not changed. */
function* steadyPeriods(startMs: number, endMs: number, offsetAt: OffsetAt) {
  for (let from = startMs; from < endMs; ) {
    const offset = offsetAt(from);
    const to = firstChange(from, Math.min(from + DAY_MS, endMs), offsetAt);
    yield { from, to, offset };
    from = to;
  }
}

/** The moment at which the clocks are changed between two moments, or the later one when they are not. */
function firstChange(from: number, to: number, offsetAt: OffsetAt): number {
  const offset = offsetAt(from);
  if (offsetAt(to) === offset) return to;
  let [before, after] = [from, to];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/** A time of day that a date does not have, since clocks are put forward over it, and the first that it has instead. */
export interface SkippedTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** The dates between two moments (epoch ms) that do not have a time of day, each with the first minute after the jump. */
export function skippedTimes(minutes: number, timeZone: string, { from, to }: Period): SkippedTime[] {
  const offsetAt = offsetIn(timeZone);
  const skipped: SkippedTime[] = [];
  for (const period of steadyPeriods(from, to, offsetAt)) {
    const jump = offsetAt(period.to) - period.offset;
    const midnight = dayOf(period.to + period.offset);
    const last = (period.to + period.offset - midnight) / MINUTE_MS;
    if (jump <= 0 || minutes < last || minutes >= last + jump / MINUTE_MS) continue;
    const first = new Date(period.to + period.offset + jump);
    skipped.push({
      year: first.getUTCFullYear(),
      month: first.getUTCMonth() + 1,
      day: first.getUTCDate(),
      hour: first.getUTCHours(),
      minute: first.getUTCMinutes(),
    });
  }
  return skipped;
}

/** By how many ms local time is ahead of UTC at a moment. */
type OffsetAt = (ms: number) => number;

function offsetIn(timeZone: string): OffsetAt {
  const clock = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (ms) => {
    const parts = clock.formatToParts(ms);
    const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
    const local = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
    return local - Math.floor(ms / 1_000) * 1_000;
  };
}
