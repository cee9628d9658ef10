import { paced } from '../../config/brand.js';
import { promisedBy } from '../../domain/opening-hours.js';
import type { PartProgress } from '../../domain/order/fulfilment.js';
import { nameOf, type PartIdentity, systemOf } from '../../domain/order/fulfilment-identity.js';
import type { KnownPart } from '../../domain/order/fulfilment-number.js';
import { isSentHome, storeProgress, warehouseProgress } from '../../domain/order/fulfilment-progress.js';
import { SystemProblem } from '../../systems/problem.js';
import type { OrderReading } from '../../workflows/messages.js';
import { type Dependencies, locationOf } from '../dependencies.js';
import type { StockLedger } from '../stock/ingest/ledger.js';
import { type PlacePart, partPlacer } from './place-fulfilment.js';
import type { OrderReader } from './read-order.js';
import type { OriginReader } from './read-origin.js';

export type Placed =
  | {
      readonly placed: { readonly ref: string; readonly pickBy: string };
      readonly changed?: never;
      readonly misnumbered?: never;
    }
  | { readonly placed?: never; readonly changed: OrderReading; readonly misnumbered?: never }
  | { readonly placed?: never; readonly changed?: never; readonly misnumbered: readonly KnownPart[] };

type Needs = Pick<Dependencies, 'brand' | 'sitoo' | 'wms' | 'records'>;

/** Steps of one part at the store or warehouse that fulfils it. */
export function createPartActivities(needs: Needs, origin: OriginReader, reader: OrderReader, ledger: StockLedger) {
  const { brand, sitoo, wms, records } = needs;
  const place = partPlacer(needs, origin, reader, ledger);

  return {
    /**
     * Places a part once, under its own name. The order is read at this moment: nothing is placed when it changed since
     * the check, nor under a number that is not the part's own.
     */
    async placePart(input: PlacePart): Promise<Placed> {
      const result = await place(input);
      if (!('ref' in result)) return result;
      const { origin, number, part, location } = input;
      await records.orders.upsertPart({
        origin,
        orderNumber: number,
        part,
        location,
        system: systemOf(input),
        name: nameOf(input),
        ref: result.ref,
        stage: 'placed',
        shipments: [],
      });
      return { placed: { ref: result.ref, pickBy: pickBy(input) } };
    },

    /** Takes a part back. `too-late`: picking has begun, or the goods are gone. */
    async withdrawPart(input: PartIdentity): Promise<'cancelled' | 'too-late' | 'gone'> {
      const outcome =
        input.kind === 'warehouse' ? await wms.cancelOrder(nameOf(input)) : await cancelAtStore(nameOf(input));
      if (outcome !== 'too-late') {
        const { origin, number, part } = input;
        await records.orders.advancePart({ origin, orderNumber: number, part, stage: 'cancelled' });
      }
      return outcome;
    },

    /** One look at what the counterpart shows of a part, back orders included. */
    async lookAtPart(input: PartIdentity): Promise<PartProgress[]> {
      const name = nameOf(input);
      if (input.kind === 'warehouse') {
        const main = await wms.order(name);
        if (!main) return [];
        const backOrders = main.stage === 'sent' ? await wms.backOrdersOf(main.ref) : [];
        return [main, ...backOrders].map((order) => warehouseProgress(input.part, order));
      }
      const order = await sitoo.orderByExternalId(name);
      if (!order) return [];
      const deliveries = isSentHome(order) ? await sitoo.deliveries(order.orderId) : [];
      return [storeProgress(input.part, order, deliveries)];
    },
  };

  function pickBy(input: PartIdentity): string {
    const location = locationOf(brand, input.location);
    const promise = location.kind === 'store' ? brand.promises.storePick : brand.promises.warehousePick;
    // A rehearsal runs faster than any opening hour.
    const hours = brand.rehearsalSpeed === 1 ? location.openingHours : undefined;
    return new Date(promisedBy(Date.now(), paced(brand, promise), hours, brand.timezone)).toISOString();
  }

  async function cancelAtStore(name: string): Promise<'cancelled' | 'too-late' | 'gone'> {
    const order = await sitoo.orderByExternalId(name);
    if (!order) return 'gone';
    if (order.state === 20) return 'cancelled';
    if (order.state !== 0) return 'too-late';
    try {
      await sitoo.cancelOrder(order.orderId);
      return 'cancelled';
    } catch (err) {
      // Closed between the look and the call.
      if (err instanceof SystemProblem && err.kind === 'rejected') return 'too-late';
      throw err;
    }
  }
}
