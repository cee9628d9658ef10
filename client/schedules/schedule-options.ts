import { type ScheduleOptions, ScheduleOverlapPolicy, type ScheduleSpec } from '@temporalio/client';
import { type Brand, scaled } from '../../domain/brand.js';
import { taskQueueOf } from '../../domain/names.js';
import { skippedTimes } from '../../domain/opening-hours.js';

/** A schedule that a brand may have: `options` when the brand wants it, else the key of the brand file that turns it off. */
export type WantedSchedule = { readonly scheduleId: string } & (
  | { readonly options: ScheduleOptions; readonly unwanted?: undefined }
  | { readonly options?: undefined; readonly unwanted: string }
);

const DAY_MS = 24 * 60 * 60_000;
const MONTHS = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
] as const;

/** At an interval, scaled by the speed of the brand, but at least `atLeastMs` apart. */
export const every = (brand: Brand, ms: number, atLeastMs: number): ScheduleSpec => ({
  intervals: [{ every: Math.max(atLeastMs, scaled(brand, ms)) }],
});

/** Schedules are written anew at every start of a gateway; nobody leaves one running for longer than this. */
const YEARS_AHEAD = 5;

/**
 * At times of day such as `03:00`, in the time zone of the brand. Temporal leaves out a time that a date does not have; on
 * the night when clocks are put forward over it, the schedule runs right after the jump.
 */
export const timesOfDay = (brand: Brand, times: readonly string[], nowMs = Date.now()): ScheduleSpec => ({
  calendars: times.flatMap((time) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    const period = { from: nowMs, to: nowMs + YEARS_AHEAD * 366 * DAY_MS };
    const comment = `after the clocks were put forward over ${time}`;
    return [
      { hour, minute, comment: `every day at ${time}` },
      ...skippedTimes(hour * 60 + minute, brand.timezone, period).map((skipped) => ({
        year: skipped.year,
        month: MONTHS[skipped.month - 1] ?? 'JANUARY',
        dayOfMonth: skipped.day,
        hour: skipped.hour,
        minute: skipped.minute,
        comment,
      })),
    ];
  }),
  timezone: brand.timezone,
});

/** Every night. A fast rehearsal has many nights, at least `atMostEveryMs` apart. */
export const nightly = (brand: Brand, time: string, atMostEveryMs: number): ScheduleSpec =>
  brand.rehearsalSpeed > 1 ? every(brand, DAY_MS, atMostEveryMs) : timesOfDay(brand, [time]);

/** A schedule that starts one workflow of the brand under its own id, and never beside one that still runs. */
export const startsOne = (
  brand: Brand,
  schedule: {
    readonly scheduleId: string;
    readonly spec: ScheduleSpec;
    readonly catchupWindow: '10m' | '1h' | '4h';
    readonly workflowType: string;
    readonly more?: object;
  },
): ScheduleOptions => ({
  scheduleId: schedule.scheduleId,
  spec: schedule.spec,
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: schedule.catchupWindow },
  action: {
    type: 'startWorkflow',
    workflowType: schedule.workflowType,
    workflowId: schedule.scheduleId,
    taskQueue: taskQueueOf(brand.brand),
    args: [{ brand: brand.brand, ...schedule.more }],
  },
});
