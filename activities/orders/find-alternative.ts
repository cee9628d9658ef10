import { locationsOf } from '../../domain/locations.js';
import type { Origin } from '../../domain/names.js';
import type { Corrections } from '../../domain/order/settings.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import type { Dependencies } from '../dependencies.js';
import { centraLines } from './centra-lines.js';
import type { OriginReader } from './read-origin.js';

/** Finding another location for units, and telling the web shop that it is the one. */
export function createMoveActivities({ brand, centra }: Pick<Dependencies, 'brand' | 'centra'>, origin: OriginReader) {
  return {
    /** The first location, in the brand's order of preference, that has all units of these lines free and was not tried. */
    async findLocation(input: {
      origin: Origin;
      number: string;
      lines: readonly LineUnits[];
      exclude: readonly string[];
      corrections: Corrections;
    }): Promise<{ location?: string }> {
      const { exclude } = input;
      const order = input.origin === 'centra' ? await origin.web(input.number) : undefined;
      const wanted = new Map<string, number>();
      for (const { line, quantity } of input.lines) {
        const sku = order?.lines.find((l) => String(l.id) === line)?.sku;
        // A line whose SKU was mapped to another is looked for by the SKU that the web shop counts.
        if (sku) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
      }
      if (wanted.size === 0) return {};
      for (const location of inOrderOfPreference()) {
        if (exclude.includes(location.id)) continue;
        const free = await centra.freeToAllocate(location.centra, [...wanted.keys()]);
        if ([...wanted].every(([sku, units]) => (free.get(sku) ?? 0) >= units)) return { location: location.id };
      }
      return {};
    },

    /** Moves the web shop's allocation of units to a location, so that its stock is booked where the goods leave. */
    async reallocate(input: {
      number: string;
      lines: readonly LineUnits[];
      from: string;
      to: string;
    }): Promise<{ moved: true }> {
      await centra.reallocate({
        order: Number(input.number),
        lines: centraLines(input.lines),
        fromWarehouse: locationsOf(brand).get(input.from).centra,
        toWarehouse: locationsOf(brand).get(input.to).centra,
      });
      return { moved: true };
    },
  };

  function inOrderOfPreference() {
    const { moveTo, locations } = brand;
    if (moveTo) return moveTo.map((id) => locationsOf(brand).get(id));
    return [...locations].sort((a, b) => Number(b.kind === 'warehouse') - Number(a.kind === 'warehouse'));
  }
}
