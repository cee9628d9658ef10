import type { World, WorldProduct } from '../../simulators/kit/world.js';
import type { Feed } from '../feed/feed.js';
import type { Action, ActionOf } from '../feed/lines.js';
import { type BusyGoods, busyWorld, paddedNumber } from './busy-world.js';
import { MINUTE, OPENS } from './day-shape.js';
import { generateEventFaults } from './generate-event-faults.js';
import { pickProducts, pricedLine } from './generate-tills.js';
import { actionsOfReturn, type ReturnScenario, refundsOf } from './return-scenarios.js';
import { type SeededRandom, seededRandom } from './seeded-random.js';

export interface ReturnsDay {
  readonly seed: number;
  /** Refunds at tills. */
  readonly returns: number;
  readonly stores: number;
  readonly skus: number;
}

/** What comes back, and where a web order was sent from; over and over in this order, so that any number has its share. */
const PATTERN: readonly (readonly [ReturnScenario | 'sale', 'store' | 'warehouse'])[] = [
  ['whole', 'store'],
  ['partial', 'warehouse'],
  ['sale', 'store'],
  ['mixed', 'store'],
  ['lines', 'warehouse'],
  ['exchange', 'store'],
  ['repeated', 'warehouse'],
  ['blind', 'warehouse'],
  ['whole', 'warehouse'],
  ['sale', 'store'],
  ['post', 'store'],
  ['partial', 'store'],
  ['beyond', 'warehouse'],
  ['lines', 'store'],
  ['warehouse', 'warehouse'],
  ['mixed', 'warehouse'],
  ['exchange', 'warehouse'],
  ['whole', 'warehouse'],
  ['sale', 'store'],
];

/** Orders are placed in the morning, goods come back from noon on. */
const PLACED = [2, 240] as const;
const BACK = [250, 560] as const;
/** Minutes from which events go astray: once while orders are sent, twice while goods come back. */
const EVENT_FAULTS_FROM = [40, 260, 400];
/** Units of every SKU in every store, and many more in the warehouse: nothing is ever sold out on this day. */
const IN_STORE = 40;
const IN_WAREHOUSE = 1_000;

/**
 * Makes a day of returns in stores with the world it plays in: of every kind, with the web orders and sales that they need,
 * and with events that are lost, come twice or come late.
 * The same seed makes the same feed, byte for byte.
 */
export function generateReturnsDay(day: ReturnsDay): Feed & { readonly world: World } {
  const goods = busyWorld({ stores: day.stores, skus: day.skus, hot: 0 });
  const builder = new DayBuilder(seededRandom(day.seed), goods, day.returns);
  for (let left = day.returns, i = 0; left > 0; i += 1) {
    const [scenario, from] = PATTERN[i % PATTERN.length] ?? ['whole', 'store'];
    // The last one of a day is one only.
    left -= builder.add(scenario !== 'sale' && refundsOf(scenario) > left ? 'whole' : scenario, from);
  }
  const stock = goods.ordinary.flatMap(({ sku }) => [
    ...goods.stores.map((location) => ({ location, sku, quantity: IN_STORE })),
    { location: goods.warehouse, sku, quantity: IN_WAREHOUSE },
  ]);
  const actions = [...EVENT_FAULTS_FROM.flatMap(generateEventFaults), ...builder.actions].toSorted(
    (a, b) => Date.parse(a.at) - Date.parse(b.at),
  );
  return { world: { ...goods.world, stock }, actions, warnings: [] };
}

class DayBuilder {
  readonly actions: Action[] = [];
  readonly #random: SeededRandom;
  readonly #goods: BusyGoods;
  /** Each is sold once, to a customer who cannot show it: so it can be found where it came from. */
  readonly #once: WorldProduct[];
  readonly #others: readonly WorldProduct[];
  #orders = 0;
  #sales = 0;

  constructor(random: SeededRandom, goods: BusyGoods, returns: number) {
    this.#random = random;
    this.#goods = goods;
    const once = Math.min(Math.ceil(returns / PATTERN.length) + 1, Math.floor(goods.ordinary.length / 2));
    this.#once = goods.ordinary.slice(0, once);
    this.#others = goods.ordinary.slice(once);
  }

  /** @returns how many refunds that made */
  add(scenario: ReturnScenario | 'sale', from: 'store' | 'warehouse'): number {
    if (scenario === 'sale') {
      this.#sale();
      return 1;
    }
    const order = this.#order(scenario, from);
    this.actions.push(
      order,
      ...actionsOfReturn({
        scenario,
        order,
        location: this.#store(),
        otherLocation: this.#store(),
        at: this.#moment(BACK),
        exchange: this.#lines(1).map((p) => pricedLine(p, 1)),
        random: this.#random,
      }),
    );
    return refundsOf(scenario);
  }

  #order(scenario: ReturnScenario, from: 'store' | 'warehouse'): ActionOf<'web.order'> {
    this.#orders += 1;
    const single = scenario === 'blind' ? this.#once.shift() : undefined;
    const products = single ? [single] : this.#lines(scenario === 'lines' ? 3 : this.#random.pick([1, 2, 2]));
    const many = scenario === 'mixed' || scenario === 'repeated' || scenario === 'partial';
    const lines = products.map((product) => pricedLine(product, many ? 2 : this.#random.pick([1, 1, 2])));
    const base = { at: this.#time(PLACED), type: 'web.order', order: 10_000 + this.#orders, lines } as const;
    if (from === 'warehouse') return { ...base, delivery: 'home' };
    return { ...base, delivery: this.#random.pick(['home', 'collect'] as const), location: this.#store() };
  }

  #sale(): void {
    this.#sales += 1;
    const receipt = `R${paddedNumber(this.#sales, 6)}`;
    const location = this.#store();
    const lines = this.#lines(this.#random.pick([1, 2])).map((product) =>
      pricedLine(product, this.#random.pick([1, 2])),
    );
    const condition = this.#random.pick(['resellable', 'resellable', 'damaged'] as const);
    this.actions.push(
      { at: this.#time(PLACED), type: 'pos.sale', location, receipt, lines },
      {
        at: this.#time(BACK),
        type: 'pos.refund',
        location,
        receipt,
        lines: lines.slice(0, 1),
        condition,
        paidOut: true,
      },
    );
  }

  #lines(count: number): WorldProduct[] {
    return pickProducts(this.#random, this.#others, Math.min(count, this.#others.length));
  }

  #store(): string {
    return this.#random.pick(this.#goods.stores);
  }

  #moment([from, to]: readonly [number, number]): number {
    return OPENS + this.#random.int(from * 60, to * 60) * (MINUTE / 60);
  }

  #time(between: readonly [number, number]): string {
    return new Date(this.#moment(between)).toISOString();
  }
}
