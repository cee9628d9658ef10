import type { CentraLineId, CentraOrderNumber } from '../../domain/ids.js';
import { locationsOf } from '../../domain/locations.js';
import { hasAllOf, locationsToTry, unitsBySku } from '../../domain/order/alternative.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import { checkpoint } from '../checkpoint.js';
import { runOnce } from '../idempotent.js';
import { webOrderUnits } from '../stock/ingest/web-order-units.js';
import type { OrderNeeds } from './needs.js';

/** Finding another location for units, and moving the web shop's allocation there. */
export function createMoveActivities(needs: Pick<OrderNeeds, 'brand' | 'centra' | 'origin' | 'records' | 'ledger'>) {
  const { brand, centra, origin, ledger } = needs;
  return {
    /** The first location, in the brand's order of preference, that has all units of these lines free and is not excluded. */
    async findAlternative(input: {
      number: CentraOrderNumber;
      lines: readonly LineUnits<CentraLineId>[];
      exclude: readonly string[];
    }): Promise<{ location?: string }> {
      const wanted = unitsBySku(await origin.web(input.number), input.lines);
      if (wanted.size === 0) return {};
      for (const location of locationsToTry(brand, input.exclude)) {
        checkpoint();
        const free = await centra.freeToAllocate(location.centra, [...wanted.keys()]);
        if (hasAllOf(wanted, free)) return { location: location.id };
      }
      return {};
    },

    /** Moves the web shop's allocation of units to a location, so that the stock is deducted where the goods leave. */
    async reallocate(input: {
      number: CentraOrderNumber;
      lines: readonly LineUnits<CentraLineId>[];
      from: string;
      to: string;
    }): Promise<{ moved: true }> {
      const units = input.lines.map(({ line, quantity }) => `${line}x${quantity}`).join('+');
      await runOnce(needs, {
        key: `reallocate/${brand.brand}/${input.number}/${input.from}/${input.to}/${units}`,
        system: 'centra',
        // It reads where the units are by then, and does what is left to do.
        act: () =>
          centra.reallocate({
            order: input.number,
            lines: input.lines,
            fromWarehouse: locationsOf(brand).get(input.from).centra,
            toWarehouse: locationsOf(brand).get(input.to).centra,
          }),
      });
      // Where the allocation has ended, units that are gone can be taken out of the web shop's stock: before others buy them.
      const readAt = Date.now();
      await ledger.record({ orders: await webOrderUnits(needs, [await origin.web(input.number)], readAt) });
      return { moved: true };
    },
  };
}
