import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { afterOpenHours, type OpeningCalendar, type OpeningHours, WEEKDAYS } from '../../domain/opening-hours.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const timeZone = 'Europe/Stockholm';

const span = (text: string) => {
  const [opens = 0, closes = 0] = text.split('-').map((time) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return hour * 60 + minute;
  });
  return { opens, closes };
};
const week = (days: Record<string, string[]>): OpeningHours =>
  Object.fromEntries(Object.entries(days).map(([day, spans]) => [day, spans.map(span)]));

const TEN_TO_SEVEN = week({ mon: ['10:00-19:00'], tue: ['10:00-19:00'], fri: ['10:00-19:00'] });

const ends = (start: string, hours: number, calendar: Partial<OpeningCalendar> = {}): string =>
  new Date(
    afterOpenHours(Date.parse(start), hours * HOUR_MS, { hours: TEN_TO_SEVEN, closedDates: [], timeZone, ...calendar }),
  ).toISOString();

describe('a count of open hours', () => {
  it('The count runs straight through at a location that is always open', () => {
    expect(ends('2026-11-23T22:00:00Z', 4, { hours: undefined })).toBe('2026-11-24T02:00:00.000Z');
  });

  it('The count adds seconds as they pass, not whole minutes', () => {
    expect(ends('2026-11-23T10:00:20.500Z', 1)).toBe('2026-11-23T11:00:20.500Z');
  });

  it('The count stops overnight and continues in the morning', () => {
    // Monday 17:00 in Stockholm, four open hours: two on Monday, two on Tuesday.
    expect(ends('2026-11-23T16:00:00Z', 4)).toBe('2026-11-24T11:00:00.000Z');
  });

  it('The count starts at opening when it begins earlier', () => {
    expect(ends('2026-11-23T03:00:00Z', 1)).toBe('2026-11-23T10:00:00.000Z');
  });

  it('The count may end at the very moment of closing', () => {
    expect(ends('2026-11-23T17:00:00Z', 1)).toBe('2026-11-23T18:00:00.000Z');
  });

  it('The count skips days without hours', () => {
    // Tuesday 18:30: half an hour that day, then Friday from 10:00.
    expect(ends('2026-11-24T17:30:00Z', 1)).toBe('2026-11-27T09:30:00.000Z');
  });

  it('The count skips the break between two spans of a day', () => {
    const hours = week({ mon: ['10:00-14:00', '15:00-19:00'], tue: ['10:00-14:00'] });
    // Monday 13:00: one hour before the break, four after it, one on Tuesday.
    expect(ends('2026-11-23T12:00:00Z', 6, { hours })).toBe('2026-11-24T10:00:00.000Z');
  });

  it('The count skips closed dates, even at a location that is open around the clock', () => {
    expect(ends('2026-11-23T16:00:00Z', 4, { closedDates: ['2026-11-24'] })).toBe('2026-11-27T11:00:00.000Z');
    const always = { hours: undefined, closedDates: ['2026-12-25', '2026-12-26'] };
    expect(ends('2026-12-24T21:00:00Z', 4, always)).toBe('2026-12-27T01:00:00.000Z');
  });

  it('The count takes a day by the clock of the location, not by UTC', () => {
    // 23:30 UTC on Christmas Eve is 00:30 on Christmas Day in Stockholm.
    expect(ends('2026-12-24T23:30:00Z', 1, { hours: undefined, closedDates: ['2026-12-25'] })).toBe(
      '2026-12-26T00:00:00.000Z',
    );
  });

  it('The count starts at ten by the clock before and after summer time begins', () => {
    const hours = week({ sat: ['10:00-18:00'], sun: ['10:00-18:00'], mon: ['10:00-18:00'] });
    // Saturday 28 March 17:00 is 16:00 UTC; Sunday 10:00 is 08:00 UTC.
    expect(ends('2026-03-28T16:00:00Z', 2, { hours })).toBe('2026-03-29T09:00:00.000Z');
    // Saturday 24 October 17:00 is 15:00 UTC; Sunday 10:00 is 09:00 UTC.
    expect(ends('2026-10-24T15:00:00Z', 2, { hours })).toBe('2026-10-25T10:00:00.000Z');
  });

  it('The count adds real hours through a night in which the clocks change', () => {
    const hours = week({ sun: ['00:00-24:00'] });
    // Sunday 29 March has 23 hours, Sunday 25 October has 25.
    expect(ends('2026-03-28T23:00:00Z', 23, { hours })).toBe('2026-03-29T22:00:00.000Z');
    expect(ends('2026-10-24T22:00:00Z', 25, { hours })).toBe('2026-10-25T23:00:00.000Z');
  });

  it('The count ends after sixty days at a location that never opens, or after plain time when that is longer', () => {
    expect(ends('2026-11-23T00:00:00Z', 4, { hours: {} })).toBe('2027-01-22T00:00:00.000Z');
    expect(ends('2026-11-23T00:00:00Z', 90 * 24, { hours: {} })).toBe('2027-02-21T00:00:00.000Z');
  });
});

describe('a count of open hours, whatever the calendar', () => {
  const MINUTE_MS = 60_000;

  const daySpans = fc
    .uniqueArray(fc.integer({ min: 0, max: 1_440 }), { minLength: 2, maxLength: 6 })
    .map((times) => times.sort((a, b) => a - b))
    .map((times) =>
      Array.from({ length: Math.floor(times.length / 2) }, (_, i) => ({
        opens: times[2 * i] ?? 0,
        closes: times[2 * i + 1] ?? 0,
      })),
    );
  const hours = fc.dictionary(fc.constantFrom(...WEEKDAYS), daySpans, { maxKeys: 7 });
  /** Around both changes of the clocks, where mistakes are made. */
  const startMs = fc
    .tuple(fc.constantFrom('2026-03-27T12:00:00Z', '2026-10-23T00:00:00Z', '2026-06-01T00:00:00Z'), fc.nat(3 * 1_440))
    .map(([from, minutes]) => Date.parse(from) + minutes * MINUTE_MS);
  const closedDates = fc.subarray(['2026-03-28', '2026-03-29', '2026-10-25', '2026-10-26', '2026-06-03']);
  const zones = fc.constantFrom('Europe/Stockholm', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC');
  const calendars = fc.record({ hours: fc.option(hours, { nil: undefined }), closedDates, timeZone: zones });
  const openMinutes = fc.nat(4 * 1_440);

  it('The count agrees with a walk minute by minute', () => {
    fc.assert(
      fc.property(startMs, fc.nat(600), calendars, (start, minutes, calendar) => {
        const withinDays = 3;
        const walked = walk(start, minutes, calendar, withinDays);
        const counted = afterOpenHours(start, minutes * MINUTE_MS, calendar);
        if (walked === undefined) expect(counted).toBeGreaterThan(start + withinDays * DAY_MS);
        else expect(new Date(counted).toISOString()).toBe(new Date(walked).toISOString());
      }),
      { numRuns: 40 },
    );
  });

  it('The count is never shorter than plain time and never endless', () => {
    fc.assert(
      fc.property(startMs, openMinutes, calendars, (start, minutes, calendar) => {
        const passed = afterOpenHours(start, minutes * MINUTE_MS, calendar) - start;
        expect(passed).toBeGreaterThanOrEqual(minutes * MINUTE_MS);
        expect(passed).toBeLessThanOrEqual(60 * DAY_MS);
      }),
      { numRuns: 40 },
    );
  });

  it('The count never ends earlier for a later start or for more hours', () => {
    fc.assert(
      fc.property(startMs, openMinutes, fc.nat(2_000), calendars, (start, minutes, more, calendar) => {
        const first = afterOpenHours(start, minutes * MINUTE_MS, calendar);
        expect(afterOpenHours(start + more * MINUTE_MS, minutes * MINUTE_MS, calendar)).toBeGreaterThanOrEqual(first);
        expect(afterOpenHours(start, (minutes + more) * MINUTE_MS, calendar)).toBeGreaterThanOrEqual(first);
      }),
      { numRuns: 40 },
    );
  });
});

/** The slow way: looks at the clock on the wall every minute. Undefined when the minutes are not found within the days. */
function walk(startMs: number, openMinutes: number, calendar: OpeningCalendar, days: number): number | undefined {
  const wall = new Intl.DateTimeFormat('sv', {
    timeZone: calendar.timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  let left = openMinutes;
  for (let at = startMs; at <= startMs + days * DAY_MS; at += 60_000) {
    if (left === 0) return at;
    const [date = '', time = ''] = wall.format(at).split(' ');
    const day = WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'sun';
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    const now = hour * 60 + minute;
    const spans = calendar.hours ? (calendar.hours[day] ?? []) : [{ opens: 0, closes: 1_440 }];
    if (calendar.closedDates.includes(date)) continue;
    if (spans.some(({ opens, closes }) => now >= opens && now < closes)) left -= 1;
  }
  return undefined;
}
