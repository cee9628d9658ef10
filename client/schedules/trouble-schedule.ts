import type { Brand } from '../../domain/brand.js';
import { every, startsOne, type WantedSchedule } from './schedule-options.js';

/** Two small queries a look. */
const EVERY_MS = 60_000;
/** A fast rehearsal looks at most this often. */
const AT_MOST_EVERY_MS = 10_000;

export const troubleScheduleId = (brand: string): string => `find-trouble/${brand}`;

/** When workflows that failed, were ended by hand or cannot go on are looked for. No brand can do without. */
export function wantedTroubleSchedule(brand: Brand): WantedSchedule {
  const scheduleId = troubleScheduleId(brand.brand);
  const spec = every(brand, EVERY_MS, AT_MOST_EVERY_MS);
  // The cursor remembers what an outage has missed, so no tick of it is made up for.
  return {
    scheduleId,
    options: startsOne(brand, { scheduleId, spec, catchupWindow: '10m', workflowType: 'findTrouble' }),
  };
}
