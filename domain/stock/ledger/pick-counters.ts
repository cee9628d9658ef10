import type { PickedUnits } from './stock-entry.js';

/** Identity of a counter: a line of an order in the warehouse, with its SKU and location. */
export type PickLine = Pick<PickedUnits, 'orderName' | 'line' | 'location' | 'sku'>;

/** How many units of a line were picked when we last looked. */
export interface PickCounter extends PickLine {
  picked: number;
  reading: number;
  /** How many times it was found changed: it names the movements of the line. */
  changes: number;
  touched: boolean;
}

const keyOfLine = ({ orderName, line, location, sku }: PickLine): string => [orderName, line, location, sku].join('\n');

/** The counters of the lines of one entry. */
export class PickCounters {
  readonly #counters: Map<string, PickCounter>;

  constructor(counters: readonly PickCounter[] = []) {
    this.#counters = new Map(counters.map((counter) => [keyOfLine(counter), counter]));
  }

  of({ orderName, line, location, sku }: PickLine): PickCounter {
    const key = keyOfLine({ orderName, line, location, sku });
    const known = this.#counters.get(key);
    if (known) return known;
    const added = { orderName, line, location, sku, picked: 0, reading: 0, changes: 0, touched: false };
    this.#counters.set(key, added);
    return added;
  }

  /** Counters that must be written. */
  touched(): PickCounter[] {
    return [...this.#counters.values()].filter((counter) => counter.touched);
  }
}

/** Units picked since the last reading of a line; undefined when the reading is not newer. */
export const newlyPicked = (
  { picked }: Pick<PickedUnits, 'picked'>,
  counter: Pick<PickCounter, 'reading' | 'picked'>,
  reading: number,
): number | undefined => (reading > counter.reading ? picked - counter.picked : undefined);
