import { readFulfilmentName } from '../../../../domain/names.js';
import type { World } from '../../../simulators/kit/world.js';
import type { CounterpartStates } from '../../../simulators/states.js';
import type { JournalEntry, Published } from './staleness.js';

/** Which order of the tills each journal row belongs to, and for which web order it was placed there. */
interface DeliveryIndex {
  webOrderOf(row: {
    readonly deliveryId?: number | null | undefined;
    readonly orderid?: number | null | undefined;
  }): number | undefined;
  webOrderWants(number: number, sku: string): boolean;
}

function indexDeliveries({ centra, sitoo }: CounterpartStates): DeliveryIndex {
  const byDelivery = new Map<number, number>();
  const byOrder = new Map<number, number>();
  for (const { orderid, externalid, deliveries } of sitoo.orders) {
    const fulfilment = externalid ? readFulfilmentName(externalid) : undefined;
    if (fulfilment?.origin !== 'centra') continue;
    byOrder.set(orderid, Number(fulfilment.orderNumber));
    for (const { id } of deliveries) if (id !== undefined) byDelivery.set(id, Number(fulfilment.orderNumber));
  }
  const wanted = new Map(centra.orders.map((order) => [order.number, new Set(order.lines.map((line) => line.sku))]));
  return {
    webOrderOf: ({ deliveryId, orderid }) =>
      byOrder.get(orderid ?? Number.NaN) ?? byDelivery.get(deliveryId ?? Number.NaN),
    webOrderWants: (number, sku) => wanted.get(number)?.has(sku) === true,
  };
}

/** From when and where stock is judged. */
interface Scope {
  readonly world: Pick<World, 'locations'>;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** The stores' journal rows since a moment, in the order of time. */
export function storeRows(states: CounterpartStates, { world, since }: Scope): JournalEntry[] {
  const { webOrderOf, webOrderWants } = indexDeliveries(states);
  const stores = new Set(world.locations.filter((place) => place.kind === 'store').map((place) => place.id));
  return states.sitoo.movements.flatMap((row) => {
    const { location, atMs: at, items } = row;
    if (!location || !stores.has(location) || at < since) return [];
    const order = webOrderOf(row);
    return items.map(({ sku, quantity, total }) => ({
      location,
      sku,
      at,
      quantity,
      ...(total === null || total === undefined ? {} : { total }),
      // A store that took another article than the shop's own line names: the shop will never deduct that itself.
      isPublished: order === undefined || !webOrderWants(order, sku),
    }));
  });
}

/** What was published to the web shop about stores since a moment, by changes and by returns, in the order of time. */
export function storeChanges({ centra }: CounterpartStates, { world, since }: Scope): Published[] {
  const stores = new Map(
    world.locations.filter((place) => place.kind === 'store').map((place) => [place.centraWarehouse, place.id]),
  );
  const published = centra.stockChanges.flatMap(({ warehouse, createdAt: at, lines }) => {
    const location = stores.get(warehouse);
    if (location === undefined || at < since) return [];
    return lines.map(({ sku, quantity }) => ({ location, sku, at, quantity }));
  });
  // Goods of a web order that came back over a counter: the shop restocks them itself, with the return.
  const returned = centra.returns.flatMap(({ createdAt: at, placed }) =>
    placed.flatMap(({ warehouse, sku, quantity }) => {
      const location = stores.get(warehouse);
      return location === undefined || at < since ? [] : [{ location, sku, at, quantity }];
    }),
  );
  return [...published, ...returned].sort((a, b) => a.at - b.at);
}
