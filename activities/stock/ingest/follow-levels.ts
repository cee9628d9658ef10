import { heartbeat } from '@temporalio/activity';
import type { Location } from '../../../domain/brand.js';
import { locationsOf } from '../../../domain/locations.js';
import { readFulfilmentName } from '../../../domain/names.js';
import type { WarehouseOrder } from '../../../domain/order/warehouse-order.js';
import type { PickedUnits } from '../../../domain/stock/ledger/stock-entry.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import { SystemProblem } from '../../../systems/problem.js';
import type { ArticleStock } from '../../../systems/warehouse-port.js';
import type { Dependencies } from '../../dependencies.js';
import { startReconciliation } from '../reconcile/start-reconciliation.js';
import type { StockRecorder } from './ledger.js';

const CURSOR = 'wms/stock-changed';
/** The WMS answers a question about changes only within the last 24 hours; a full scan takes its place after that. */
const LONGEST_LOOK_BACK_MS = 23 * 3_600_000;
/** The WMS's clock stamps the changes, so windows overlap. */
const OVERLAP_MS = 2_000;
const ARTICLES_AT_ONCE = 500;
/** Readings tried until levels and picks fit together; what still moves then is read at the next look. */
const READINGS = 3;

/** Orders as the WMS showed them. The number of the reading was asked for before them, so that it is not newer than they are. */
export interface OrdersRead {
  readonly reading: number;
  readonly orders: readonly WarehouseOrder[];
}

type Needs = Pick<Dependencies, 'brand' | 'wms' | 'records' | 'temporal' | 'log'>;

/**
 * Follows the stock of warehouses. The WMS keeps no journal: it tells levels, and units picked for orders. A level that
 * fell is a pick or something else, and only the first is booked by Centra itself, so both are read until they fit.
 */
export function followLevels(
  needs: Needs,
  ledger: StockRecorder,
  /** Takes note of what the tills show of a warehouse. */
  compareVirtual: (place: Location) => Promise<void>,
) {
  const { brand, wms, records } = needs;
  const warehouses = locationsOf(brand).ofKind('warehouse');
  let allOpen = false;

  async function levelsSince(from: string | undefined) {
    const reading = await records.stockLedger.nextReading();
    const articles: ArticleStock[] = [];
    for (;;) {
      const some = await wms.stockChangedSince(from, ARTICLES_AT_ONCE, articles.at(-1)?.id);
      heartbeat();
      articles.push(...some);
      if (some.length < ARTICLES_AT_ONCE) return { reading, at: Date.now(), rows: rowsOf(articles) };
    }
  }

  /** A warehouse that an article does not list holds none of it; that the WMS lists empty ones is not certain. */
  const rowsOf = (articles: readonly ArticleStock[]): (PositionKey & { physical: number })[] =>
    articles.flatMap(({ sku, physical }) =>
      warehouses.map((place) => ({
        location: place.id,
        sku,
        physical: physical.find((p) => p.warehouse === place.wms)?.units ?? 0,
      })),
    );

  /** Units picked so far, by order and line. Orders that are not ours have none: their goods are a change like any other. */
  async function picksOf(orders: readonly WarehouseOrder[]): Promise<PickedUnits[]> {
    const picks: PickedUnits[] = [];
    for (const order of orders) {
      const whose = await ownerOf(order);
      if (!whose) continue;
      for (const { line, sku, picked } of order.lines)
        picks.push({ orderName: order.name, line, location: whose.location, sku, picked, order: whose.order });
    }
    return picks;
  }

  async function ownerOf(order: WarehouseOrder) {
    const name = readFulfilmentName(order.name);
    const fulfilment = name
      ? await records.orders.fulfilmentByName('wms', order.name)
      : order.backOrderForRef && (await records.orders.fulfilmentByRef('wms', order.backOrderForRef));
    const location = fulfilment ? fulfilment.location : warehouses[0]?.id;
    if (location === undefined || (!fulfilment && !name)) return undefined;
    const owner = fulfilment
      ? { origin: fulfilment.origin, number: fulfilment.orderNumber }
      : name && { origin: name.origin, number: name.orderNumber };
    return owner && { location, order: owner };
  }

  async function openWarehouses({ reading, orders }: OrdersRead): Promise<void> {
    const closed = [];
    for (const place of warehouses) if (!(await records.stockLedger.hasInitialStock(place.id))) closed.push(place);
    allOpen = true;
    if (closed.length === 0) return;
    const ids = closed.map((place) => place.id);
    const at = Date.now();
    const picks = { reading, at, rows: await picksOf(orders) };
    const levels = await levelsSince(undefined);
    const ours = <T extends PositionKey>(rows: readonly T[]): T[] => rows.filter((row) => ids.includes(row.location));
    await ledger.record({
      levels: { ...levels, rows: ours(levels.rows) },
      picks: { ...picks, rows: ours(picks.rows) },
      initialStockOf: ids,
      cursor: { name: CURSOR, value: new Date(at + (wms.clockSkewMs() ?? 0)).toISOString() },
    });
    // What the tills show already need not be written again.
    for (const place of closed) await compareVirtual(place);
    await startReconciliation(needs, 'initial-stock-of-warehouses');
  }

  return async (first: OrdersRead, readAgain: () => Promise<OrdersRead>): Promise<void> => {
    if (!allOpen) await openWarehouses(first);
    const cursor = Date.parse((await records.cursors.get(CURSOR)) ?? '1970-01-01T00:00:00Z');
    const skew = wms.clockSkewMs() ?? 0;
    const askedAt = Date.now() + skew;
    const tooOld = askedAt - cursor > LONGEST_LOOK_BACK_MS;
    let levels = await changesSince(tooOld ? undefined : cursor - OVERLAP_MS);
    let picks = await picksReading(first);
    for (let reading = 1; reading <= READINGS; reading += 1) {
      const odd = await records.stockLedger.unexplained({ levels, picks });
      if (odd.length === 0) break;
      // A pick between the two readings would look like a change of the level: only what both readings share is settled.
      const next = await picksReading(await readAgain());
      const moving = new Set(odd.filter((key) => pickedAt(next, key) !== pickedAt(picks, key)).map(keyText));
      picks = next;
      if (moving.size === 0) break;
      if (reading === READINGS) {
        levels = { ...levels, rows: levels.rows.filter((row) => !moving.has(keyText(row))) };
        await ledger.record({ levels, picks });
        return;
      }
      const again = await levelsOf(odd.map((key) => key.sku));
      levels = { ...again, rows: [...levels.rows.filter((row) => !odd.some((k) => k.sku === row.sku)), ...again.rows] };
    }
    await ledger.record({ levels, picks, cursor: { name: CURSOR, value: new Date(askedAt).toISOString() } });
  };

  async function changesSince(fromMs: number | undefined) {
    try {
      return await levelsSince(fromMs === undefined ? undefined : new Date(fromMs).toISOString());
    } catch (err) {
      // The limit is known from the field only; where it is tighter, everything is read.
      if (fromMs !== undefined && err instanceof SystemProblem && err.kind === 'rejected')
        return levelsSince(undefined);
      throw err;
    }
  }

  async function picksReading({ reading, orders }: OrdersRead) {
    return { reading, at: Date.now(), rows: await picksOf(orders) };
  }

  async function levelsOf(skus: readonly string[]) {
    const reading = await records.stockLedger.nextReading();
    return { reading, at: Date.now(), rows: rowsOf(await wms.stockPerWarehouse(skus)) };
  }
}

const keyText = ({ location, sku }: PositionKey): string => `${location} ${sku}`;

const pickedAt = (picks: { readonly rows: readonly PickedUnits[] }, key: PositionKey): number =>
  picks.rows
    .filter((row) => row.location === key.location && row.sku === key.sku)
    .reduce((sum, row) => sum + row.picked, 0);

export type LevelFollower = ReturnType<typeof followLevels>;
