import type { Evidence } from '../../lab/day/judge/summary.js';
import type { SitooOrder } from '../../lab/simulators/states.js';

/** When the days of the tests began. */
export const T0 = Date.parse('2026-03-02T09:00:00Z');

/** Calls of a day that broke nothing. */
export const quiet = { total: 1, byOperation: {}, throttled: 0, mostInFlight: 1, refusals: [] };

/** A staffed and operated day of which all books are empty, but for what a test says. */
export const dayOf = ({
  books,
  ...more
}: Omit<Partial<Evidence>, 'books'> & { books?: Partial<Evidence['books']> }): Evidence => ({
  books: { centra: [], sitoo: [], wms: [], ...books },
  calls: { centra: quiet, sitoo: quiet, wms: quiet },
  cases: [],
  historyLengths: [],
  staffed: true,
  operated: true,
  heldBack: new Set(),
  plan: 'growth',
  seconds: 1,
  workerKills: 0,
  ...more,
});

/** A closed order in the tills' books, of nothing and at the first store unless `change` says otherwise. */
export const tillOrder = (change: Partial<SitooOrder> = {}): SitooOrder => ({
  orderid: 7,
  externalid: null,
  state: 10,
  location: 'store-01',
  createdAt: T0,
  items: [],
  deliveries: [],
  ...change,
});
