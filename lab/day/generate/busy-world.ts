import type { World, WorldProduct } from '../../simulators/kit/world.js';
import { numberLocations } from '../feed/world-of-feed.js';

/** Places and goods of a busy day; what lies where follows from what is sold. */
export interface BusyGoods {
  readonly world: Omit<World, 'stock'>;
  readonly stores: readonly string[];
  readonly warehouse: string;
  readonly ordinary: readonly WorldProduct[];
  readonly hot: readonly WorldProduct[];
}

/** A number with zeros before it, so that names sort as they count. */
export const paddedNumber = (number: number, digits: number): string => String(number).padStart(digits, '0');

/** EAN-13 with a check digit, of a range that the bundled world does not use. */
function barcode(index: number): string {
  const digits = `735009${paddedNumber(index, 6)}`;
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** So many stores and one warehouse `dc`; so many SKUs, the first of which are the hot ones. */
export function busyWorld({ stores, skus, hot }: { stores: number; skus: number; hot: number }): BusyGoods {
  const digits = Math.max(2, String(stores).length);
  const names = Array.from({ length: stores }, (_, i) => `store-${paddedNumber(i + 1, digits)}`);
  const products = Array.from({ length: skus }, (_, i): WorldProduct => {
    const kind = i < hot ? 'HOT' : 'SKU';
    const number = paddedNumber(i + 1, 4);
    return {
      sku: `${kind}-${number}`,
      barcode: barcode(i + 1),
      name: `${i < hot ? 'Hot article' : 'Article'} ${number}`,
      priceMinor: 100 * (99 + 100 * (i % 12)),
    };
  });
  const locations = numberLocations([
    ...names.map((id, i) => ({ id, kind: 'store' as const, name: `Store ${i + 1}` })),
    { id: 'dc', kind: 'warehouse', name: 'Central warehouse' },
  ]);
  return {
    world: { currency: 'SEK', locations, products },
    stores: names,
    warehouse: 'dc',
    ordinary: products.slice(hot),
    hot: products.slice(0, hot),
  };
}
