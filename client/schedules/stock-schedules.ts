import type { Brand } from '../../domain/brand.js';
import { reconcileWorkflowId } from '../../domain/names.js';
import { FLOW_NAMES, type Flow } from '../../domain/stock/flows.js';
import { stockFlowsOf } from '../../domain/stock/flows-of-brand.js';
import { every, nightly, startsOne, timesOfDay, type WantedSchedule } from './schedule-options.js';

/** Reconciling every level costs calls: a fast rehearsal does it at most this often. */
const RECONCILE_AT_MOST_EVERY_MS = 20_000;
/** Temporal's own smallest interval is a second. */
const SHORTEST_MS = 1_000;

const flowScheduleId = (brand: string, flow: Flow): string => `publish-stock/${brand}/${flow}`;

/** Ids of the stock schedules that a brand may have: one for each flow, and the nightly reconciliation. */
export const stockScheduleIds = (brand: string): string[] => [
  ...FLOW_NAMES.map((flow) => flowScheduleId(brand, flow)),
  reconcileWorkflowId(brand),
];

/** The stock schedules: when scheduled flows are published, and when all levels are reconciled. */
export const wantedStockSchedules = (brand: Brand): WantedSchedule[] => [
  ...stockFlowsOf(brand).map((flow) => flowSchedule(brand, flow)),
  reconcileSchedule(brand),
];

function flowSchedule(brand: Brand, flow: Flow): WantedSchedule {
  const scheduleId = flowScheduleId(brand.brand, flow);
  const { mode } = brand.stock.flows[flow];
  if (mode === 'immediate' || mode === 'off') return { scheduleId, unwanted: `stock.flows.${flow}.mode is ${mode}` };
  const spec = 'every' in mode ? every(brand, mode.every, SHORTEST_MS) : timesOfDay(brand, mode.at);
  // The next run publishes what waits, so ticks of an outage need little replay.
  const options = { scheduleId, spec, catchupWindow: '10m', workflowType: 'releaseStock', more: { flow } } as const;
  return { scheduleId, options: startsOne(brand, options) };
}

function reconcileSchedule(brand: Brand): WantedSchedule {
  const scheduleId = reconcileWorkflowId(brand.brand);
  const { reconcile } = brand.stock;
  if (reconcile === 'off') return { scheduleId, unwanted: 'stock.reconcile is off' };
  const spec = nightly(brand, reconcile, RECONCILE_AT_MOST_EVERY_MS);
  // A night lost to an outage is made up in the morning, before the shops are full.
  const options = { scheduleId, spec, catchupWindow: '4h', workflowType: 'reconcileStock' } as const;
  return { scheduleId, options: startsOne(brand, options) };
}
