import type { Target } from '../../../domain/stock/flows.js';
import { localTime } from '../../stock/moment.js';

/** Names of the counterparts. */
export const TARGET_NAMES: Readonly<Record<Target, string>> = { centra: 'Centra', sitoo: 'Sitoo' };

/** Formats moments in a time zone, or as ISO without one. */
export const clockOf =
  (timeZone: string | undefined) =>
  (atMs: number): string =>
    timeZone === undefined ? new Date(atMs).toISOString() : localTime(atMs, timeZone);

/** A length of time: `45 s`, `12 min`, `3 h`. */
export function formatLength(ms: number): string {
  if (ms < 10_000) return `${Math.max(0, Math.round(ms / 100) / 10)} s`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 120 * 60_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}

/** Signed units. */
export const signed = (units: number): string => (units > 0 ? `+${units}` : String(units));
