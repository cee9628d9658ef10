import type { CentraLineId, CentraOrderNumber } from '../../domain/ids.js';
import { idIn, locationsOf } from '../../domain/locations.js';
import { hasAllOf, locationsToTry, unitsBySku } from '../../domain/order/alternative.js';
import type { CoveredUnits, LineUnits } from '../../domain/order/split-order.js';
import { allocatedUnits, stillToMove } from '../../domain/order/units-to-move.js';
import { checkpoint } from '../checkpoint.js';
import { runOnce, stillUnderWay } from '../idempotent.js';
import { webOrderUnits } from '../stock/ingest/web-order-units.js';
import type { OrderNeeds } from './needs.js';

/** Units whose allocation is moved to a location: those of a fulfilment that gives them away, or those that none stands for. */
export type Reallocation = {
  readonly number: CentraOrderNumber;
  /** The fulfilment that gives the units away, or the case that a person answered: two that move equal units are two decisions. */
  readonly decision: number | string;
  readonly lines: readonly LineUnits<CentraLineId>[];
  readonly to: string;
} & (
  | { readonly from: string; readonly covered?: never }
  /** `covered`: units of these lines that fulfilments stand for. They are not touched. */
  | { readonly from?: never; readonly covered: readonly CoveredUnits[] }
);

/** Finding another location for units, and moving the web shop's allocation there. */
export function createMoveActivities(needs: Pick<OrderNeeds, 'brand' | 'centra' | 'origin' | 'records' | 'ledger'>) {
  const { brand, centra, records, origin, ledger } = needs;
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
        const free = await centra.freeToAllocate(idIn(location, 'centra'), [...wanted.keys()]);
        if (hasAllOf(wanted, free)) return { location: location.id };
      }
      return {};
    },

    /**
     * Moves the web shop's allocation of units to a location, so that the stock is deducted where the goods leave. A repeat
     * moves what is not there yet: other units of the line belong to other fulfilments.
     */
    async reallocate(input: Reallocation): Promise<{ moved: true }> {
      const units = input.lines.map(({ line, quantity }) => `${line}x${quantity}`).join('+');
      const ofOrder = `reallocate/${brand.brand}/${input.number}/`;
      const step = {
        key: `${ofOrder}${input.decision}/${input.from ?? 'anywhere'}/${input.to}/${units}`,
        system: 'centra',
      } as const;
      const to = idIn(locationsOf(brand).get(input.to), 'centra');
      const from =
        input.from === undefined ? {} : { fromWarehouse: idIn(locationsOf(brand).get(input.from), 'centra') };
      const keep = (input.covered ?? []).flatMap(({ line, quantity, location }) => {
        const warehouse = locationsOf(brand).byId(location)?.centra;
        return warehouse === undefined ? [] : [{ line: line as CentraLineId, quantity, warehouse }];
      });
      await runOnce(needs, {
        ...step,
        lookUp: async ({ before }) => {
          const left = stillToMove(await origin.web(input.number), input.lines, { to, before: readUnits(before) });
          return left.length === 0 ? true : undefined;
        },
        act: async (note, earlier) => {
          // What another fulfilment moves late would look like units of this one.
          const others = await records.intents.othersUnderWay(ofOrder, step.key);
          if (others > 0) throw stillUnderWay(step, others);
          const order = await origin.web(input.number);
          const before = earlier?.before === undefined ? allocatedUnits(order, to) : readUnits(earlier.before);
          note(JSON.stringify(before));
          const lines = stillToMove(order, input.lines, { to, before });
          if (lines.length > 0) await centra.reallocate({ order: input.number, lines, ...from, toWarehouse: to, keep });
          return true;
        },
      });
      // Where the allocation has ended, units that are gone can be taken out of the web shop's stock: before others buy them.
      const readAt = Date.now();
      await ledger.record({ orders: await webOrderUnits(needs, [await origin.web(input.number)], readAt) });
      return { moved: true };
    },
  };
}

/** Units at the target as they were noted before the first call of a move. */
const readUnits = (before: string | undefined): LineUnits<CentraLineId>[] =>
  before === undefined ? [] : (JSON.parse(before) as LineUnits<CentraLineId>[]);
