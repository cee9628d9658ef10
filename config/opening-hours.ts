import { z } from 'zod';
import type { OpenSpan, Weekday } from '../domain/opening-hours.js';

const SPAN = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;
const HOW_TO_WRITE = 'write opening hours as 10:00-19:00, or as a list of such spans';

const spanText = z.string().meta({ title: 'span', pattern: SPAN.source });

/** The spans of one day: `10:00-19:00`, or a list of them for a day with a break. */
const daySpans = z
  .union([spanText, z.array(spanText).min(1, HOW_TO_WRITE)], { error: HOW_TO_WRITE })
  .transform((written, context): OpenSpan[] => {
    const isList = typeof written !== 'string';
    const spans: OpenSpan[] = [];
    for (const [index, text] of (isList ? written : [written]).entries()) {
      const span = readSpan(text);
      const problem = typeof span === 'string' ? span : problemAfter(spans.at(-1), span);
      if (problem) context.addIssue({ code: 'custom', message: problem, path: isList ? [index] : [], input: text });
      if (typeof span !== 'string') spans.push(span);
    }
    return spans;
  });

/** A span, or the sentence that says what is wrong with it. */
function readSpan(text: string): OpenSpan | string {
  const match = SPAN.exec(text);
  if (!match) return 'write opening hours as 10:00-19:00';
  const [, fromHour, fromMinute, toHour = '24', toMinute = '0'] = match;
  const opens = Number(fromHour) * 60 + Number(fromMinute);
  const closes = Number(toHour) * 60 + Number(toMinute);
  return opens < closes ? { opens, closes } : 'a location must close after it opens, on the same day';
}

function problemAfter(earlier: OpenSpan | undefined, span: OpenSpan): string | undefined {
  if (!earlier || earlier.closes <= span.opens) return undefined;
  return span.closes <= earlier.opens
    ? 'the spans of a day must be in order: the earliest first'
    : 'this span overlaps the one before it';
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const satisfies readonly Weekday[];

/** Opening hours by weekday. */
export const openingHours = z.partialRecord(z.enum(weekdays), daySpans).refine((days) => Object.keys(days).length > 0, {
  message: 'name at least one day, or leave openingHours out: the location then counts as always open',
});

/** Dates that exist. */
export const closedDates = z.array(
  z.iso.date({
    error: ({ input }) =>
      typeof input === 'string' && /^\d{4}-\d\d-\d\d$/.test(input)
        ? `there is no ${input} in the calendar`
        : 'write a date as 2026-12-25',
  }),
);
