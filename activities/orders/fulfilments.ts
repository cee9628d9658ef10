import type { ReportedProgress } from '../../domain/order/fulfilment.js';
import { type FulfilmentIdentity, nameOf, systemOf } from '../../domain/order/fulfilment-identity.js';
import type { KnownFulfilment } from '../../domain/order/fulfilment-number.js';
import { isSentHome, storeProgress, warehouseProgress } from '../../domain/order/fulfilment-progress.js';
import { dueAt, type PromisedStep, promiseOf } from '../../domain/order/promise.js';
import { SystemProblem } from '../../systems/problem.js';
import type { OrderReading } from '../../workflows/messages.js';
import type { Dependencies } from '../dependencies.js';
import type { StockRecorder } from '../stock/ingest/ledger.js';
import { fulfilmentPlacer, type PlaceFulfilment } from './place-fulfilment.js';
import type { OrderReader } from './read-order.js';
import type { OriginReader } from './read-origin.js';

export type Placed =
  | {
      readonly placed: { readonly ref: string; readonly pickBy: string };
      readonly changed?: never;
      readonly misnumbered?: never;
    }
  | { readonly placed?: never; readonly changed: OrderReading; readonly misnumbered?: never }
  | { readonly placed?: never; readonly changed?: never; readonly misnumbered: readonly KnownFulfilment[] };

export interface RenewPromise extends Pick<FulfilmentIdentity, 'kind' | 'location'> {
  readonly step: PromisedStep;
  /** When the location is given its time again, epoch ms. */
  readonly startMs: number;
}

type Needs = Pick<Dependencies, 'brand' | 'sitoo' | 'wms' | 'records'>;

/** Steps of one fulfilment at the store or warehouse that fulfils it. */
export function createFulfilmentActivities(
  needs: Needs,
  origin: OriginReader,
  reader: OrderReader,
  ledger: StockRecorder,
) {
  const { brand, sitoo, wms, records } = needs;
  const place = fulfilmentPlacer(needs, origin, reader, ledger);

  return {
    /**
     * Places a fulfilment once, under its own name. The order is read at this moment: nothing is placed when it changed since
     * the check, nor under a number that is not the part's own.
     */
    async placeFulfilment(input: PlaceFulfilment): Promise<Placed> {
      const result = await place(input);
      if (!('ref' in result)) return result;
      const { origin, number, fulfilment, location } = input;
      await records.orders.upsertFulfilment({
        origin,
        orderNumber: number,
        fulfilment,
        location,
        system: systemOf(input),
        name: nameOf(input),
        ref: result.ref,
        stage: 'placed',
        shipments: [],
      });
      const pickBy = new Date(dueAt('pick', promiseOf(brand, input), Date.now())).toISOString();
      return { placed: { ref: result.ref, pickBy } };
    },

    /**
     * When the location's promise for its next step runs out if it is given again now. An activity because open hours depend
     * on the time zones that this machine knows; it asks no counterpart and never fails.
     */
    async renewPromise(input: RenewPromise): Promise<{ dueAt: number }> {
      return { dueAt: dueAt(input.step, promiseOf(brand, input), input.startMs) };
    },

    /** Takes a fulfilment back. `too-late`: picking has begun, or the goods are gone. */
    async cancelFulfilment(input: FulfilmentIdentity): Promise<'cancelled' | 'too-late' | 'gone'> {
      const outcome =
        input.kind === 'warehouse' ? await wms.cancelOrder(nameOf(input)) : await cancelAtStore(nameOf(input));
      if (outcome !== 'too-late') {
        const { origin, number, fulfilment } = input;
        await records.orders.advanceFulfilment({ origin, orderNumber: number, fulfilment, stage: 'cancelled' });
      }
      return outcome;
    },

    /** One look at what the counterpart shows of a fulfilment, back orders included. */
    async readFulfilment(input: FulfilmentIdentity): Promise<ReportedProgress[]> {
      const name = nameOf(input);
      if (input.kind === 'warehouse') {
        const main = await wms.order(name);
        if (!main) return [];
        const backOrders = main.stage === 'sent' ? await wms.backOrdersOf(main.ref) : [];
        return [main, ...backOrders].map((order) => warehouseProgress(input.fulfilment, order));
      }
      const order = await sitoo.orderByExternalId(name);
      if (!order) return [];
      const deliveries = isSentHome(order) ? await sitoo.deliveries(order.orderId) : [];
      return [storeProgress(input.fulfilment, order, deliveries)];
    },
  };

  async function cancelAtStore(name: string): Promise<'cancelled' | 'too-late' | 'gone'> {
    const order = await sitoo.orderByExternalId(name);
    if (!order) return 'gone';
    if (order.state === 'cancelled') return 'cancelled';
    if (order.state !== 'open') return 'too-late';
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
