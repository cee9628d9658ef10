import { type CentraOrderNumber, parseCentraNumber } from '../../domain/ids.js';
import { locationsOf } from '../../domain/locations.js';
import { readFulfilmentName } from '../../domain/names.js';
import type { OrderRef } from '../../domain/order/order-ref.js';
import type { WarehouseOrder } from '../../domain/order/warehouse-order.js';
import type { OrderStore, Records } from '../../systems/database/port.js';
import { openStandaloneCase } from '../cases/standalone-case.js';
import type { Dependencies } from '../dependencies.js';
import { placingKey } from '../orders/placing-key.js';

/** What a warehouse order was placed for. */
export interface Owner {
  readonly order: OrderRef;
  readonly fulfilment: number;
  /** Our id of the warehouse. */
  readonly location: string;
}

export interface OwnerNeeds extends Pick<Dependencies, 'brand' | 'temporal'> {
  readonly records: {
    readonly orders: Pick<OrderStore, 'fulfilmentByName' | 'fulfilmentByRef'>;
    readonly intents: Pick<Records['intents'], 'find'>;
  };
}

/**
 * Finds what the orders of a warehouse were placed for. Orders that are not ours, such as wholesale orders picked in the same
 * warehouse, have no owner and are left alone: what leaves with them is a change of stock like any other. One that has a name of
 * ours and that we never placed has none either, and is a case: an order of ours would overwrite it.
 */
export function ownerFinder({ brand, records, temporal }: OwnerNeeds) {
  const [firstWarehouse] = locationsOf(brand).ofKind('warehouse');
  const asked = new Set<string>();

  async function raiseStranger(name: string): Promise<void> {
    if (asked.has(name)) return;
    await openStandaloneCase(
      { brand, temporal },
      {
        subject: `wms ${name}`,
        problem: {
          code: 'warehouse.unknown-order',
          sentence: `The warehouse has an order ${name}, a number of ours, that Onepool did not place.`,
        },
        about: { kind: 'unknown-order', system: 'wms', name },
      },
      'once',
    );
    asked.add(name);
  }

  /** A back order has no name of ours: it refers to the order before it. */
  return async (order: WarehouseOrder): Promise<Owner | undefined> => {
    const name = readFulfilmentName(order.name);
    const row = name
      ? await records.orders.fulfilmentByName('wms', order.name)
      : order.backOrderForRef && (await records.orders.fulfilmentByRef('wms', order.backOrderForRef));
    if (row) {
      const { origin, orderNumber: number, fulfilment, location } = row;
      return { order: { origin, number }, fulfilment, location };
    }
    if (!name || !firstWarehouse) return undefined;
    if ((await records.intents.find(placingKey(brand.brand, order.name))) === undefined) {
      await raiseStranger(order.name);
      return undefined;
    }
    // Placed by a worker that died before it could record the fulfilment.
    const { origin, orderNumber: number, fulfilment } = name;
    return { order: { origin, number }, fulfilment, location: firstWarehouse.id };
  };
}

/** An order that others placed in the WMS for an order of Centra, as the ledger knows it. */
export type OrderOfOthers = Pick<Owner, 'order' | 'location'>;

/** A number of Centra's in the place of the star names the order, which Centra's events may show as well. */
const STAR = '(.*)';
const literally = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Finds orders that the brand file says others place for orders of Centra: Centra itself deducts what leaves with them. */
export function ordersOfOthers({ brand }: Pick<Dependencies, 'brand'>) {
  const warehouses = locationsOf(brand).ofKind('warehouse');
  const patterns = brand.wms.ordersOfOthers.map((name) => new RegExp(`^${name.split('*').map(literally).join(STAR)}$`));
  return ({ name, warehouse }: Pick<WarehouseOrder, 'name' | 'warehouse'>): OrderOfOthers | undefined => {
    const location = warehouses.find(({ wms }) => wms === warehouse) ?? warehouses[0];
    const match = patterns.map((pattern) => pattern.exec(name)).find((found) => found !== null);
    if (location === undefined || match === undefined) return undefined;
    // Where the name holds no number of Centra's, the ledger takes the name for one.
    const number = parseCentraNumber(match[1]) ?? (name as CentraOrderNumber);
    return { order: { origin: 'centra', number }, location: location.id };
  };
}
