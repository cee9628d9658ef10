import type { ScheduleOptions } from '@temporalio/client';
import { type Client, ScheduleAlreadyRunning, ScheduleNotFoundError } from '@temporalio/client';
import { type Brand, scaled } from '../../domain/brand.js';
import { hasFlow } from '../../domain/installation.js';
import { productScheduleIds, wantedProductSchedules } from './product-schedules.js';
import { startsOne, type WantedSchedule } from './schedule-options.js';
import { stockScheduleIds, wantedStockSchedules } from './stock-schedules.js';
import { troubleScheduleId, wantedTroubleSchedule } from './trouble-schedule.js';

export interface AppliedSchedule {
  readonly scheduleId: string;
  readonly outcome: 'created' | 'updated' | 'removed' | 'not wanted';
}

const posOrdersScheduleId = (brand: string): string => `release-pos-orders/${brand}`;

/** Ids of all schedules that a brand may have with any systems, wanted or not. */
export const scheduleIdsOf = (brand: string): string[] => [
  posOrdersScheduleId(brand),
  ...stockScheduleIds(brand),
  ...productScheduleIds(brand),
  troubleScheduleId(brand),
];

/** Every schedule that a brand may have with its systems, and whether its file wants it. */
export const wantedSchedules = (brand: Brand): WantedSchedule[] => [
  ...(hasFlow(brand, 'till-orders-to-warehouse') ? [posOrdersSchedule(brand)] : []),
  ...wantedStockSchedules(brand),
  ...wantedProductSchedules(brand),
  wantedTroubleSchedule(brand),
];

/** Till orders in batches are released by a schedule, others by the order itself. */
function posOrdersSchedule(brand: Brand): WantedSchedule {
  const scheduleId = posOrdersScheduleId(brand.brand);
  if (brand.posOrders === 'immediate') return { scheduleId, unwanted: 'posOrders is immediate' };
  const spec = { intervals: [{ every: scaled(brand, brand.posOrders.every) }] };
  // A batch under way covers the tick that it missed, and ticks of an outage need no replay.
  const options = { scheduleId, spec, catchupWindow: '1h', workflowType: 'releasePosOrders' } as const;
  return { scheduleId, options: startsOne(brand, options) };
}

/** Brings the schedules in line with the brand file, whether or not they exist. Keeps an operator's pause. */
export async function applySchedules(client: Client, brand: Brand): Promise<AppliedSchedule[]> {
  const applied: AppliedSchedule[] = [];
  const possible = wantedSchedules(brand);
  for (const { scheduleId, options } of possible)
    applied.push({
      scheduleId,
      outcome: options ? await ensure(client, options) : await remove(client, scheduleId),
    });
  // Left over from a brand file that had more systems.
  for (const scheduleId of scheduleIdsOf(brand.brand)) {
    if (possible.some((one) => one.scheduleId === scheduleId)) continue;
    const outcome = await remove(client, scheduleId);
    if (outcome === 'removed') applied.push({ scheduleId, outcome });
  }
  return applied;
}

async function ensure(client: Client, wanted: ScheduleOptions): Promise<AppliedSchedule['outcome']> {
  try {
    await client.schedule.create(wanted);
    return 'created';
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const { spec, action, policies } = wanted;
    await client.schedule.getHandle(wanted.scheduleId).update(({ state }) => ({
      spec,
      action,
      ...(policies && { policies }),
      state,
    }));
    return 'updated';
  }
}

async function remove(client: Client, scheduleId: string): Promise<AppliedSchedule['outcome']> {
  try {
    await client.schedule.getHandle(scheduleId).delete();
    return 'removed';
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    return 'not wanted';
  }
}

export interface ScheduleState {
  readonly scheduleId: string;
  readonly wanted: boolean;
  /** The key of the brand file that turns it off. */
  readonly unwanted?: string;
  readonly exists: boolean;
  readonly paused?: boolean;
  readonly note?: string;
  /** ISO. */
  readonly next?: string;
  /** ISO. */
  readonly last?: string;
}

/** The state in Temporal of each schedule that a brand may have. */
export async function listSchedules(client: Client, brand: Brand): Promise<ScheduleState[]> {
  return Promise.all(
    wantedSchedules(brand).map(async ({ scheduleId, options, unwanted }) => {
      const asked = { scheduleId, wanted: options !== undefined, ...(unwanted !== undefined && { unwanted }) };
      try {
        const { state, info } = await client.schedule.getHandle(scheduleId).describe();
        const next = info.nextActionTimes[0]?.toISOString();
        const last = info.recentActions.at(-1)?.takenAt.toISOString();
        return {
          ...asked,
          exists: true,
          paused: state.paused,
          ...(state.note !== undefined && state.note !== '' && { note: state.note }),
          ...(next !== undefined && { next }),
          ...(last !== undefined && { last }),
        };
      } catch (error) {
        if (!(error instanceof ScheduleNotFoundError)) throw error;
        return { ...asked, exists: false };
      }
    }),
  );
}
