import { type ScheduleOptions, ScheduleOverlapPolicy, type ScheduleSpec } from '@temporalio/client';
import { type Brand, scaled } from '../../domain/brand.js';
import { taskQueueOf } from '../../domain/names.js';

/** A schedule that a brand may have: `options` when the brand wants it, else the key of the brand file that turns it off. */
export type WantedSchedule = { readonly scheduleId: string } & (
  | { readonly options: ScheduleOptions; readonly unwanted?: undefined }
  | { readonly options?: undefined; readonly unwanted: string }
);

const DAY_MS = 24 * 60 * 60_000;

/** At an interval, scaled by the speed of the brand, but at least `atLeastMs` apart. */
export const every = (brand: Brand, ms: number, atLeastMs: number): ScheduleSpec => ({
  intervals: [{ every: Math.max(atLeastMs, scaled(brand, ms)) }],
});

/** At times of day such as `03:00`, in the time zone of the brand. */
export const timesOfDay = (brand: Brand, times: readonly string[]): ScheduleSpec => ({
  calendars: times.map((time) => {
    const [hour, minute] = time.split(':').map(Number);
    return { hour: hour ?? 0, minute: minute ?? 0, comment: `every day at ${time}` };
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
