import { parseMoney } from '../../../domain/money.js';
import type { World, WorldLocation } from '../../simulators/kit/world.js';
import type { FeedProblem, Numbered } from './feed-problem.js';
import type { WorldLine } from './lines.js';

/** Gives the places of a world the numbers the counterparts know them by, far apart so that a mix-up is noticed. */
export function numberLocations(
  places: readonly { id: string; kind: 'store' | 'warehouse'; name?: string | undefined }[],
): WorldLocation[] {
  let warehouses = 0;
  return places.map(({ id, kind, name = id }, i) => {
    const numbered = { id, kind, name, centraWarehouse: 1 + i, sitooWarehouse: 101 + i };
    if (kind === 'store') return numbered;
    warehouses += 1;
    return { ...numbered, wmsWarehouse: warehouses };
  });
}

/** Makes a world of a feed's world lines. What does not fit together is added to `problems`. */
export function buildWorld(lines: readonly Numbered<WorldLine>[], problems: FeedProblem[]): World {
  const places: { id: string; kind: 'store' | 'warehouse'; name?: string | undefined }[] = [];
  const products: World['products'][number][] = [];
  const stock = new Map<string, World['stock'][number]>();
  let currency: string | undefined;
  const wrong = (line: number, path: string, sentence: string) => problems.push({ line, path, sentence });
  const skus = new Set<string>();
  for (const { line, value } of lines) {
    if (value.type === 'location') {
      if (places.some((l) => l.id === value.id)) wrong(line, 'id', `location "${value.id}" is there twice`);
      else if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(value.id))
        wrong(line, 'id', `"${value.id}" is no location id: use small letters, digits and dashes, at most 40`);
      else places.push(value);
    }
    if (value.type === 'product') {
      currency ??= value.currency;
      if (skus.has(value.sku)) wrong(line, 'sku', `product "${value.sku}" is there twice`);
      if (value.currency !== currency)
        wrong(line, 'currency', `the other prices are in ${currency}; a feed has one currency`);
      skus.add(value.sku);
      const { sku, barcode, name, missingIn } = value;
      products.push({
        sku,
        barcode,
        name,
        priceMinor: parseMoney(value.price, value.currency).minor,
        ...(missingIn === undefined ? {} : { missingIn }),
      });
    }
  }
  for (const { line, value } of lines) {
    if (value.type !== 'stock') continue;
    const { location, sku, quantity } = value;
    if (!places.some((l) => l.id === location)) wrong(line, 'location', `no location line has the id "${location}"`);
    if (!skus.has(sku)) wrong(line, 'sku', `no product line has the sku "${sku}"`);
    stock.set(`${location} ${sku}`, { location, sku, quantity });
  }
  const first = lines[0]?.line ?? 1;
  if (places.length === 0) wrong(first, '', 'a feed with world lines needs at least one location');
  if (!places.some((l) => l.kind === 'warehouse')) wrong(first, '', 'a feed with world lines needs a warehouse');
  if (products.length === 0) wrong(first, '', 'a feed with world lines needs at least one product');
  return { currency: currency ?? 'SEK', locations: numberLocations(places), products, stock: [...stock.values()] };
}
