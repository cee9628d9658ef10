import type { z } from 'zod';

/** What the checks compare, read without trust: the file may be wrong elsewhere too. */
interface Written {
  locations: Record<string, unknown>[];
  moveTo: unknown[];
  shippingOptions: { courier: string; index: number; option: unknown }[];
  categories: Set<string>;
  safetyStock: Record<string, unknown>[];
}

/**
 * Checks that no single field can do: duplicate ids, unknown locations, a shipping option that means two couriers.
 * Runs even when single fields are wrong, so that a person sees every problem in one go.
 */
export function checkWholeBrand(brand: unknown, ctx: Pick<z.core.$RefinementCtx, 'addIssue'>): void {
  const written = readWritten(brand);
  const complain = (path: (string | number)[], message: string) => ctx.addIssue({ code: 'custom', path, message });

  for (const key of ['id', 'centra', 'sitoo', 'wms'] as const) {
    const seen = new Map<unknown, number>();
    for (const [i, location] of written.locations.entries()) {
      const value = location[key];
      const first = seen.get(value);
      if (value !== undefined && first !== undefined)
        complain(['locations', i, key], `${value} is already the ${key} of locations[${first}]`);
      else seen.set(value, i);
    }
  }

  const known = new Set(written.locations.map((location) => location.id));
  for (const [i, to] of written.moveTo.entries())
    if (!known.has(to)) complain(['moveTo', i], `no location is called ${String(to)}`);

  for (const [i, { location, category, from, until }] of written.safetyStock.entries()) {
    if (location !== undefined && !known.has(location))
      complain(['stock', 'safetyStock', i, 'location'], `no location is called ${String(location)}`);
    if (category !== undefined && !written.categories.has(String(category)))
      complain(
        ['stock', 'safetyStock', i, 'category'],
        `no category of stock.categories is called ${String(category)}`,
      );
    if (from !== undefined && until !== undefined && !(asMs(from) < asMs(until)))
      complain(['stock', 'safetyStock', i, 'until'], 'the time window must end after it begins');
  }

  const meaning = new Map<unknown, string>();
  for (const { courier, index, option } of written.shippingOptions) {
    const other = meaning.get(option);
    if (other !== undefined && other !== courier)
      complain(
        ['couriers', courier, 'shippingOptions', index],
        `"${String(option)}" already means the courier ${other}`,
      );
    meaning.set(option, courier);
  }
}

function readWritten(brand: unknown): Written {
  const top = asObject(brand);
  const stock = asObject(top.stock);
  return {
    categories: new Set(Object.keys(asObject(stock.categories))),
    safetyStock: asList(stock.safetyStock).map(asObject),
    locations: asList(top.locations).map(asObject),
    moveTo: asList(top.moveTo),
    shippingOptions: Object.entries(asObject(top.couriers)).flatMap(([courier, entry]) =>
      asList(asObject(entry).shippingOptions).map((option, index) => ({ courier, index, option })),
    ),
  };
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A moment as it was written, or as it was parsed. */
const asMs = (moment: unknown): number => (typeof moment === 'number' ? moment : Date.parse(String(moment)));
