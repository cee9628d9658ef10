import { formatMoney } from '../../../domain/money.js';
import type { WorldProduct } from '../../simulators/kit/world.js';
import type { Action } from '../feed/lines.js';
import type { Assortment } from './bundled-world.js';
import { INTAKES, MINUTE, OPENS, POS_DELIVERIES, POS_REFUNDS, POS_SALES, STOCKTAKES } from './day-shape.js';
import type { SeededRandom } from './seeded-random.js';

export const pricedLine = (product: WorldProduct, quantity: number) => ({
  sku: product.sku,
  quantity,
  price: formatMoney({ minor: product.priceMinor, currency: 'SEK' }),
});

/** Different products, so that no order has two lines of one SKU. */
export function pickProducts(random: SeededRandom, products: readonly WorldProduct[], count: number): WorldProduct[] {
  const chosen = new Map<string, WorldProduct>();
  while (chosen.size < count) {
    const product = random.pick(products);
    chosen.set(product.sku, product);
  }
  return [...chosen.values()];
}

/** What happens at the tills and in the stock rooms: sales, refunds, intakes, counts. */
export function generateTills(random: SeededRandom, goods: Assortment, stores: readonly string[]): Action[] {
  const at = (fromMinute: number, toMinute: number) =>
    new Date(OPENS + random.int(fromMinute * 60, toMinute * 60) * 1_000).toISOString();
  const actions: Action[] = [];
  for (let i = 0; i < POS_SALES; i += 1) {
    const deliver = i < POS_DELIVERIES;
    const from = deliver ? goods.everywhere : [...goods.everywhere, ...goods.storesOnly];
    const lines = pickProducts(random, from, random.pick([1, 1, 1, 2, 2, 3])).map((p) =>
      pricedLine(p, random.pick([1, 1, 1, 2])),
    );
    const location = random.pick(stores);
    const receipt = `R${String(i + 1).padStart(5, '0')}`;
    const sale = { at: at(2, deliver ? 480 : 598), type: 'pos.sale', location, receipt, lines } as const;
    actions.push(deliver ? { ...sale, deliver: 'warehouse' } : sale);
    if (deliver || i % 33 !== 0 || i / 33 > POS_REFUNDS) continue;
    actions.push({
      at: new Date(Math.min(Date.parse(sale.at) + random.int(20, 90) * MINUTE, OPENS + 599 * MINUTE)).toISOString(),
      type: 'pos.refund',
      location,
      receipt,
      lines: lines.slice(0, 1),
      condition: random.pick(['resellable', 'resellable', 'damaged'] as const),
      paidOut: true,
    });
  }
  for (let i = 0; i < INTAKES; i += 1) {
    const lines = pickProducts(random, goods.everywhere, 10).map(({ sku }) => ({ sku, quantity: random.int(2, 12) }));
    actions.push({ at: at(5, 300), type: 'pos.intake', location: random.pick(stores), lines });
  }
  for (let i = 0; i < STOCKTAKES; i += 1) {
    const lines = pickProducts(random, goods.everywhere, 3).map(({ sku }) => ({ sku, quantity: random.int(23, 25) }));
    actions.push({ at: at(400, 590), type: 'pos.stocktake', location: random.pick(stores), lines });
  }
  return actions;
}
