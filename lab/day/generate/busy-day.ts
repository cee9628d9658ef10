import type { World } from '../../simulators/kit/world.js';
import type { Feed } from '../feed/feed.js';
import type { Action, ActionOf } from '../feed/lines.js';
import { type BusyGoods, busyWorld, paddedNumber } from './busy-world.js';
import { MINUTE, OPENS } from './day-shape.js';
import { pickProducts, pricedLine } from './generate-tills.js';
import { type SeededRandom, seededRandom } from './seeded-random.js';
import { Shelves } from './shelves.js';

export interface BusyDay {
  readonly seed: number;
  readonly stores: number;
  readonly skus: number;
  readonly minutes: number;
  readonly salesPerSecond: number;
  readonly webOrdersPerMinute: number;
  /** SKUs that everybody wants and few places have. */
  readonly hot: number;
  /** Half of everything happens in the middle fifth. */
  readonly peak: boolean;
}

/** What is made when nothing is asked for: twenty sales a second in thirty stores for ten minutes. */
export const BUSY_DAY: Omit<BusyDay, 'seed'> = {
  stores: 30,
  skus: 500,
  minutes: 10,
  salesPerSecond: 20,
  webOrdersPerMinute: 60,
  hot: 20,
  peak: false,
};

/** One of so many sale lines is of a hot SKU, and one of so many web orders. */
const HOT_AT_TILLS = 7;
const HOT_ONLINE = 2;
/** On average. */
const LINES_PER_SALE = 5 / 3;
/** One of so many sales comes back, a minute later at the earliest. */
const SALES_PER_REFUND = 100;
const MINUTES_PER_INTAKE = 2;
const MINUTES_PER_RECEIPT = 5;

type Kind = 'sale' | 'order' | 'intake' | 'refund' | 'receive';

/**
 * Makes a busy stretch of a day with the world it plays in. The same seed makes the same feed, byte for byte. Tills sell
 * only what their store has left; customers of the web shop also want hot SKUs that are sold out.
 */
export function generateBusyDay(day: BusyDay): Feed & { readonly world: World } {
  const random = seededRandom(day.seed);
  const goods = busyWorld(day);
  const wanted = (day.salesPerSecond * day.minutes * 60 * LINES_PER_SALE) / HOT_AT_TILLS;
  const shelves = new Shelves(random, goods, wanted / Math.max(1, day.stores * day.hot));
  const builder = new DayBuilder(random, goods, shelves);
  const actions = moments(random, day).flatMap(({ at, kind }) => builder.add(kind, at) ?? []);
  return { world: { ...goods.world, stock: shelves.opening() }, actions, warnings: [] };
}

/** When what happens, earliest first. */
function moments(random: SeededRandom, day: BusyDay): { at: number; kind: Kind }[] {
  const span = Math.round(day.minutes * MINUTE);
  const sales = Math.round(day.salesPerSecond * day.minutes * 60);
  const counts: Readonly<Record<Kind, number>> = {
    sale: sales,
    order: Math.round(day.webOrdersPerMinute * day.minutes),
    intake: Math.floor(day.minutes / MINUTES_PER_INTAKE),
    refund: Math.floor(sales / SALES_PER_REFUND),
    receive: Math.floor(day.minutes / MINUTES_PER_RECEIPT),
  };
  const moment = () =>
    day.peak && random.int(1, 2) === 1
      ? random.int(Math.ceil(span * 0.4), Math.floor(span * 0.6))
      : random.int(0, Math.max(0, span - 1));
  return (Object.keys(counts) as Kind[])
    .flatMap((kind) => Array.from({ length: counts[kind] }, () => ({ at: OPENS + moment(), kind })))
    .toSorted((a, b) => a.at - b.at);
}

/** Makes one action after the other, and keeps count of what is left where. */
class DayBuilder {
  readonly #sold: { readonly at: number; readonly sale: ActionOf<'pos.sale'> }[] = [];
  readonly #random: SeededRandom;
  readonly #goods: BusyGoods;
  readonly #shelves: Shelves;
  #orders = 0;
  #sales = 0;

  constructor(random: SeededRandom, goods: BusyGoods, shelves: Shelves) {
    this.#random = random;
    this.#goods = goods;
    this.#shelves = shelves;
  }

  add(kind: Kind, atMs: number): Action | undefined {
    const at = new Date(atMs).toISOString();
    switch (kind) {
      case 'sale':
        return this.#sale(at, atMs);
      case 'order':
        return this.#order(at);
      case 'refund':
        return this.#refund(at, atMs);
      case 'intake':
        return this.#intake(at);
      case 'receive': {
        const { sku } = this.#random.pick(this.#goods.ordinary);
        return { at, type: 'wms.receive', sku, quantity: this.#random.int(5, 40) };
      }
    }
  }

  #sale(at: string, atMs: number): Action {
    const location = this.#random.pick(this.#goods.stores);
    const lines = pickProducts(
      this.#random,
      this.#goods.ordinary,
      Math.min(this.#goods.ordinary.length, this.#size()),
    ).map((product) => {
      const hot = this.#random.int(1, HOT_AT_TILLS) === 1 ? this.#hot() : undefined;
      if (hot !== undefined && this.#shelves.takeHot(location, hot.sku)) return pricedLine(hot, 1);
      const quantity = this.#random.pick([1, 1, 1, 1, 2]);
      this.#shelves.take(location, product.sku, quantity);
      return pricedLine(product, quantity);
    });
    this.#sales += 1;
    const receipt = `R${paddedNumber(this.#sales, 6)}`;
    // A hot SKU may have come up twice in one basket.
    const sale = { at, type: 'pos.sale', location, receipt, lines: merged(lines) } as const;
    this.#sold.push({ at: atMs, sale });
    return sale;
  }

  #order(at: string): Action {
    this.#orders += 1;
    const collect = this.#random.int(1, 5) <= 2;
    const store = this.#random.pick(this.#goods.stores);
    const place = collect ? ({ delivery: 'collect', location: store } as const) : ({ delivery: 'home' } as const);
    const hot = this.#random.int(1, HOT_ONLINE) === 1 ? this.#hot() : undefined;
    // A hot SKU is ordered alone: when it is sold out, nothing else is refused with it.
    const lines =
      hot === undefined
        ? pickProducts(this.#random, this.#goods.ordinary, Math.min(2, this.#goods.ordinary.length)).map((p) =>
            pricedLine(p, 1),
          )
        : [pricedLine(hot, 1)];
    for (const { sku } of lines)
      if (sku === hot?.sku) this.#shelves.promiseHot(collect ? store : undefined, sku);
      else this.#shelves.take(collect ? store : this.#goods.warehouse, sku, 1);
    return { at, type: 'web.order', order: 10_000 + this.#orders, ...place, lines };
  }

  #refund(at: string, atMs: number): Action | undefined {
    const old = this.#sold.findIndex((one) => one.at > atMs - MINUTE);
    const choice = old <= 0 ? undefined : this.#sold[this.#random.int(0, old - 1)];
    if (choice === undefined) return undefined;
    this.#sold.splice(this.#sold.indexOf(choice), 1);
    const { location, receipt, lines } = choice.sale;
    const condition = this.#random.pick(['resellable', 'resellable', 'resellable', 'damaged'] as const);
    const returnedLines = lines.slice(0, 1);
    if (condition === 'resellable')
      for (const { sku, quantity } of returnedLines) this.#shelves.give(location, sku, quantity);
    return { at, type: 'pos.refund', location, receipt, lines: returnedLines, condition, paidOut: true };
  }

  #intake(at: string): Action {
    const location = this.#random.pick(this.#goods.stores);
    const products = pickProducts(this.#random, this.#goods.ordinary, Math.min(5, this.#goods.ordinary.length));
    const lines = products.map(({ sku }) => ({ sku, quantity: this.#random.int(2, 12) }));
    const hot = this.#hot();
    if (hot !== undefined) lines.push({ sku: hot.sku, quantity: this.#random.int(1, 3) });
    for (const { sku, quantity } of lines) this.#shelves.give(location, sku, quantity);
    return { at, type: 'pos.intake', location, lines };
  }

  #hot() {
    return this.#goods.hot.length === 0 ? undefined : this.#random.pick(this.#goods.hot);
  }

  #size(): number {
    return this.#random.pick([1, 1, 1, 2, 2, 3]);
  }
}

/** Lines with each SKU once. */
function merged(lines: readonly ReturnType<typeof pricedLine>[]): ReturnType<typeof pricedLine>[] {
  const bySku = new Map<string, ReturnType<typeof pricedLine>>();
  for (const line of lines)
    bySku.set(line.sku, { ...line, quantity: line.quantity + (bySku.get(line.sku)?.quantity ?? 0) });
  return [...bySku.values()];
}
