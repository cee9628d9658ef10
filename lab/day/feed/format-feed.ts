import { formatMoney } from '../../../domain/money.js';
import type { World } from '../../simulators/kit/world.js';
import type { Action } from './lines.js';

/** Writes a world and a day as a feed's text: what `parseFeed` reads back. */
export function formatFeed(feed: { readonly world?: World; readonly actions: readonly Action[] }): string {
  const { world, actions } = feed;
  const lines: object[] = [];
  if (world) {
    for (const { id, kind, name } of world.locations) lines.push({ type: 'location', id, kind, name });
    for (const { priceMinor, ...product } of world.products) {
      const price = formatMoney({ minor: priceMinor, currency: world.currency });
      lines.push({ type: 'product', ...product, price, currency: world.currency });
    }
    for (const level of world.stock) lines.push({ type: 'stock', ...level });
  }
  return [...lines, ...actions].map((line) => `${JSON.stringify(line)}\n`).join('');
}
