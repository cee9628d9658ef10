import type { World, WorldProduct } from '../../simulators/kit/world.js';
import type { Action, ActionOf } from '../feed/lines.js';
import { type Assortment, UNKNOWN_IN_SITOO, UNKNOWN_IN_WMS } from './bundled-world.js';
import { MINUTE, type WebOrderKind } from './day-shape.js';
import { pickProducts, pricedLine } from './generate-tills.js';
import type { SeededRandom } from './seeded-random.js';

interface Draft {
  readonly order: number;
  readonly kind: WebOrderKind;
  /** Counts the orders of its kind, from 0. */
  readonly nth: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly random: SeededRandom;
  readonly goods: Assortment;
  readonly stores: readonly string[];
  readonly world: World;
}

/** One web order and what becomes of it. */
export function generateWebOrder(draft: Draft): Action[] {
  const { order, kind, at, random } = draft;
  const after = (minutes: number) => new Date(at + minutes * MINUTE).toISOString();
  const placed = placedOrder(draft);
  const first = placed.lines[0];
  if (first === undefined) throw new Error(`order ${order} has no lines`);
  switch (kind) {
    case 'rejected':
    case 'rejectedNowhere':
      return [placed, { at: after(random.int(15, 40)), type: 'store.reject', order }];
    case 'silentStore':
      return [placed, { at: placed.at, type: 'store.silent', order }];
    case 'shortPick': {
      const lines = [{ sku: first.sku, picked: first.quantity - 1 }];
      return [placed, { at: after(random.int(20, 50)), type: 'wms.short', order, lines }];
    }
    case 'cancelledEarly': {
      const cancel = { at: after(random.int(10, 30)), type: 'web.cancel', order } as const;
      return [placed, draft.nth % 2 === 0 ? { ...cancel, after: 'transfer' } : cancel];
    }
    case 'cancelledLate':
      return [
        placed,
        { at: after(1), type: 'wms.begin', order },
        { at: after(6), type: 'web.cancel', order, after: 'transfer' },
      ];
    case 'held':
      return [
        placed,
        { at: placed.at, type: 'web.hold', order },
        { at: after(random.int(25, 60)), type: 'web.resume', order },
      ];
    case 'edited': {
      const cancel = [{ sku: first.sku, quantity: 1 }];
      return [placed, { at: after(random.int(5, 15)), type: 'web.edit', order, cancel, after: 'transfer' }];
    }
    default:
      return [placed];
  }
}

function placedOrder(draft: Draft): ActionOf<'web.order'> {
  const { order, kind, nth, at, random, goods, stores } = draft;
  const several = (products: readonly WorldProduct[]) =>
    pickProducts(random, products, random.pick([1, 1, 2, 3])).map((p) => pricedLine(p, random.pick([1, 1, 1, 2])));
  const base = { at: new Date(at).toISOString(), type: 'web.order', order, delivery: 'home' } as const;
  const store = random.pick(stores);
  const gift = order % 10 === 0 ? { gift: true, giftMessage: 'With love from all of us' } : {};
  switch (kind) {
    case 'collect':
      return { ...base, ...gift, delivery: 'collect', location: store, lines: several(goods.everywhere) };
    case 'fromStore':
      return { ...base, ...gift, location: store, lines: several(goods.storesOnly) };
    case 'silentStore':
      return { ...base, location: store, lines: several(goods.storesOnly) };
    case 'rejected':
      return { ...base, location: store, lines: several(goods.everywhere) };
    case 'rejectedNowhere': {
      const rare = random.pick(goods.oneStore);
      return { ...base, location: rare.store, lines: [pricedLine(rare.product, 1)] };
    }
    case 'mixed': {
      const lines = [...pickProducts(random, goods.everywhere, 1), ...pickProducts(random, goods.storesOnly, 1)].map(
        (p) => pricedLine(p, 1),
      );
      return { ...base, ...gift, lines };
    }
    case 'unknownSku':
      return { ...base, ...unknownSku(draft, store) };
    case 'noCourier':
      return { ...base, courier: null, lines: several(goods.everywhere) };
    case 'noGiftMessage':
      return { ...base, gift: true, lines: several(goods.everywhere) };
    case 'shortPick':
      return { ...base, lines: pickProducts(random, goods.everywhere, 2).map((p) => pricedLine(p, 2)) };
    case 'edited':
      return { ...base, lines: pickProducts(random, goods.everywhere, 2).map((p) => pricedLine(p, 3)) };
    case 'captureFailsOnce':
      return { ...base, captureFails: 1, lines: several(goods.everywhere) };
    case 'captureStuck':
      return { ...base, captureFails: 3, lines: several(goods.everywhere) };
    case 'held':
    case 'cancelledEarly':
      return { ...base, ...(nth % 2 === 0 ? {} : { location: store }), lines: several(goods.everywhere) };
    default:
      return { ...base, ...gift, lines: several(goods.everywhere) };
  }
}

/** Turn about: one that the warehouse does not know, one that the tills do not know. */
function unknownSku({ nth, world }: Draft, store: string): Pick<ActionOf<'web.order'>, 'lines' | 'location'> {
  const inStore = nth % 2 === 1;
  const skus = inStore ? UNKNOWN_IN_SITOO : UNKNOWN_IN_WMS;
  const product = world.products.find((p) => p.sku === skus[Math.floor(nth / 2) % skus.length]);
  if (product === undefined) throw new Error('the bundled world lacks its unknown products');
  return { lines: [pricedLine(product, 1)], ...(inStore ? { location: store } : {}) };
}
