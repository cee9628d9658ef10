import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { parse, stringify } from 'yaml';
import type { OrderNeeds } from '../../activities/orders/needs.js';
import { createPlacingActivities } from '../../activities/orders/place-fulfilment.js';
import { parseBrand } from '../../config/load-brand.js';
import type { Brand } from '../../domain/brand.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import { dueAt, type PromisedStep, promiseOf } from '../../domain/order/promised-times.js';
import type { Intents, OrderStore, Records } from '../../systems/database/port.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import { asId } from '../support/ids.js';

const BASE = parse(readFileSync('config/example.brand.yaml', 'utf8'));
const TEN_TO_SIX = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat'].map((day) => [day, '10:00-18:00']));

function brandWith({ closedDates = [] as string[], ...top }: Record<string, unknown> & { closedDates?: string[] }) {
  const [first, ...others] = BASE.locations;
  const locations = [{ ...first, openingHours: TEN_TO_SIX, closedDates }, ...others];
  return parseBrand(stringify({ ...BASE, locations, ...top }), 'brand.yaml');
}

const store = { kind: 'store', location: 'store-01' } as const;
const warehouse = { kind: 'warehouse', location: 'dc' } as const;
const FRIDAY = Date.parse('2026-11-27T17:30:00+01:00');

const PLACED_BEFORE: PosOrder = {
  orderId: asId(512),
  state: 'open',
  vendorState: 0,
  paymentState: 'paid',
  kind: 'order',
  orderDate: 0,
  currency: 'SEK',
  totalMinor: 0,
  comment: '',
  items: [],
  payments: [],
  log: [],
};

const due = (step: PromisedStep, where: Parameters<typeof promiseOf>[1], brand = brandWith({})): string =>
  swedish(dueAt(step, promiseOf(brand, where), FRIDAY));
const swedish = (ms: number): string =>
  new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Stockholm', dateStyle: 'short', timeStyle: 'short' }).format(ms);

describe('how long a location may stay silent', () => {
  it('A promise counts open hours until a store has picked: four hours from Friday 17:30 end on Saturday at 13:30', () => {
    expect(due('pick', store)).toBe('2026-11-28 13:30');
  });

  it('A promise counts plain time until the customer has collected the goods', () => {
    expect(due('handover', store)).toBe('2026-12-11 17:30');
  });

  it('A promise counts plain time at a location without hours, with the times of its kind', () => {
    expect(due('pick', warehouse)).toBe('2026-11-28 01:30');
    expect(due('handover', warehouse)).toBe('2026-11-28 17:30');
    expect(due('pick', { kind: 'store', location: 'store-02' })).toBe('2026-11-27 21:30');
  });

  it('A promise exists even for a location that has left the brand file', () => {
    expect(due('pick', { kind: 'store', location: 'store-99' })).toBe('2026-11-27 21:30');
  });

  it('A promise skips dates on which the location or the whole brand is closed', () => {
    expect(due('pick', store, brandWith({ closedDates: ['2026-11-28'] }))).toBe('2026-11-30 13:30');
    const holiday = parseBrand(stringify({ ...BASE, closedDates: ['2026-11-27'] }), 'brand.yaml');
    expect(due('pick', store, holiday)).toBe('2026-11-28 04:00');
  });

  it('A promise is shorter in a rehearsal, which runs faster than any opening hour', () => {
    const fast = brandWith({ rehearsalSpeed: 3_600 });
    expect(dueAt('pick', promiseOf(fast, store), FRIDAY) - FRIDAY).toBe(4_000);
  });
});

describe('a promise that is given', () => {
  afterEach(() => void jest.useRealTimers());

  it('A promise ends at the same moment whether it is given at placing or renewed', async () => {
    jest.useFakeTimers({ now: FRIDAY });
    const activities = placingActivities(brandWith({}));
    const placed = await activities.placeFulfilment({
      ...store,
      brand: 'nordvik',
      origin: 'centra',
      number: asId('10045'),
      fulfilment: 1,
      lines: [],
      corrections: {},
      planned: [{ fulfilment: 1, location: 'store-01' }],
      checkedRevision: 'r1',
    });
    const renewed = await activities.renewPromise({ ...store, step: 'pick', startMs: FRIDAY });
    expect(placed).toEqual({ outcome: 'placed', ref: '512', dueAt: renewed.dueAt });
    expect(swedish(renewed.dueAt)).toBe('2026-11-28 13:30');
  });
});

/** Placing at a store that has the fulfilment already: an earlier attempt was answered too late. */
function placingActivities(brand: Brand) {
  const orders: Partial<OrderStore> = { fulfilments: async () => [], upsertFulfilment: async () => {} };
  const intents: Partial<Intents> = {
    find: async () => ({ call: '1', isAnswered: true, mayEndInMs: 0, sentAgoMs: 0 }),
  };
  const records: Partial<Records> = { orders: orders as OrderStore, intents: intents as Intents };
  const sitoo: Partial<SitooPort> = {
    orderByExternalId: async (externalId) => ({ ...PLACED_BEFORE, externalId }),
  };
  const needs: Partial<OrderNeeds> = { brand, records: records as Records, sitoo: sitoo as SitooPort };
  return createPlacingActivities(needs as OrderNeeds);
}
