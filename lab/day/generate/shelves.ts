import type { World } from '../../simulators/kit/world.js';
import type { BusyGoods } from './busy-world.js';
import type { SeededRandom } from './seeded-random.js';

/** What lies where on a busy day. Hot SKUs begin with little and run out; of the others there was always enough. */
export class Shelves {
  readonly #opening = new Map<string, { readonly location: string; readonly sku: string; quantity: number }>();
  readonly #left = new Map<string, number>();
  readonly #goods: BusyGoods;

  /** `demand`: units of a hot SKU that a store's customers will want. */
  constructor(random: SeededRandom, goods: BusyGoods, demand: number) {
    this.#goods = goods;
    for (const { sku } of goods.hot) {
      for (const location of goods.stores)
        this.#open(location, sku, random.int(1, Math.max(2, Math.round(demand * 0.6))));
      this.#open(goods.warehouse, sku, random.int(0, 3));
    }
    for (const { sku } of goods.ordinary) {
      for (const location of goods.stores) this.#open(location, sku, random.int(5, 25));
      this.#open(goods.warehouse, sku, 100);
    }
  }

  /** Units of an ordinary SKU leave: the store began the day with as many more. */
  take(location: string, sku: string, units: number): void {
    const row = this.#opening.get(keyOf(location, sku));
    if (row !== undefined) row.quantity += units;
  }

  /** A unit of a hot SKU leaves, if there is one. */
  takeHot(location: string, sku: string): boolean {
    const key = keyOf(location, sku);
    const left = this.#left.get(key) ?? 0;
    if (left > 0) this.#left.set(key, left - 1);
    return left > 0;
  }

  /** A web order takes a unit of a hot SKU where the shop would take it: the wanted store, the warehouse, then any store. */
  promiseHot(wanted: string | undefined, sku: string): void {
    const places = [this.#goods.warehouse, ...this.#goods.stores];
    (wanted === undefined ? places : [wanted, ...places]).some((location) => this.takeHot(location, sku));
  }

  give(location: string, sku: string, units: number): void {
    const key = keyOf(location, sku);
    this.#left.set(key, (this.#left.get(key) ?? 0) + units);
  }

  /** What the day began with. */
  opening(): World['stock'] {
    return [...this.#opening.values()];
  }

  #open(location: string, sku: string, quantity: number): void {
    this.#opening.set(keyOf(location, sku), { location, sku, quantity });
    this.#left.set(keyOf(location, sku), quantity);
  }
}

const keyOf = (location: string, sku: string): string => `${location} ${sku}`;
