import { parseMoney } from '../../../domain/money.js';
import type { World } from '../../simulators/kit/world.js';
import type { FeedProblem, Numbered } from './feed-problem.js';
import type { Action } from './lines.js';

/**
 * What a line alone cannot show: locations nobody declared, orders nobody placed, numbers used twice. A SKU that no product
 * line declares is only warned about, because an unknown SKU is one of the things a feed may want to play.
 */
export function checkFeed(
  { world, actions }: { readonly world: World | undefined; readonly actions: readonly Numbered<Action>[] },
  found: { readonly problems: FeedProblem[]; readonly warnings: string[] },
): void {
  const places = world && new Set(world.locations.map((l) => l.id));
  const skus = world && new Set(world.products.map((p) => p.sku));
  const currency = world?.currency ?? 'SEK';
  const placed = new Set<string>();
  const receipts = new Set<string>();
  const wrong = (line: number, path: string, sentence: string) => found.problems.push({ line, path, sentence });
  for (const { line, value } of actions) {
    if (value.type === 'web.order') {
      if (placed.has(String(value.order))) wrong(line, 'order', `order ${value.order} is placed twice`);
      placed.add(String(value.order));
    }
    if (value.type === 'pos.sale') {
      if (receipts.has(value.receipt)) wrong(line, 'receipt', `receipt ${value.receipt} is there twice`);
      receipts.add(value.receipt);
    }
  }
  for (const { line, value } of actions) {
    if ('location' in value && value.location !== undefined && places && !places.has(value.location))
      wrong(line, 'location', `no location line has the id "${value.location}"`);
    if ('restock' in value && value.restock !== undefined && places && !places.has(value.restock))
      wrong(line, 'restock', `no location line has the id "${value.restock}"`);
    if ('order' in value && value.order !== undefined && !placed.has(String(value.order)))
      wrong(line, 'order', `no web.order line places order ${value.order}`);
    if ('receipt' in value && value.receipt !== undefined && !receipts.has(value.receipt))
      wrong(line, 'receipt', `no pos.sale line has the receipt ${value.receipt}`);
    if (/^(store|wms)\.(pick|ship|reject|silent|begin|short)$/.test(value.type)) {
      const named =
        ('order' in value && value.order !== undefined) || ('receipt' in value && value.receipt !== undefined);
      if (!named)
        wrong(line, 'order', 'say whose order this is: "order", or "receipt" for a sale the warehouse delivers');
    }
    const checkGoods = (where: string, items: readonly { sku: string; price?: string }[]) => {
      for (const [i, { sku, price }] of items.entries()) {
        if (skus && !skus.has(sku)) found.warnings.push(`line ${line}: no product line has the sku "${sku}"`);
        if (price !== undefined) checkPrice(price, currency, (s) => wrong(line, `${where}.${i}.price`, s));
      }
    };
    if ('lines' in value) checkGoods('lines', value.lines);
    if ('exchange' in value && value.exchange !== undefined) checkGoods('exchange', value.exchange);
  }
}

function checkPrice(price: string, currency: string, wrong: (sentence: string) => void): void {
  try {
    parseMoney(price, currency);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    wrong(`${error.message} (${currency})`);
  }
}
