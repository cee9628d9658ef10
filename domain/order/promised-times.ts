import { type Brand, type LocationKind, scaled } from '../brand.js';
import { locationsOf } from '../locations.js';
import { afterOpenHours, type OpeningCalendar } from '../opening-hours.js';
import type { FulfilmentIdentity } from './fulfilment-identity.js';

/** What a location does next with a fulfilment that it holds. */
export type PromisedStep = 'pick' | 'handover';

/** How long a location may stay silent before a person is asked. */
export interface LocationPromise {
  /** Until it has picked; counted in open hours where the location has a calendar. */
  readonly pickMs: number;
  /** Until the goods have left, counted in plain time: carriers and customers come in their own time. */
  readonly handoverMs: number;
  readonly calendar?: OpeningCalendar;
}

/** When the location's promise for its next step runs out, whether it is given for the first time or renewed. Epoch ms. */
export function dueAt(step: PromisedStep, promise: LocationPromise, startMs: number): number {
  if (step === 'handover') return startMs + promise.handoverMs;
  if (!promise.calendar) return startMs + promise.pickMs;
  return afterOpenHours(startMs, promise.pickMs, promise.calendar);
}

/** What the brand lets locations of this kind promise, in plain time. */
export const promiseOfKind = (brand: Brand, kind: LocationKind): LocationPromise => {
  const { storePick, storeHandover, warehousePick, warehouseSend } = brand.promises;
  return {
    pickMs: scaled(brand, kind === 'store' ? storePick : warehousePick),
    handoverMs: scaled(brand, kind === 'store' ? storeHandover : warehouseSend),
  };
};

/** What the brand lets the location of a fulfilment promise; a location that left the brand file counts as always open. */
export function promiseOf(
  brand: Brand,
  { kind, location: id }: Pick<FulfilmentIdentity, 'kind' | 'location'>,
): LocationPromise {
  const promise = promiseOfKind(brand, kind);
  const location = locationsOf(brand).byId(id);
  // A rehearsal runs faster than any opening hour.
  if (!location || brand.rehearsalSpeed !== 1) return promise;
  const closedDates = [...brand.closedDates, ...location.closedDates];
  if (!location.openingHours && closedDates.length === 0) return promise;
  return { ...promise, calendar: { hours: location.openingHours, closedDates, timeZone: brand.timezone } };
}
