import { TARGETS } from '../../domain/stock/flows.js';
import type { OrderReadingUnits, PickedUnits } from '../../domain/stock/ledger/stock-entry.js';
import type { Movement } from '../../domain/stock/movement.js';
import type { StockPolicy } from '../../domain/stock/policy.js';
import type { PositionKey } from '../../domain/stock/position.js';
import type { Records } from '../../systems/database/port.js';
import type { StockRow } from '../../systems/database/stock-port.js';
import { asId } from './ids.js';

type StockRecords = Pick<Records, 'stockLedger' | 'stockOutbox' | 'stockQueries'>;

/** A brand with stores (`store-…`) and warehouses (`dc…`); safety stock by SKU. */
export const stockPolicy = (safetyStocks: Readonly<Record<string, number>> = {}): StockPolicy => ({
  brand: 'b',
  targets: TARGETS,
  kindOf: (location) => (location.startsWith('store') ? 'store' : location.startsWith('dc') ? 'warehouse' : undefined),
  safetyStockOf: (_, sku) => ({ units: safetyStocks[sku] ?? 0 }),
  rulesInForce: () => JSON.stringify(safetyStocks),
});

/** Imports an empty initial stock of locations: only then is anything published, or short, there. */
export const importEmptyStock = (
  records: StockRecords,
  policy: StockPolicy,
  ...locations: readonly string[]
): Promise<unknown> => records.stockLedger.record({ initialStockOf: locations }, policy);

let rows = 0;

/** A row of the journal that nobody else has. */
export const journalRow = (key: PositionKey, quantity: number, more: Partial<Movement> = {}): Movement => {
  rows += 1;
  return {
    system: 'sitoo',
    reference: `${rows}`,
    cause: quantity < 0 ? 'till-sale' : 'store-intake',
    happenedAt: 1_700_000_000_000 + rows,
    ...key,
    quantity,
    ...more,
  };
};

let moments = 1_700_000_000_000;

/** A reading of an order, newer than all before; the order was placed after every initial stock was imported. */
export const orderReading = (
  number: string,
  units: OrderReadingUnits['units'],
  more: Partial<OrderReadingUnits> = {},
): OrderReadingUnits => {
  moments += 1;
  return {
    origin: 'centra',
    number: asId(number),
    changedAt: 0,
    readAt: moments,
    placedAt: Date.now() + 86_400_000,
    units,
    ...more,
  };
};

export const picked = (
  key: PositionKey,
  units: number,
  number: string,
  origin: 'centra' | 'sitoo' = 'centra',
): PickedUnits => ({
  orderName: `${origin}-${number}`,
  line: asId('1'),
  ...key,
  picked: units,
  order: { origin, number: asId(number) },
});

/** Levels that Sitoo shows after all that has happened so far, by whichever clock. */
export const shownLater = (levels: readonly { readonly sku: string; readonly total: number }[]) => ({
  readAt: Date.now() + 60_000,
  levels,
});

/** What is shown of one position. */
export async function rowAt(records: StockRecords, { location, sku }: PositionKey): Promise<StockRow> {
  const row = (await records.stockQueries.show(sku)).find((one) => one.location === location);
  if (!row) throw new Error(`nothing is known of ${sku} at ${location}`);
  return row;
}

/** What is still to be published to Centra and, at a warehouse, to Sitoo. */
export async function pendingDeltas(
  records: StockRecords,
  key: PositionKey,
): Promise<{ centra?: number; sitoo?: number }> {
  const { targets } = await rowAt(records, key);
  return Object.fromEntries(targets.map(({ target, pendingDelta }) => [target, pendingDelta]));
}

/** Publishes everything that is pending at a location, as the publisher would. @returns units or levels, by SKU */
export async function publishAll(
  records: StockRecords,
  policy: StockPolicy,
  target: 'centra' | 'sitoo',
  location: string,
): Promise<Record<string, number>> {
  const published: Record<string, number> = {};
  for (;;) {
    const [candidate] = await records.stockOutbox.candidates(target, [location]);
    const batch =
      candidate &&
      (await records.stockOutbox.claim({ target, location, direction: candidate.direction, limit: 250 }, policy));
    if (!batch) return published;
    await records.stockOutbox.markSent(batch.id, batch.epoch);
    await records.stockOutbox.settle(batch.id, { state: 'done', ref: `ref ${batch.id}` }, policy);
    for (const { sku, quantity } of batch.lines)
      published[sku] =
        target === 'sitoo' ? quantity : (published[sku] ?? 0) + (batch.direction === 'in' ? quantity : -quantity);
  }
}
