import type { Movement } from '../../domain/stock/movement.js';
import type { StockPolicy } from '../../domain/stock/policy.js';
import type {
  OrderReadingUnits,
  PickedUnits,
  PositionKey,
  StockRow,
  StockStore,
} from '../../systems/database/stock-port.js';

/** A brand with stores (`store-…`) and warehouses (`dc…`); safety stock by SKU. */
export const stockPolicy = (safetyStocks: Readonly<Record<string, number>> = {}): StockPolicy => ({
  brand: 'b',
  kindOf: (location) => (location.startsWith('store') ? 'store' : location.startsWith('dc') ? 'warehouse' : undefined),
  safetyStockOf: (_, sku) => ({ units: safetyStocks[sku] ?? 0 }),
  rulesInForce: () => JSON.stringify(safetyStocks),
});

/** Opens the books of locations that hold nothing yet: only then is anything told or missed there. */
export const openEmpty = (stock: StockStore, policy: StockPolicy, ...locations: readonly string[]): Promise<unknown> =>
  stock.record({ initialStockOf: locations }, policy);

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

/** A reading of an order, newer than all before; the order was placed after everything was opened. */
export const orderReading = (
  number: string,
  units: OrderReadingUnits['units'],
  more: Partial<OrderReadingUnits> = {},
): OrderReadingUnits => {
  moments += 1;
  return { origin: 'centra', number, changedAt: 0, readAt: moments, placedAt: Date.now() + 86_400_000, units, ...more };
};

export const picked = (
  key: PositionKey,
  units: number,
  number: string,
  origin: 'centra' | 'sitoo' = 'centra',
): PickedUnits => ({ orderName: `${origin}-${number}`, line: '1', ...key, picked: units, order: { origin, number } });

/** The figures of one SKU at one location. */
export async function figuresOf(stock: StockStore, { location, sku }: PositionKey): Promise<StockRow> {
  const row = (await stock.show(sku)).find((one) => one.location === location);
  if (!row) throw new Error(`nothing is known of ${sku} at ${location}`);
  return row;
}

/** What is due to Centra and, at a warehouse, to Sitoo; told nothing else. */
export async function dues(stock: StockStore, key: PositionKey): Promise<{ centra?: number; sitoo?: number }> {
  const { targets } = await figuresOf(stock, key);
  return Object.fromEntries(targets.map(({ target, pendingDelta }) => [target, pendingDelta]));
}

/** Tells a target everything that waits at a location, as the push loop would, and says what. */
export async function publishAll(
  stock: StockStore,
  policy: StockPolicy,
  target: 'centra' | 'sitoo',
  location: string,
): Promise<Record<string, number>> {
  const published: Record<string, number> = {};
  for (;;) {
    const [candidate] = await stock.candidates(target, [location]);
    const batch = candidate && (await stock.claim(target, location, candidate.direction, 250, policy));
    if (!batch) return published;
    await stock.sending(batch.id, batch.epoch);
    await stock.settle(batch.id, { state: 'done', ref: `ref ${batch.id}` }, policy);
    for (const { sku, quantity } of batch.lines)
      published[sku] =
        target === 'sitoo' ? quantity : (published[sku] ?? 0) + (batch.direction === 'in' ? quantity : -quantity);
  }
}
