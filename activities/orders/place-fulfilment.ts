import type { CounterpartOrderId } from '../../domain/ids.js';
import { locationsOf } from '../../domain/locations.js';
import { attribute } from '../../domain/order/facts-from-web.js';
import { type FulfilmentIdentity, nameOf, systemOf } from '../../domain/order/fulfilment-identity.js';
import {
  isNumberTaken,
  type NumberedFulfilment,
  type RecordedFulfilment,
} from '../../domain/order/fulfilment-number.js';
import { tillOrderNumber, webOrderNumber } from '../../domain/order/order-ref.js';
import { dueAt, type PromisedStep, promiseOf } from '../../domain/order/promised-times.js';
import type { Corrections } from '../../domain/order/settings.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import { posOrderToWarehouse } from '../../domain/order/transfer/pos-order-to-warehouse.js';
import { webOrderToStore } from '../../domain/order/transfer/web-order-to-store.js';
import { webOrderToWarehouse } from '../../domain/order/transfer/web-order-to-warehouse.js';
import { unitsOfWebOrder } from '../../domain/stock/units-of-orders.js';
import { keeperAt } from '../../domain/warehouse-systems.js';
import type { FulfilmentRow } from '../../systems/database/port.js';
import { SystemProblem } from '../../systems/problem.js';
import type { OrderReading } from '../../workflows/messages.js';
import { runOnce } from '../idempotent.js';
import { warehouseAt } from '../warehouse-at.js';
import { underNamesDownstream } from './names-downstream.js';
import type { OrderNeeds } from './needs.js';
import { placingKey } from './placing-key.js';
import { only } from './read-order.js';

export interface PlaceFulfilment extends FulfilmentIdentity {
  readonly brand: string;
  readonly lines: readonly LineUnits[];
  /** Units of the same lines that earlier fulfilments stand for; left out when there are none. */
  readonly ofOthers?: readonly LineUnits[];
  readonly corrections: Corrections;
  /** All fulfilments of the order that it knows of. */
  readonly planned: readonly NumberedFulfilment[];
  /** Revision of the facts that were checked; anything newer is checked again first. */
  readonly checkedRevision: string | undefined;
}

/** `number-taken`: the number belongs to another fulfilment, and the order must know all that the records remember. */
export type Placed =
  | { readonly outcome: 'placed'; readonly ref: CounterpartOrderId; readonly dueAt: number }
  | OrderChanged
  | { readonly outcome: 'number-taken'; readonly recorded: readonly RecordedFulfilment[] };

/** Nothing was placed: the order is not what was checked any more. */
interface OrderChanged {
  readonly outcome: 'order-changed';
  readonly reading: OrderReading;
}

/** The counterpart's id of the order that it holds under the name of the fulfilment. */
interface CounterpartOrder {
  readonly ref: CounterpartOrderId;
}

export interface RenewPromise extends Pick<FulfilmentIdentity, 'kind' | 'location'> {
  readonly step: PromisedStep;
  /** When the location is given its time again, epoch ms. */
  readonly startMs: number;
}

/** Placing a fulfilment at the store or warehouse that fulfils it, and what that location promises. */
export function createPlacingActivities(needs: OrderNeeds) {
  const { brand, records } = needs;
  return {
    /**
     * Places a fulfilment once, under its own name. The order is read at this moment: nothing is placed when it changed since
     * the check, nor under a number that is taken.
     */
    async placeFulfilment(input: PlaceFulfilment): Promise<Placed> {
      const { origin, number, fulfilment, location } = input;
      const rows = await records.orders.fulfilments(origin, number);
      const recorded = rows.map((row) => ({
        fulfilment: row.fulfilment,
        location: row.location,
        isCancelled: row.stage === 'cancelled',
      }));
      if (isNumberTaken(input, input.planned, recorded)) return { outcome: 'number-taken', recorded };
      const name = nameOf(input);
      const system = systemOf(input);
      const result = await runOnce<CounterpartOrder | OrderChanged>(needs, {
        key: placingKey(brand.brand, name),
        system,
        // Looked up before the order is read again: what was placed stays placed, also when the order changed since.
        lookUp: () => findPlaced(needs, input),
        // A warehouse takes the same order under the same number again: it waits for no call that was lost.
        overwrites: input.kind === 'warehouse',
        act: () => (origin === 'sitoo' ? placeTillOrder(needs, input) : placeWebOrder(needs, input, rows)),
      });
      if ('outcome' in result) return result;
      const { ref } = result;
      await records.orders.upsertFulfilment({
        origin,
        orderNumber: number,
        fulfilment,
        location,
        system,
        name,
        ref,
        stage: 'placed',
        shipments: [],
      });
      return { outcome: 'placed', ref, dueAt: dueAt('pick', promiseOf(brand, input), Date.now()) };
    },

    /**
     * When the location's promise for its next step runs out if it is given again now. An activity because open hours depend
     * on the time zones that this machine knows; it asks no counterpart and never fails.
     */
    async renewPromise(input: RenewPromise): Promise<{ dueAt: number }> {
      return { dueAt: dueAt(input.step, promiseOf(brand, input), input.startMs) };
    },
  };
}

/** What an earlier attempt placed under this name; undefined when there certainly is nothing. */
async function findPlaced(needs: OrderNeeds, input: FulfilmentIdentity): Promise<CounterpartOrder | undefined> {
  if (input.kind === 'warehouse') {
    const order = await warehouseAt(needs, input.location).order(nameOf(input));
    return order && { ref: order.ref };
  }
  const order = await needs.sitoo.orderByExternalId(nameOf(input));
  return order && { ref: order.orderId };
}

/**
 * The courier of an order that is still what was checked; undefined when it is not, also when the location turns out not to
 * know what it must pick: the check goes on without the answer of a system that cannot be asked.
 */
function checkedCourier(
  { facts }: OrderReading,
  { checkedRevision, lines, corrections }: Pick<PlaceFulfilment, 'checkedRevision' | 'lines' | 'corrections'>,
): string | undefined {
  if (facts.revision !== checkedRevision) return undefined;
  const units = new Set<string>(lines.map(({ line }) => line));
  const isUnknown = facts.lines.some(({ line, knowledge }) => units.has(line) && knowledge === 'unknown');
  return isUnknown && !corrections.accepted?.includes('order.unknown-sku') ? undefined : facts.courier;
}

async function placeTillOrder(needs: OrderNeeds, input: PlaceFulfilment): Promise<CounterpartOrder | OrderChanged> {
  const { brand, origin, reader } = needs;
  const { fulfilment, lines, corrections } = input;
  const location = locationsOf(brand).get(input.location);
  const readAt = Date.now();
  const order = await origin.pos(tillOrderNumber(input));
  const reading = only(
    // What went over the counter in the meantime must not be sent as well.
    await reader.posReadings([order], readAt, {
      corrections,
      askOnly: keeperAt(brand, input.location),
      readDeliveries: 'all',
    }),
  );
  const courier = checkedCourier(reading, input);
  if (courier === undefined) return { outcome: 'order-changed', reading };
  return warehouseAt(needs, location.id).placeOrder(
    posOrderToWarehouse({ order, fulfilment, lines, location, brand, courier, corrections }),
  );
}

async function placeWebOrder(
  needs: OrderNeeds,
  input: PlaceFulfilment,
  rows: readonly FulfilmentRow[],
): Promise<CounterpartOrder | OrderChanged> {
  const { brand, sitoo, records, origin, reader, ledger } = needs;
  const { fulfilment, lines, ofOthers = [], corrections } = input;
  const location = locationsOf(brand).get(input.location);
  const readAt = Date.now();
  const order = only(await underNamesDownstream(records, [await origin.web(webOrderNumber(input))]));
  const reading = only(
    await reader.webReadings([order], readAt, { corrections, askOnly: keeperAt(brand, input.location) }),
  );
  const courier = checkedCourier(reading, input);
  if (courier === undefined) return { outcome: 'order-changed', reading };
  const giftMessage =
    corrections.giftMessage ??
    (corrections.giftMessageRef ? await records.notes.read(corrections.giftMessageRef) : undefined) ??
    attribute(order.attributes, brand.gift.message);
  const gift = giftMessage ? { giftMessage } : {};
  const transfer = { order, fulfilment, lines, ofOthers, location, brand, courier, corrections, ...gift };
  if (input.kind === 'warehouse') return warehouseAt(needs, location.id).placeOrder(webOrderToWarehouse(transfer));
  // Before the store can hand anything over: with it the ledger distinguishes a web order's delivery from a sale.
  await ledger.record({ orders: [unitsOfWebOrder(order, rows, { brand, readAt })] });
  try {
    return { ref: await sitoo.placeOrder(webOrderToStore(transfer, Date.now())) };
  } catch (err) {
    // A name that is taken is ours: another attempt placed it after we looked it up.
    const found = err instanceof SystemProblem && err.kind === 'rejected' ? await findPlaced(needs, input) : undefined;
    if (found) return found;
    throw err;
  }
}
