import { hasSimulated, type World } from '../../../simulators/kit/world.js';
import type { CounterpartStates } from '../../../simulators/states.js';
import { type Spread, spread } from '../latency.js';
import { isSale } from '../pos-orders.js';
import { sum } from '../verdict.js';
import { type ComparedStates, compareStates, type Difference } from './compare.js';
import { storeChanges, storeRows } from './journal.js';
import { orderUnitsByPosition } from './order-units.js';
import { positionKey } from './position-key.js';
import { measureStaleness } from './staleness.js';

/** What a run's stock is judged from. */
export interface StockEvidence {
  readonly world: Pick<World, 'systems' | 'locations' | 'products'>;
  readonly ledger: ComparedStates['ledger'];
  /** Figures that are still to be published to counterparts. */
  readonly waiting: number;
  /** When the day began, epoch ms: what was there before it is not published. */
  readonly since: number;
  /** How many times faster than life the day goes. */
  readonly speed: number;
  readonly safetyStockOf?: ComparedStates['safetyStockOf'];
}

export interface StockSummary {
  /** The ledger, the tills, the web shop and the warehouse agree once what is in flight is counted. */
  readonly booksEqual: boolean;
  readonly differences: number;
  /** Figures that are still to be published to counterparts. */
  readonly waiting: number;
  /** From a movement in a store until the web shop takes it into account: in our time, and in the day's. */
  readonly stalenessMs: Spread;
  readonly stalenessDayMs: Spread;
  /** Movements in stores that the web shop was measured by, and those it does not take into account yet. */
  readonly movements: number;
  readonly unpublished: number;
  readonly sales: number;
  readonly unitsSold: number;
  readonly calls: {
    /** Stock changes that were published to the web shop. */
    readonly centra: number;
    readonly per1000Sales: number;
    /** Looks after a change whose outcome was not known. */
    readonly lookups: number;
  };
  readonly throttledByCentra: number;
  /** Web orders that a person had to decide about because a location did not hold what it had promised. */
  readonly oversold: number;
  /** Units that left a store for web orders although it did not have them. */
  readonly shippedBeyondStock: number;
}

/** Judges the stock of a run by the counterparts' own states. The findings are sentences. */
export function judgeStock(
  states: CounterpartStates,
  { world, ledger, waiting, since, speed, safetyStockOf }: StockEvidence,
  seen: {
    readonly calls: { readonly byOperation: Readonly<Record<string, number>>; readonly throttled: number };
    readonly cases: readonly { readonly code: string; readonly subject: string }[];
  },
): { readonly summary: StockSummary; readonly findings: readonly string[] } {
  const orders = orderUnitsByPosition(states, world);
  const differences = compareStates({
    states,
    orders,
    world,
    ledger,
    ...(safetyStockOf === undefined ? {} : { safetyStockOf }),
  });
  const rows = storeRows(states, { world, since });
  const { ms, unpublished } = hasSimulated(world, 'centra')
    ? measureStaleness(rows, storeChanges(states, { world, since }))
    : { ms: [], unpublished: 0 };
  const staleness = spread(ms);
  const sales = states.sitoo.orders.filter(isSale);
  const published = countCalls(seen.calls.byOperation, 'ChangeStock');
  const beyond = leftBeyondStock(rows, states);
  return {
    summary: {
      booksEqual: differences.length === 0,
      differences: differences.length,
      waiting,
      stalenessMs: staleness,
      stalenessDayMs: { p50: staleness.p50 * speed, p99: staleness.p99 * speed },
      movements: ms.length,
      unpublished,
      sales: sales.length,
      unitsSold: sum(sales, (sale) => sum(sale.items, (item) => item.quantity)),
      calls: {
        centra: published,
        per1000Sales: sales.length === 0 ? 0 : Math.round((published * 10_000) / sales.length) / 10,
        lookups: countCalls(seen.calls.byOperation, 'StockChanges'),
      },
      throttledByCentra: seen.calls.throttled,
      oversold: new Set(seen.cases.filter((c) => c.code === 'order.oversold').map((c) => c.subject)).size,
      shippedBeyondStock: sum(beyond, (found) => found.units),
    },
    findings: [
      ...differences.map((difference) => difference.sentence),
      ...(waiting === 0 ? [] : [`${waiting} figures still wait to be published`]),
      ...beyond.map(
        ({ location, sku, units }) => `${location} ${sku}: ${units} left for web orders that were not there`,
      ),
    ],
  };
}

/** Calls of one operation, however its first letter is written. */
export const countCalls = (byOperation: Readonly<Record<string, number>>, name: string): number =>
  sum(Object.entries(byOperation), ([operation, count]) =>
    operation.toLowerCase() === name.toLowerCase() ? count : 0,
  );

/** Stores that ended below zero by what left for web orders. What their own tills sold beyond it is the tills' affair. */
function leftBeyondStock(
  rows: ReturnType<typeof storeRows>,
  { sitoo }: CounterpartStates,
): (Pick<Difference, 'location' | 'sku'> & { readonly units: number })[] {
  const left = new Map<string, number>();
  for (const { location, sku, quantity, isPublished } of rows) {
    if (isPublished) continue;
    const key = positionKey(location, sku);
    left.set(key, (left.get(key) ?? 0) - quantity);
  }
  return sitoo.stock.flatMap(({ location, sku, total }) => {
    const units = Math.min(-total, left.get(positionKey(location, sku)) ?? 0);
    return units > 0 ? [{ location, sku, units }] : [];
  });
}
