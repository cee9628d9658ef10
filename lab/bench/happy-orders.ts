import { assortment } from '../day/generate/bundled-world.js';
import type { SimulatorAct } from '../day/play/act-of-customer.js';
import type { World } from '../simulators/kit/world.js';

/** Orders of one fulfilment that go well: three from the web shop, by where they leave from, and one from a till. */
export const KINDS = ['warehouse', 'store', 'collect', 'till'] as const;
export type Kind = (typeof KINDS)[number];

/** What a load of web orders is made of, by turns. */
export const WEB_MIX = ['warehouse', 'store', 'warehouse', 'collect'] as const satisfies readonly Kind[];

/** Makes happy orders with numbers that are used once, goods and stores by turns, so that no stock runs out. */
export class HappyOrders {
  readonly #goods: ReturnType<typeof assortment>;
  readonly #stores: readonly string[];
  #made = 0;

  constructor(world: World) {
    this.#goods = assortment(world);
    this.#stores = world.locations.filter((place) => place.kind === 'store').map((place) => place.id);
  }

  /** The act by which a customer places it, and the simulator it happens at. */
  next(kind: Kind): SimulatorAct {
    this.#made += 1;
    const goods = kind === 'store' ? this.#goods.storesOnly : this.#goods.everywhere;
    const { sku, priceMinor } = turn(goods, this.#made);
    const location = turn(this.#stores, this.#made);
    const lines = [{ sku, quantity: 1, priceMinor }];
    if (kind === 'till') {
      const receipt = `B${this.#made}`;
      return { system: 'sitoo', act: { type: 'pos.sale', location, receipt, lines, deliver: 'warehouse' } };
    }
    const where = kind === 'warehouse' ? {} : { location };
    const delivery = kind === 'collect' ? 'collect' : 'home';
    return { system: 'centra', act: { type: 'web.order', order: 500_000 + this.#made, lines, delivery, ...where } };
  }
}

function turn<T>(all: readonly T[], nth: number): T {
  const one = all[nth % all.length];
  if (one === undefined) throw new Error('the world has nothing to order from');
  return one;
}
