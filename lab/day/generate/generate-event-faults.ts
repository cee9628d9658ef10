import type { Action } from '../feed/lines.js';
import { EVENT_FAULTS, MINUTE, OPENS } from './day-shape.js';

/** Lost, doubled and late events of every counterpart, spread over the two hours from a minute of the day, so that each finds traffic to hit. */
export function generateEventFaults(fromMinute: number): Action[] {
  return (['centra', 'sitoo', 'wms'] as const).flatMap((system, s) =>
    EVENT_FAULTS.map((fault, f): Action => {
      const at = new Date(OPENS + (fromMinute + 50 * f + 10 * s) * MINUTE).toISOString();
      return { at, type: 'events.fault', system, ...fault };
    }),
  );
}
