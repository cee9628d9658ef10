import { type ScheduleOptions, ScheduleOverlapPolicy, type ScheduleSpec } from '@temporalio/client';
import { type Brand, paced } from '../../config/brand.js';
import { snapshotWorkflowId, taskQueueOf } from '../../domain/names.js';
import { FLOW_NAMES, type Flow } from '../../domain/stock/flows.js';
import type { WantedSchedule } from '../schedules.js';

const DAY_MS = 24 * 60 * 60_000;
/** Comparing every level costs calls; a rehearsal that hurries does it not more often than this. */
const SNAPSHOT_AT_MOST_EVERY_MS = 20_000;
/** Temporal's own smallest interval is a second. */
const SHORTEST_MS = 1_000;

const flowScheduleId = (brand: string, flow: Flow): string => `push-stock/${brand}/${flow}`;

/** Every schedule of stock a brand may have: one for each flow, and the nightly comparison. */
export const stockScheduleIds = (brand: string): string[] => [
  ...FLOW_NAMES.map((flow) => flowScheduleId(brand, flow)),
  snapshotWorkflowId(brand),
];

/** The schedules of stock: when flows that do not go at once go, and when all levels are compared. */
export const wantedStockSchedules = (brand: Brand): WantedSchedule[] => [
  ...FLOW_NAMES.map((flow) => flowSchedule(brand, flow)),
  snapshotSchedule(brand),
];

function flowSchedule(brand: Brand, flow: Flow): WantedSchedule {
  const scheduleId = flowScheduleId(brand.brand, flow);
  const { mode } = brand.stock.flows[flow];
  if (mode === 'immediate' || mode === 'off') return { scheduleId, unwanted: `stock.flows.${flow}.mode is ${mode}` };
  const spec: ScheduleSpec =
    'every' in mode ? every(brand, mode.every, SHORTEST_MS) : { ...timesOfDay(mode.at), timezone: brand.timezone };
  // What waits is told by the next run as well, so ticks that an outage took need little replay.
  return { scheduleId, options: options(brand, scheduleId, spec, '10m', 'releaseStock', { flow }) };
}

function snapshotSchedule(brand: Brand): WantedSchedule {
  const scheduleId = snapshotWorkflowId(brand.brand);
  const { snapshot } = brand.stock;
  if (snapshot === 'off') return { scheduleId, unwanted: 'stock.snapshot is off' };
  const spec: ScheduleSpec =
    brand.rehearsalSpeed > 1
      ? every(brand, DAY_MS, SNAPSHOT_AT_MOST_EVERY_MS)
      : { ...timesOfDay([snapshot]), timezone: brand.timezone };
  // A night that an outage took is made good in the morning, before the shops are full.
  return { scheduleId, options: options(brand, scheduleId, spec, '4h', 'snapshotStock', {}) };
}

const every = (brand: Brand, ms: number, atLeastMs: number): ScheduleSpec => ({
  intervals: [{ every: Math.max(atLeastMs, paced(brand, ms)) }],
});

const timesOfDay = (times: readonly string[]): ScheduleSpec => ({
  calendars: times.map((time) => {
    const [hour, minute] = time.split(':').map(Number);
    return { hour: hour ?? 0, minute: minute ?? 0, comment: `every day at ${time}` };
  }),
});

const options = (
  brand: Brand,
  scheduleId: string,
  spec: ScheduleSpec,
  catchupWindow: '10m' | '4h',
  workflowType: string,
  more: { readonly flow?: Flow },
): ScheduleOptions => ({
  scheduleId,
  spec,
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow },
  action: {
    type: 'startWorkflow',
    workflowType,
    workflowId: scheduleId,
    taskQueue: taskQueueOf(brand.brand),
    args: [{ brand: brand.brand, ...more }],
  },
});
