import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { parseBrand } from '../../config/load-brand.js';
import { dueAt, promiseOf } from '../../domain/order/promise.js';

const BASE = parse(readFileSync('config/example.brand.yaml', 'utf8'));
const TEN_TO_SIX = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat'].map((day) => [day, '10:00-18:00']));

function brandWith({ closedDates = [] as string[], ...top }: Record<string, unknown> & { closedDates?: string[] }) {
  const [first, ...others] = BASE.locations;
  const locations = [{ ...first, openingHours: TEN_TO_SIX, closedDates }, ...others];
  return parseBrand(stringify({ ...BASE, locations, ...top }), 'brand.yaml');
}

const store = { kind: 'store', location: 'store-01' } as const;
const FRIDAY_HALF_PAST_FIVE = Date.parse('2026-11-27T17:30:00+01:00');

describe('how long a location may stay silent', () => {
  const brand = brandWith({});
  const due = (...[step, where]: [Parameters<typeof dueAt>[0], Parameters<typeof promiseOf>[1]]): string =>
    new Date(dueAt(step, promiseOf(brand, where), FRIDAY_HALF_PAST_FIVE)).toISOString();

  it('A promise counts open hours until a store has picked: four hours from Friday 17:30 end on Saturday at 13:30', () => {
    expect(due('pick', store)).toBe(new Date('2026-11-28T13:30:00+01:00').toISOString());
  });

  it('A promise counts plain time until the customer has collected the goods', () => {
    expect(due('handover', store)).toBe(new Date('2026-12-11T17:30:00+01:00').toISOString());
  });

  it('A promise counts plain time at a location without hours, with the times of its kind', () => {
    expect(due('pick', { kind: 'warehouse', location: 'dc' })).toBe(
      new Date('2026-11-28T01:30:00+01:00').toISOString(),
    );
    expect(due('handover', { kind: 'warehouse', location: 'dc' })).toBe(
      new Date('2026-11-28T17:30:00+01:00').toISOString(),
    );
    expect(due('pick', { kind: 'store', location: 'store-02' })).toBe(
      new Date('2026-11-27T21:30:00+01:00').toISOString(),
    );
  });

  it('A promise exists even for a location that has left the brand file', () => {
    expect(due('pick', { kind: 'store', location: 'store-99' })).toBe(
      new Date('2026-11-27T21:30:00+01:00').toISOString(),
    );
  });

  it('A promise skips dates on which the location or the whole brand is closed', () => {
    const closed = brandWith({ closedDates: ['2026-11-28'] });
    expect(new Date(dueAt('pick', promiseOf(closed, store), FRIDAY_HALF_PAST_FIVE)).toISOString()).toBe(
      new Date('2026-11-30T13:30:00+01:00').toISOString(),
    );
    const holiday = parseBrand(stringify({ ...BASE, closedDates: ['2026-11-27'] }), 'brand.yaml');
    expect(new Date(dueAt('pick', promiseOf(holiday, store), FRIDAY_HALF_PAST_FIVE)).toISOString()).toBe(
      new Date('2026-11-28T04:00:00+01:00').toISOString(),
    );
  });

  it('A promise is shorter in a rehearsal, which runs faster than any opening hour', () => {
    const fast = brandWith({ rehearsalSpeed: 3_600 });
    expect(dueAt('pick', promiseOf(fast, store), FRIDAY_HALF_PAST_FIVE) - FRIDAY_HALF_PAST_FIVE).toBe(4_000);
  });
});
