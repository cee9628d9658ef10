import { describe, expect, it } from '@jest/globals';
import { showSchedules } from '../../client/cli/commands/schedules.js';
import { timesOfDay } from '../../client/schedules/schedule-options.js';
import { scheduleIdsOf, wantedSchedules } from '../../client/schedules/schedules.js';
import { publishStockInput } from '../../client/stock/publish-stock-input.js';
import { brandSchema } from '../../config/brand.js';
import { loadBrand } from '../../config/load-brand.js';
import type { Brand } from '../../domain/brand.js';
import { testShell } from '../support/test-shell.js';

const brand = loadBrand('config/example.brand.yaml');
const { brand: name, currency, locations, couriers } = brand;
const brandWith = (over: object): Brand => brandSchema.parse({ brand: name, currency, locations, couriers, ...over });

const wantedOf = (of: Brand, scheduleId: string) => {
  const found = wantedSchedules(of).find((schedule) => schedule.scheduleId === scheduleId);
  if (found === undefined) throw new Error(`${scheduleId} is no schedule of the brand`);
  return found;
};

describe('the schedule of POS orders', () => {
  const id = 'release-pos-orders/nordvik';

  it('A schedule of POS orders exists only when the brand batches POS orders', () => {
    expect(wantedOf(brand, id)).toEqual({ scheduleId: id, unwanted: 'posOrders is immediate' });
    const batches = brandWith({ posOrders: { every: '15m' }, rehearsalSpeed: 10 });
    expect(wantedOf(batches, id).options).toMatchObject({
      spec: { intervals: [{ every: 90_000 }] },
      policies: { overlap: 'SKIP', catchupWindow: '1h' },
      action: {
        workflowType: 'releasePosOrders',
        workflowId: id,
        taskQueue: 'onepool-nordvik',
        args: [{ brand: 'nordvik' }],
      },
    });
  });
});

describe('schedules by the clock', () => {
  const now = Date.UTC(2026, 10, 28);
  const calendarsAt = (time: string) => timesOfDay(brand, [time], now).calendars ?? [];

  it('A time that the clocks jump over runs right after the jump, once a year', () => {
    const [daily, ...jumps] = calendarsAt('02:30');
    expect(daily).toMatchObject({ hour: 2, minute: 30 });
    expect(jumps.slice(0, 2)).toMatchObject([
      { year: 2027, month: 'MARCH', dayOfMonth: 28, hour: 3, minute: 0 },
      { year: 2028, month: 'MARCH', dayOfMonth: 26, hour: 3, minute: 0 },
    ]);
    expect(jumps).toHaveLength(5);
  });

  it('A time that every date has needs no second entry', () => {
    for (const time of ['01:59', '03:00', '12:00']) expect(calendarsAt(time)).toHaveLength(1);
  });
});

describe('the schedules of stock', () => {
  const id = 'publish-stock/nordvik/storesToCentra';
  const flowAs = (mode: unknown, more: object = {}) =>
    brandWith({ stock: { flows: { storesToCentra: { mode } } }, ...more });

  it('Stock schedules exist for flows that run by the clock, in the time zone of the brand', () => {
    const clock = wantedOf(flowAs({ at: ['07:00', '19:30'] }), id).options;
    expect(clock).toMatchObject({
      spec: {
        timezone: 'Europe/Stockholm',
        calendars: [
          { hour: 7, minute: 0 },
          { hour: 19, minute: 30 },
        ],
      },
      policies: { overlap: 'SKIP', catchupWindow: '10m' },
      action: {
        workflowType: 'releaseStock',
        workflowId: id,
        taskQueue: 'onepool-nordvik',
        args: [{ brand: 'nordvik', flow: 'storesToCentra' }],
      },
    });
    expect(wantedOf(flowAs({ every: '15m' }), id).options?.spec).toEqual({ intervals: [{ every: 900_000 }] });
    expect(wantedOf(flowAs({ every: '15m' }, { rehearsalSpeed: 6_000 }), id).options?.spec).toEqual({
      intervals: [{ every: 1_000 }],
    });
  });

  it('Stock schedules do not exist for flows that run immediately or are off, and say why', () => {
    expect(wantedOf(flowAs('immediate'), id)).toEqual({
      scheduleId: id,
      unwanted: 'stock.flows.storesToCentra.mode is immediate',
    });
    expect(wantedOf(flowAs('off'), id).unwanted).toBe('stock.flows.storesToCentra.mode is off');
  });

  it('All levels are reconciled at night, and in a rehearsal as often as its days pass', () => {
    const night = 'reconcile-stock/nordvik';
    expect(wantedOf(brandWith({ stock: { reconcile: '04:15' } }), night).options).toMatchObject({
      spec: { timezone: 'Europe/Stockholm', calendars: [{ hour: 4, minute: 15 }] },
      policies: { overlap: 'SKIP', catchupWindow: '4h' },
      action: { workflowType: 'reconcileStock', workflowId: night, args: [{ brand: 'nordvik' }] },
    });
    const everyMs = (rehearsalSpeed: number) => wantedOf(brandWith({ rehearsalSpeed }), night).options?.spec.intervals;
    expect(everyMs(600)).toEqual([{ every: 144_000 }]);
    expect(everyMs(60_000)).toEqual([{ every: 20_000 }]);
    expect(wantedOf(brandWith({ stock: { reconcile: 'off' } }), night).unwanted).toBe('stock.reconcile is off');
  });

  it('Stock schedules keep their ids whatever the brand file says, so that none is left over', () => {
    for (const each of [brand, flowAs({ every: '1m' }), brandWith({ stock: { reconcile: 'off' } })])
      expect(wantedSchedules(each).map(({ scheduleId }) => scheduleId)).toEqual(scheduleIdsOf('nordvik'));
    expect(new Set(scheduleIdsOf('nordvik')).size).toBe(7);
  });
});

describe('the settings of a stock publisher', () => {
  it('A stock publisher gets the settings of its flows without those that are off, in the time of the rehearsal', () => {
    const of = brandWith({
      rehearsalSpeed: 10,
      stock: {
        flows: {
          storesToCentra: { mode: { at: ['07:00'] } },
          warehouseToCentra: { maxStaleness: '30s' },
          warehouseToSitoo: { mode: 'off' },
        },
      },
    });
    expect(publishStockInput(of, 'centra')).toEqual({
      brand: 'nordvik',
      target: 'centra',
      flows: {
        storesToCentra: { mode: 'scheduled', maxStalenessMs: 6_000 },
        warehouseToCentra: { mode: 'immediate', maxStalenessMs: 3_000 },
      },
      everyMs: 3_000,
      alarmAfterMs: 60_000,
    });
    expect(publishStockInput(of, 'sitoo').flows).toEqual({});
  });
});

describe('the list of schedules', () => {
  const scheduleId = 'publish-stock/nordvik/storesToCentra';

  it('The list of schedules needs a person when one is missing, left over or paused', () => {
    const ends = (wanted: boolean, exists: boolean, paused = false) =>
      showSchedules(testShell(), [{ scheduleId, wanted, exists, paused }], {});
    expect([ends(true, true), ends(false, false)]).toEqual([0, 0]);
    expect([ends(true, false), ends(false, true), ends(true, true, true)]).toEqual([3, 3, 3]);
  });

  it('The list of schedules names the line of the brand file that makes one unnecessary', () => {
    const shell = testShell();
    showSchedules(shell, [{ scheduleId, wanted: false, exists: false, unwanted: 'stock.flows.x is off' }], {});
    expect(shell.out()).toContain('not wanted (stock.flows.x is off)');
  });
});
