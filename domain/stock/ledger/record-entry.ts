import type { OrderRef } from '../../order/order-ref.js';
import { unitsForCentra } from '../echo-rule.js';
import type { Movement } from '../movement.js';
import type { StockPolicy } from '../policy.js';
import type { PositionKey } from '../position.js';
import { recalculateAll } from './figures.js';
import { type HeldPosition, type HeldPositions, orderAt, positionAt, setUnits } from './held-position.js';
import { type AcceptedReadings, markDeductedAsPicked, placePicked, recordOrders } from './order-readings.js';
import {
  explainedLater,
  type StaleOrder,
  settleStale,
  sharedWithOthers,
  type UnexplainedFall,
} from './orders-of-others.js';
import { newlyPicked, type PickCounters } from './pick-counters.js';
import type { StockEntry } from './stock-entry.js';

export type NewMovement = Movement & { readonly physicalAfter: number };

/** What the ledger holds of an entry: everything the entry names, read while it is locked. */
export interface KnownToLedger {
  readonly positions: HeldPositions;
  readonly counters: PickCounters;
  /** Names of the movements of the entry that are recorded already, see {@link nameOfMovement}. */
  readonly movements: ReadonlySet<string>;
  readonly readings: AcceptedReadings;
  /** Falls that nothing explained, by `keyOf` of the position; needed where orders of others were deducted. */
  readonly falls: ReadonlyMap<string, readonly UnexplainedFall[]>;
}

export const nameOfMovement = ({ system, reference }: Pick<Movement, 'system' | 'reference'>): string =>
  `${system} ${reference}`;

/** Changes positions and counters by what an entry reports. @returns the movements that are new */
export function applyEntry(entry: StockEntry, known: KnownToLedger, policy: StockPolicy): NewMovement[] {
  const { movements = [], picks, levels, initialStockOf = [] } = entry;
  const { positions, counters, readings } = known;
  const recorder = new MovementRecorder(positions, new Set(initialStockOf));
  for (const movement of unrecorded(movements, known.movements)) recorder.record(movement);
  if (picks) {
    recordPicks(picks, { recorder, positions, counters });
    placePicked(picks.rows, positions, readings.unplaced);
  }
  if (levels) recordLevels(levels, { recorder, positions }, policy);
  recordOrders(readings, positions);
  const { falls } = known;
  recorder.note(explainedLater(readings.readings, { positions, falls, kindOf: policy.kindOf }));
  recorder.settleInitialStock();
  recalculateAll(positions, policy);
  return recorder.movements;
}

/** Ends waits of orders of others that were in vain. @returns the movements that say so */
export function applyStale(
  stale: readonly StaleOrder[],
  { positions, at }: { readonly positions: HeldPositions; readonly at: number },
  policy: StockPolicy,
): NewMovement[] {
  const recorder = new MovementRecorder(positions, new Set());
  const { movements, gone } = settleStale(stale, { positions, at, kindOf: policy.kindOf });
  recorder.note(movements);
  for (const one of gone) markDeductedAsPicked(positionAt(positions, one), one);
  recalculateAll(positions, policy);
  return recorder.movements;
}

/** Movements that are not in the ledger, each once. */
function unrecorded(movements: readonly Movement[], recorded: ReadonlySet<string>): Movement[] {
  const seen = new Set(recorded);
  return movements.filter((movement) => {
    const isNew = !seen.has(nameOfMovement(movement));
    seen.add(nameOfMovement(movement));
    return isNew;
  });
}

class MovementRecorder {
  readonly movements: NewMovement[] = [];
  readonly #positions: HeldPositions;
  readonly #initialStockOf: ReadonlySet<string>;

  constructor(positions: HeldPositions, initialStockOf: ReadonlySet<string>) {
    this.#positions = positions;
    this.#initialStockOf = initialStockOf;
  }

  isInitial({ location }: Pick<PositionKey, 'location'>): boolean {
    return this.#initialStockOf.has(location);
  }

  /** Records what a counterpart reports. What nothing explains may belong to orders of others. */
  record(reported: Movement): void {
    const position = positionAt(this.#positions, reported);
    if (this.isInitial(position)) this.#add(position, { ...reported, cause: 'initial-stock' });
    else for (const part of sharedWithOthers(reported, position)) this.#add(position, part);
  }

  /** Records what is known to be so, as it is. */
  note(movements: readonly Movement[]): void {
    for (const movement of movements) this.#add(positionAt(this.#positions, movement), movement);
  }

  #add(position: HeldPosition, movement: Movement): void {
    position.physical += movement.quantity;
    position.unitsForCentra += unitsForCentra(movement);
    position.changed = true;
    if (movement.order) addPicked(position, movement.order, -movement.quantity);
    this.movements.push({ ...movement, physicalAfter: position.physical });
  }

  /** Units that orders had deducted before the initial stock was read have left the shelf: that stock is without them. */
  settleInitialStock(): void {
    for (const position of this.#positions.values()) {
      if (!this.isInitial(position)) continue;
      for (const order of position.orders.values()) markDeductedAsPicked(position, order);
    }
  }
}

/** Units picked, cumulative by line of an order. Fewer than before: units went back to the shelf. */
function recordPicks(
  { reading, at, rows }: NonNullable<StockEntry['picks']>,
  to: { readonly recorder: MovementRecorder; readonly positions: HeldPositions; readonly counters: PickCounters },
): void {
  for (const row of rows) {
    const counter = to.counters.of(row);
    const units = newlyPicked(row, counter, reading);
    if (units === undefined) continue;
    Object.assign(counter, { reading, picked: row.picked, touched: true });
    if (row.ofOthers)
      setUnits(positionAt(to.positions, row), row.order, { ofOthers: true, picksShown: !row.isCancelled });
    if (units === 0) continue;
    counter.changes += 1;
    const { location, sku } = row;
    if (to.recorder.isInitial(row)) {
      addPicked(positionAt(to.positions, row), row.order, units);
      continue;
    }
    to.recorder.record({
      system: 'wms',
      reference: `pick ${row.orderName} ${row.line} ${counter.changes}`,
      location,
      sku,
      quantity: -units,
      cause: row.order.origin === 'centra' ? 'warehouse-pick-of-web-order' : 'warehouse-pick-of-till-order',
      happenedAt: at,
      order: row.order,
    });
  }
}

/** Absolute levels: what picks do not explain is a movement of its own. */
function recordLevels(
  { reading, at, rows }: NonNullable<StockEntry['levels']>,
  to: { readonly recorder: MovementRecorder; readonly positions: HeldPositions },
  policy: StockPolicy,
): void {
  for (const row of rows) {
    const position = positionAt(to.positions, row);
    if (reading <= position.reading) continue;
    Object.assign(position, { reading, touched: true });
    const { location, sku } = position;
    const quantity = row.physical - position.physical;
    if (quantity === 0) continue;
    position.levelChanges += 1;
    to.recorder.record({
      system: policy.kindOf(location) === 'store' ? 'sitoo' : 'wms',
      reference: `level ${location} ${sku} ${position.levelChanges}`,
      location,
      sku,
      quantity,
      cause: 'warehouse-change',
      happenedAt: at,
    });
  }
}

function addPicked(position: HeldPosition, order: OrderRef, units: number): void {
  setUnits(position, order, { picked: orderAt(position, order).picked + units });
}
