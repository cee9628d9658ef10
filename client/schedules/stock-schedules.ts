import type { Brand } from '../../domain/brand.js';
import { reconcileWorkflowId } from '../../domain/names.js';
import { FLOW_NAMES, type Flow } from '../../domain/stock/flows.js';
import { every, nightly, startsOne, timesOfDay } from './schedule-options.js';
import type { WantedSchedule } from './schedules.js';

/** Comparing every level costs calls; a rehearsal that hurries does it not more often than this. */
const RECONCILE_AT_MOST_EVERY_MS = 20_000;
/** Temporal's own smallest interval is a second. */
const SHORTEST_MS = 1_000;

const flowScheduleId = (brand: string, flow: Flow): string => `publish-stock/${brand}/${flow}`;

/** Every schedule of stock a brand may have: one for each flow, and the nightly comparison. */
export const stockScheduleIds = (brand: string): string[] => [
  ...FLOW_NAMES.map((flow) => flowScheduleId(brand, flow)),
  reconcileWorkflowId(brand),
];

/** The schedules of stock: when flows that do not go at once go, and when all levels are compared. */
export const wantedStockSchedules = (brand: Brand): WantedSchedule[] => [
  ...FLOW_NAMES.map((flow) => flowSchedule(brand, flow)),
  reconcileSchedule(brand),
];

function flowSchedule(brand: Brand, flow: Flow): WantedSchedule {
  const scheduleId = flowScheduleId(brand.brand, flow);
  const { mode } = brand.stock.flows[flow];
  if (mode === 'immediate' || mode === 'off') return { scheduleId, unwanted: `stock.flows.${flow}.mode is ${mode}` };
  const spec = 'every' in mode ? every(brand, mode.every, SHORTEST_MS) : timesOfDay(brand, mode.at);
  // What waits is told by the next run as well, so ticks that an outage took need little replay.
  const options = { scheduleId, spec, catchupWindow: '10m', workflowType: 'releaseStock', more: { flow } } as const;
  return { scheduleId, options: startsOne(brand, options) };
}

function reconcileSchedule(brand: Brand): WantedSchedule {
  const scheduleId = reconcileWorkflowId(brand.brand);
  const { reconcile } = brand.stock;
  if (reconcile === 'off') return { scheduleId, unwanted: 'stock.reconcile is off' };
  const spec = nightly(brand, reconcile, RECONCILE_AT_MOST_EVERY_MS);
  // A night that an outage took is made good in the morning, before the shops are full.
  const options = { scheduleId, spec, catchupWindow: '4h', workflowType: 'reconcileStock' } as const;
  return { scheduleId, options: startsOne(brand, options) };
}
