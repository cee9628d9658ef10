import type { Brand, Location } from '../../domain/brand.js';
import { type CentraOrderNumber, parseCentraNumber, type WmsOrderId } from '../../domain/ids.js';
import { locationsOf } from '../../domain/locations.js';
import { readFulfilmentName } from '../../domain/names.js';
import type { OrderRef } from '../../domain/order/order-ref.js';
import type { WarehouseOrder } from '../../domain/order/warehouse-order.js';
import type { OrderStore, Records } from '../../systems/database/port.js';
import type { OrderOfOthers, StockLedger } from '../../systems/database/stock-port.js';
import { openStandaloneCase } from '../cases/standalone-case.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { placingKey } from '../orders/placing-key.js';

/** What a warehouse order was placed for. */
export interface Owner {
  readonly order: OrderRef;
  readonly fulfilment: number;
  /** Our id of the warehouse. */
  readonly location: string;
  /** The stage that is recorded of the fulfilment; left out for one that is not recorded yet. */
  readonly stage?: string;
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
 * ours and that we never placed there has none either, and is a case: an order of ours would overwrite it.
 */
export function ownerFinder({ brand, records, temporal }: OwnerNeeds) {
  const warehouseOf = warehouseFinder(brand);
  // A name says nothing of where the order was placed. A brand with one warehouse system cannot have placed it in another.
  const isPlacedHere = (location: string): boolean =>
    brand.warehouses === undefined || locationsOf(brand).byId(location) !== undefined;
  const asked = new Set<string>();

  async function raiseStranger(name: string): Promise<void> {
    if (asked.has(name)) return;
    await openStandaloneCase(
      { brand, temporal },
      {
        subject: `wms ${name}`,
        problem: {
          code: 'warehouse.unknown-order',
          sentence: `The warehouse has an order ${name}, a number of ours, that Onepool did not place there.`,
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
      const { origin, orderNumber: number, fulfilment, location, stage } = row;
      if (!isPlacedHere(location)) {
        await raiseStranger(order.name);
        return undefined;
      }
      return { order: { origin, number }, fulfilment, location, stage };
    }
    const placedAt = warehouseOf(order.warehouse);
    if (!name || !placedAt) return undefined;
    if ((await records.intents.find(placingKey(brand.brand, order.name))) === undefined) {
      await raiseStranger(order.name);
      return undefined;
    }
    // Placed by a worker that died before it could record the fulfilment.
    const { origin, orderNumber: number, fulfilment } = name;
    return { order: { origin, number }, fulfilment, location: placedAt.id };
  };
}

/** Finds the warehouse in which the WMS has an order; where it names none of the brand's, the first. */
function warehouseFinder(brand: Brand) {
  const warehouses = locationsOf(brand).ofKind('warehouse');
  return (warehouse: WarehouseOrder['warehouse']): Location | undefined =>
    warehouses.find(({ wms }) => wms === warehouse) ?? warehouses[0];
}

/** A number of Centra's in the place of the star names the order, which Centra's events may show as well. */
const STAR = '(.*)';
const literally = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Finds orders that the brand file says others place for orders of Centra: Centra itself deducts what leaves with them. A back
 * order of one has any name: it is found by the order it refers to, which was read before it.
 */
export function ordersOfOthers({ brand, records }: OthersNeeds) {
  const warehouseOf = warehouseFinder(brand);
  const patterns = brand.warehouse.ordersOfOthers.map(
    (name) => new RegExp(`^${name.split('*').map(literally).join(STAR)}$`),
  );

  function namedSo({ name, warehouse }: Pick<WarehouseOrder, 'name' | 'warehouse'>): OrderOfOthers | undefined {
    const location = warehouseOf(warehouse);
    const match = patterns.map((pattern) => pattern.exec(name)).find((found) => found !== null);
    if (location === undefined || match === undefined) return undefined;
    // Where the name holds no number of Centra's, the ledger takes the name for one.
    const number = parseCentraNumber(match[1]) ?? (name as CentraOrderNumber);
    return { order: { origin: 'centra', number }, location: location.id };
  }

  /** Of the orders of one read, by id. */
  return async (shown: readonly ShownOrder[]): Promise<ReadonlyMap<WmsOrderId, OrderOfOthers>> => {
    const found = new Map<WmsOrderId, OrderOfOthers>();
    if (patterns.length === 0) return found;
    for (const order of shown) {
      checkpoint();
      const { ref, backOrderForRef: before } = order;
      // What it refers to comes first: its name may look like that of an order of its own.
      const known =
        (before === undefined ? undefined : (found.get(before) ?? (await records.stockLedger.orderOfOthers(before)))) ??
        namedSo(order);
      if (known) found.set(ref, { order: known.order, location: known.location });
    }
    return found;
  };
}

type ShownOrder = Pick<WarehouseOrder, 'ref' | 'name' | 'warehouse' | 'backOrderForRef'>;

interface OthersNeeds extends Pick<Dependencies, 'brand'> {
  readonly records: { readonly stockLedger: Pick<StockLedger, 'orderOfOthers'> };
}
