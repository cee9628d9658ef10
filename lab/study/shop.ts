import type { Demand, Units } from './demand.js';

/** One SKU at one location, as it is and as the web shop believes it to be. */
interface Cell {
  /** On the shelf. */
  shelf: number;
  /** Promised to web orders. */
  promised: number;
  /** Physical stock that was published to Centra. */
  shown: number;
}

export interface Movement extends Units {
  readonly location: string;
}

/**
 * Shelves, and a web shop that promises what it believes to be free. Goods that leave for a web order leave shelf and
 * promise together, so picking and shipping change nothing here.
 */
export class Shop {
  readonly #locations: readonly string[];
  readonly #cells = new Map<string, Map<string, Cell>>();
  readonly #promises = new Map<string, { readonly location: string; readonly sku: string; units: number }[]>();
  /** Units promised to web customers. */
  promised = 0;
  /** Of these, units that were not on the shelf any more. */
  oversold = 0;
  /** Units that customers wanted and the shop showed as sold out. */
  refused = 0;
  /** Of these, units that lay on a shelf, promised to nobody. */
  missed = 0;
  /** Units that the shop offered of which none was left: each can be oversold once, or taken back in time. */
  exposed = 0;

  constructor({ locations, stock }: Demand) {
    this.#locations = locations;
    for (const { location, sku, quantity } of stock)
      this.#rowOf(location).set(sku, { shelf: quantity, promised: 0, shown: quantity });
  }

  /** Units come to a shelf or leave it; what is not there cannot leave. Returns what really moved. */
  move(location: string, lines: readonly Units[], deductedByCentra = false): Movement[] {
    return lines.flatMap(({ sku, units }) => {
      const cell = this.#cell(location, sku);
      const moved = Math.max(units, -cell.shelf);
      this.#watched(cell, () => {
        cell.shelf += moved;
        if (deductedByCentra) cell.shown += moved;
        return 0;
      });
      return moved === 0 ? [] : [{ location, sku, units: moved }];
    });
  }

  /** Staff count a shelf: what differs is a movement. */
  count(location: string, lines: readonly Units[]): Movement[] {
    return this.move(
      location,
      lines.map(({ sku, units }) => ({ sku, units: units - this.#cell(location, sku).shelf })),
    );
  }

  /** A customer checks out: all lines or none. Returns what was promised where, nothing when it was refused. */
  order(order: string, lines: readonly Units[], wanted?: string): Movement[] {
    const places = wanted === undefined ? this.#locations : [wanted, ...this.#locations.filter((l) => l !== wanted)];
    const promises: Movement[] = [];
    let refused = false;
    for (const line of lines) {
      const found = this.#spread(line, places);
      if (found === undefined) {
        refused = true;
        this.refused += line.units;
        const reallyFree = places.reduce((sum, place) => sum + free(this.#cell(place, line.sku), 'shelf'), 0);
        this.missed += Math.min(line.units, reallyFree);
      } else promises.push(...found);
    }
    if (refused) return [];
    for (const { location, sku, units } of promises) {
      const cell = this.#cell(location, sku);
      const missing = Math.max(0, units - free(cell, 'shelf'));
      this.promised += units;
      this.oversold += missing;
      this.#watched(cell, () => {
        cell.promised += units;
        return missing;
      });
    }
    this.#promises.set(
      order,
      promises.map((p) => ({ ...p })),
    );
    return promises;
  }

  /** A customer gives back units of an order. Returns where they had been promised. */
  release(order: string, lines?: readonly Units[]): Movement[] {
    const promises = this.#promises.get(order) ?? [];
    const wanted = new Map(lines?.map(({ sku, units }) => [sku, units]));
    return promises.flatMap((promise) => {
      const { location, sku } = promise;
      const units = lines === undefined ? promise.units : Math.min(promise.units, wanted.get(sku) ?? 0);
      if (units === 0) return [];
      wanted.set(sku, (wanted.get(sku) ?? 0) - units);
      promise.units -= units;
      const cell = this.#cell(location, sku);
      this.#watched(cell, () => {
        cell.promised -= units;
        return 0;
      });
      return [{ location, sku, units }];
    });
  }

  /** Centra takes in what is published to it. */
  publish(location: string, lines: readonly Units[]): void {
    for (const { sku, units } of lines) {
      const cell = this.#cell(location, sku);
      this.#watched(cell, () => {
        cell.shown += units;
        return 0;
      });
    }
  }

  /** SKUs of which Centra does not show what lies on the shelf. */
  differences(): number {
    let found = 0;
    for (const row of this.#cells.values())
      for (const { shelf, shown } of row.values()) if (shelf !== shown) found += 1;
    return found;
  }

  /** As Centra does it: the first place that has all of it, else gathered in order; undefined when there is not enough. */
  #spread({ sku, units }: Units, places: readonly string[]): Movement[] | undefined {
    const offered = places.map((location) => ({ location, free: free(this.#cell(location, sku), 'shown') }));
    const whole = offered.find((place) => place.free >= units);
    if (whole !== undefined) return [{ location: whole.location, sku, units }];
    const found: Movement[] = [];
    let left = units;
    for (const place of offered) {
      const take = Math.min(left, place.free);
      if (take > 0) found.push({ location: place.location, sku, units: take });
      left -= take;
    }
    return left > 0 ? undefined : found;
  }

  /** Notes units that are newly on offer although none is left; `change` says how many of them were promised in the same moment. */
  #watched(cell: Cell, change: () => number): void {
    const before = exposure(cell);
    const promised = change() ?? 0;
    this.exposed += Math.max(0, exposure(cell) + promised - before);
  }

  #cell(location: string, sku: string): Cell {
    const row = this.#rowOf(location);
    const known = row.get(sku);
    if (known !== undefined) return known;
    const empty = { shelf: 0, promised: 0, shown: 0 };
    row.set(sku, empty);
    return empty;
  }

  #rowOf(location: string): Map<string, Cell> {
    const known = this.#cells.get(location);
    if (known !== undefined) return known;
    const empty = new Map<string, Cell>();
    this.#cells.set(location, empty);
    return empty;
  }
}

const free = (cell: Cell, by: 'shelf' | 'shown'): number => Math.max(0, cell[by] - cell.promised);
const exposure = (cell: Cell): number => (free(cell, 'shelf') > 0 ? 0 : free(cell, 'shown'));
