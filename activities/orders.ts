import { paced } from '../config/brand.js';
import { type Origin, type System, storePartName, warehousePartName } from '../domain/names.js';
import { promisedBy } from '../domain/opening-hours.js';
import type { PartProgress } from '../domain/order/part.js';
import type { LineUnits } from '../domain/order/plan.js';
import type { Corrections } from '../domain/order/settings.js';
import { SystemProblem } from '../systems/problem.js';
import type { OrderReading } from '../workflows/messages.js';
import { type Dependencies, locationOf } from './dependencies.js';
import { attribute } from './facts/web-order-facts.js';
import { once } from './once.js';
import { isSentHome, storeProgress, warehouseProgress } from './progress.js';
import type { OrderReader } from './read-order.js';
import { posOrderToWarehouse } from './transfer/pos-order-to-warehouse.js';
import { toSitooOrder } from './transfer/web-order-to-sitoo.js';
import { webOrderToWarehouse } from './transfer/web-order-to-warehouse.js';

export interface PartIdentity {
  readonly origin: Origin;
  readonly number: string;
  readonly part: number;
  readonly location: string;
  readonly kind: 'store' | 'warehouse';
}

export interface PlacePart extends PartIdentity {
  readonly brand: string;
  readonly lines: readonly LineUnits[];
  readonly corrections: Corrections;
  /** Revision of the facts that were checked; anything newer is checked again first. */
  readonly checkedRevision: string;
}

export type Placed =
  | { readonly placed: { readonly ref: string; readonly pickBy: string }; readonly changed?: never }
  | { readonly placed?: never; readonly changed: OrderReading };

type Needs = Pick<Dependencies, 'brand' | 'centra' | 'sitoo' | 'wms' | 'records'>;

/** Steps of an order at the counterparts. Personal data is fetched here and passed on; only ids and quantities go back. */
export function createOrderActivities({ brand, centra, sitoo, wms, records }: Needs, reader: OrderReader) {
  const nameOf = ({ origin, number, part, kind }: PartIdentity): string =>
    kind === 'store' ? storePartName(number, part) : warehousePartName(origin, number, part);
  const systemOf = ({ kind }: PartIdentity): System => (kind === 'store' ? 'sitoo' : 'wms');

  async function readWeb(number: string) {
    const order = await centra.order(Number(number));
    if (!order) throw gone('centra', `Centra has no order ${number} any more.`);
    return order;
  }

  async function readPos(number: string) {
    const [order] = await sitoo.orders([Number(number)], 'orders');
    if (!order) throw gone('sitoo', `Sitoo has no order ${number} any more.`);
    return order;
  }

  /** What an earlier attempt placed under this name; undefined when there certainly is nothing. */
  async function findPlaced(input: PlacePart): Promise<{ ref: string } | undefined> {
    if (input.kind === 'warehouse') {
      const order = await wms.order(nameOf(input));
      return order && { ref: order.ref };
    }
    const order = await sitoo.orderByExternalId(nameOf(input));
    return order && { ref: String(order.orderId) };
  }

  async function place(input: PlacePart): Promise<{ ref: string } | { changed: OrderReading }> {
    return once<{ ref: string } | { changed: OrderReading }>(
      records.intents,
      `place/${input.brand}/${nameOf(input)}`,
      systemOf(input),
      // Looked for before the order is read again: what was placed stays placed, also when the order changed since.
      { look: () => findPlaced(input), act: () => readAndPlace(input) },
    );
  }

  async function readAndPlace(input: PlacePart): Promise<{ ref: string } | { changed: OrderReading }> {
    const location = locationOf(brand, input.location);
    const { part, lines, corrections } = input;
    if (input.origin === 'sitoo') {
      const order = await readPos(input.number);
      const [reading] = await reader.posReadings([order], corrections);
      if (reading && reading.facts.revision !== input.checkedRevision) return { changed: reading };
      const courier = corrections.courier ?? reading?.facts.courier ?? '';
      return wms.placeOrder(posOrderToWarehouse({ order, part, lines, location, brand, courier, corrections }));
    }
    const order = await readWeb(input.number);
    const [reading] = await reader.webReadings([order], corrections);
    if (reading && reading.facts.revision !== input.checkedRevision) return { changed: reading };
    const courier = reading?.facts.courier ?? '';
    const giftMessage =
      corrections.giftMessage ??
      (corrections.giftMessageRef ? await records.notes.read(corrections.giftMessageRef) : undefined) ??
      attribute(order.attributes, brand.gift.message);
    const transfer = {
      order,
      part,
      lines,
      location,
      brand,
      courier,
      corrections,
      ...(giftMessage ? { giftMessage } : {}),
    };
    if (input.kind === 'warehouse') return wms.placeOrder(webOrderToWarehouse(transfer));
    return { ref: String(await sitoo.placeOrder(toSitooOrder(transfer))) };
  }

  return {
    /** Reads an order anew, with what people corrected applied. */
    async readOrder(input: { origin: Origin; number: string; corrections: Corrections }): Promise<OrderReading> {
      const [reading] =
        input.origin === 'centra'
          ? await reader.webReadings([await readWeb(input.number)], input.corrections)
          : await reader.posReadings([await readPos(input.number)], input.corrections);
      if (!reading) throw new Error(`order ${input.number} gave no reading`);
      return reading;
    },

    /** Places a part once, under its own name. The order is read at this moment: a change since the check places nothing. */
    async placePart(input: PlacePart): Promise<Placed> {
      const result = await place(input);
      if ('changed' in result) return { changed: result.changed };
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

    /** The first location, in the brand's order of preference, that has all units of these lines free and was not tried. */
    async findLocation(input: {
      origin: Origin;
      number: string;
      lines: readonly LineUnits[];
      exclude: readonly string[];
      corrections: Corrections;
    }): Promise<{ location?: string }> {
      const { exclude } = input;
      const order = input.origin === 'centra' ? await readWeb(input.number) : undefined;
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
        lines: input.lines.map(asNumber),
        fromWarehouse: locationOf(brand, input.from).centra,
        toWarehouse: locationOf(brand, input.to).centra,
      });
      return { moved: true };
    },

    /** Cancels the order where it was placed; an order that is cancelled already is fine. */
    async cancelAtOrigin({ origin, number }: { origin: Origin; number: string }): Promise<{ cancelled: true }> {
      if (origin === 'centra') {
        const order = await readWeb(number);
        if (order.status !== 'CANCELLED') await centra.cancelOrder(order.id, 'Cancelled in the exception queue');
      } else {
        const order = await readPos(number);
        if (order.state !== 20) await sitoo.cancelOrder(order.orderId);
      }
      return { cancelled: true };
    },

    /** Cancels units at the web shop. Looks first how many are cancelled already, so that a repeat cancels no more. */
    async cancelUnits(input: {
      /** Names the decision, so that two decisions over equal units are two and a repeat of one is one. */
      decision: string;
      number: string;
      lines: readonly LineUnits[];
      removeFromStock: boolean;
    }): Promise<{ cancelled: true }> {
      const order = await readWeb(input.number);
      const before = await rememberOnce(`cancel/${input.decision}`, () =>
        JSON.stringify(order.lines.map((l) => [l.id, l.cancelledQuantity])),
      );
      const cancelledBefore = new Map<number, number>(JSON.parse(before) as [number, number][]);
      const lines = input.lines.map(asNumber).flatMap(({ line, quantity }) => {
        const now = order.lines.find((l) => l.id === line)?.cancelledQuantity ?? 0;
        const left = quantity - (now - (cancelledBefore.get(line) ?? 0));
        return left > 0 ? [{ line, quantity: left }] : [];
      });
      if (lines.length > 0)
        await centra.cancelLines({
          order: order.number,
          lines,
          comment: 'Units cancelled in the exception queue',
          removeFromStock: input.removeFromStock,
        });
      return { cancelled: true };
    },

    /** Closes a till order whose parcels have all left but whose last parcel was not known as such. */
    async closeTillOrder({ number }: { number: string }): Promise<{ closed: true }> {
      const order = await readPos(number);
      if (order.state === 0) await sitoo.closeOrder(order.orderId);
      return { closed: true };
    },

    async recordOrderStage(input: {
      brand: string;
      origin: Origin;
      number: string;
      stage: string;
      workflowId: string;
    }): Promise<void> {
      await records.orders.upsertOrder(input);
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

  function inOrderOfPreference() {
    const { moveTo, locations } = brand;
    if (moveTo) return moveTo.map((id) => locationOf(brand, id));
    return [...locations].sort((a, b) => Number(b.kind === 'warehouse') - Number(a.kind === 'warehouse'));
  }

  /** What was true before the first attempt, kept for all later ones. */
  async function rememberOnce(key: string, value: () => string): Promise<string> {
    const earlier = await records.intents.result(key);
    if (earlier !== undefined) return earlier;
    await records.intents.begin(key, 'centra');
    const now = value();
    await records.intents.done(key, now);
    return now;
  }
}

const asNumber = ({ line, quantity }: LineUnits): { line: number; quantity: number } => ({
  line: Number(line),
  quantity,
});

const gone = (system: System, sentence: string): SystemProblem =>
  new SystemProblem({ kind: 'rejected', system, operation: 'read order', sentence });

export type OrderActivities = ReturnType<typeof createOrderActivities>;
