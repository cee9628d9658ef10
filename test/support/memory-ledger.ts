import type { Batch, BatchOutcome } from '../../domain/stock/batch.js';
import type { Direction, Target } from '../../domain/stock/flows.js';
import { claimLines, recordLevelsAtSitoo, settleLines } from '../../domain/stock/ledger/batches.js';
import { applyRestock, applyTillDeduction, restockChanges } from '../../domain/stock/ledger/deductions.js';
import { recalculate, recalculateAll } from '../../domain/stock/ledger/figures.js';
import { type HeldPosition, keyOf, keyOfOrder } from '../../domain/stock/ledger/held-position.js';
import { newestReadings } from '../../domain/stock/ledger/order-readings.js';
import {
  CAUSES_FOR_OTHERS,
  CAUSES_OF_FALLS,
  type UnexplainedFall,
} from '../../domain/stock/ledger/orders-of-others.js';
import { PickCounters } from '../../domain/stock/ledger/pick-counters.js';
import { applyEntry, applyStale, type NewMovement, nameOfMovement } from '../../domain/stock/ledger/record-entry.js';
import type {
  OrderReadingUnits,
  ReturnRestock,
  SkuUnits,
  StockEntry,
  TillDeduction,
} from '../../domain/stock/ledger/stock-entry.js';
import { AllUnplaced } from '../../domain/stock/ledger/unplaced-units.js';
import type { StockPolicy } from '../../domain/stock/policy.js';
import { expectedAtCentra, type PositionKey } from '../../domain/stock/position.js';

/** The rules of the ledger over plain maps: what PostgreSQL keeps, in this process, one transaction at a time. */
export class MemoryLedger {
  readonly movements: NewMovement[] = [];
  readonly unplaced = new AllUnplaced();
  readonly #policy: StockPolicy;
  readonly #positions = new Map<string, HeldPosition>();
  readonly #counters = new PickCounters();
  readonly #readings = new Map<string, Pick<OrderReadingUnits, 'changedAt' | 'readAt'>>();
  readonly #initialStockAt = new Map<string, number>();
  readonly #restocked = new Map<string, readonly SkuUnits[]>();

  constructor(policy: StockPolicy) {
    this.#policy = policy;
  }

  record(entry: StockEntry): void {
    const { movements = [], levels, picks, orders = [], initialStockOf = [] } = entry;
    const accepted = newestReadings(orders).filter((reading) => !this.#isOlder(reading));
    const added = new Set(accepted.filter((one) => !this.#readings.has(keyOfOrder(one))).map(keyOfOrder));
    for (const reading of accepted) this.#readings.set(keyOfOrder(reading), reading);
    const before = accepted.flatMap(({ origin, number }) =>
      this.#positionsOf({ origin, number }).map(({ location, sku }) => ({ location, sku, origin, number })),
    );
    const units = accepted.flatMap((reading) => reading.units);
    const positions = this.#hold([...movements, ...(levels?.rows ?? []), ...(picks?.rows ?? []), ...units, ...before]);
    for (const location of initialStockOf)
      for (const position of this.#positions.values())
        if (position.location === location && position.orders.size > 0) positions.set(keyOf(position), position);
    this.movements.push(
      ...applyEntry(
        entry,
        {
          positions,
          counters: this.#counters,
          movements: new Set(this.movements.map(nameOfMovement)),
          readings: {
            readings: accepted,
            before,
            isNew: (order) => added.has(keyOfOrder(order)),
            initialStockAt: this.#initialStockAt,
            unplaced: this.unplaced,
          },
          falls: this.#falls(),
        },
        this.#policy,
      ),
    );
    for (const location of initialStockOf)
      if (!this.#initialStockAt.has(location)) this.#initialStockAt.set(location, Date.now());
  }

  /** Ends all waits of orders of others, as the night does with those that are old enough. */
  settleOrdersOfOthers(): void {
    const stale = this.positions().flatMap(({ location, sku, orders }) =>
      [...orders.values()]
        .filter(({ ofOthers, picked, deductedAtOrigin }) => ofOthers && picked !== deductedAtOrigin)
        .map(({ origin, number }) => ({
          ...{ location, sku, origin, number },
          taken: this.movements
            .filter((one) => one.location === location && one.sku === sku && one.order?.number === number)
            .filter(({ cause }) => CAUSES_FOR_OTHERS.includes(cause))
            .reduce((sum, { quantity }) => sum - quantity, 0),
        })),
    );
    this.movements.push(...applyStale(stale, { positions: this.#positions, at: Date.now() }, this.#policy));
  }

  /** Levels are compared: what Centra shows beyond what is expected there is drift, and so are units that nobody can place. */
  compare(key: PositionKey, shown: number): void {
    const position = this.#hold([key]).get(keyOf(key));
    if (!position) return;
    const published = position.targets.get('centra')?.published ?? 0;
    position.drift += shown - expectedAtCentra({ ...position, orders: [...position.orders.values()] }, published);
    for (const units of this.unplaced.all()) Object.assign(units, { isCompared: true });
    recalculate(position, this.#policy);
  }

  deductAtTill(deduction: Pick<TillDeduction, 'number' | 'location' | 'lines'>): void {
    const positions = this.#hold(deduction.lines.map(({ sku }) => ({ location: deduction.location, sku })));
    applyTillDeduction(positions, deduction);
    recalculateAll(positions, this.#policy);
  }

  restock({ name, location, lines }: ReturnRestock): void {
    const changes = restockChanges(this.#restocked.get(name) ?? [], lines);
    this.#restocked.set(name, lines);
    const positions = this.#hold([...changes.keys()].map((sku) => ({ location, sku })));
    applyRestock(positions, location, changes);
    recalculateAll(positions, this.#policy);
  }

  seeLevelsAtSitoo(location: string, levels: ReadonlyMap<string, number>): void {
    const positions = this.#hold([...levels.keys()].map((sku) => ({ location, sku })));
    recordLevelsAtSitoo(positions, { levels, busy: new Set() }, this.#policy);
  }

  /** What a call to a target would publish of these SKUs; undefined when there is nothing. */
  claim(call: { readonly target: Target; readonly location: string; readonly direction: Direction }, skus: string[]) {
    const positions = this.#hold(skus.map((sku) => ({ location: call.location, sku })));
    const lines = claimLines(positions, { ...call, skus }, this.#policy);
    return lines.length === 0 ? undefined : { ...call, lines };
  }

  settle(batch: Pick<Batch, 'target' | 'location' | 'direction' | 'lines'>, outcome: BatchOutcome): void {
    const positions = this.#hold(batch.lines.map(({ sku }) => ({ location: batch.location, sku })));
    settleLines(positions, batch, outcome);
    recalculateAll(positions, this.#policy);
  }

  /** Undefined when the ledger has nothing about it. */
  at(key: PositionKey): HeldPosition | undefined {
    return this.#positions.get(keyOf(key));
  }

  positions(): HeldPosition[] {
    return [...this.#positions.values()];
  }

  #isOlder(reading: OrderReadingUnits): boolean {
    const known = this.#readings.get(keyOfOrder(reading));
    if (!known) return false;
    return reading.changedAt === known.changedAt ? reading.readAt < known.readAt : reading.changedAt < known.changedAt;
  }

  /** Every movement was recorded just now. */
  #falls(): Map<string, UnexplainedFall[]> {
    const falls = new Map<string, UnexplainedFall[]>();
    for (const movement of this.movements) {
      const { cause, quantity } = movement;
      if (!CAUSES_OF_FALLS.includes(cause) || (quantity > 0 && cause !== 'explained-later')) continue;
      const key = keyOf(movement);
      falls.set(key, [...(falls.get(key) ?? []), { at: Number.POSITIVE_INFINITY, units: -quantity }]);
    }
    return falls;
  }

  #positionsOf(order: Pick<OrderReadingUnits, 'origin' | 'number'>): HeldPosition[] {
    return this.positions().filter((position) => position.orders.has(keyOfOrder(order)));
  }

  #hold(keys: readonly PositionKey[]): Map<string, HeldPosition> {
    const held = new Map<string, HeldPosition>();
    for (const { location, sku } of keys) {
      const key = keyOf({ location, sku });
      const position = this.#positions.get(key) ?? emptyPosition({ location, sku });
      this.#positions.set(key, position);
      held.set(key, position);
    }
    return held;
  }
}

const emptyPosition = ({ location, sku }: PositionKey): HeldPosition => ({
  location,
  sku,
  physical: 0,
  unitsForCentra: 0,
  drift: 0,
  safetyStock: 0,
  short: 0,
  reading: 0,
  levelChanges: 0,
  orders: new Map(),
  targets: new Map(),
  touched: false,
  changed: false,
});
