import { heartbeat } from '@temporalio/activity';
import type { CentraOrderNumber, SitooOrderId } from '../../../domain/ids.js';
import { type Locations, locationsOf } from '../../../domain/locations.js';
import { storeFulfilmentName } from '../../../domain/names.js';
import { storeOrderOf, webOrderNumber } from '../../../domain/order/order-ref.js';
import type { Cause, Movement } from '../../../domain/stock/movement.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import type { JournalKind, JournalRow } from '../../../systems/sitoo/port.js';
import type { Dependencies } from '../../dependencies.js';
import { initialStockImporter, JOURNAL_CURSOR } from './import-initial-stock.js';
import type { StockRecorder } from './ledger.js';

/** 1,000 rows a page have been seen to work; half of that keeps one transaction short. */
const ROWS_A_PAGE = 500;
const PAGES_AT_ONCE = 20;
/** Parts of one order that may be on their way into the records at the same time. */
const UNRECORDED_FULFILMENTS = 2;

const CAUSES: Readonly<Record<JournalKind, Cause>> = {
  intake: 'store-intake',
  issue: 'store-issue',
  sale: 'till-sale',
  refund: 'till-refund',
  count: 'store-count',
  unknown: 'store-change',
};

/**
 * Follows the stock journal of all stores by its growing id: whatever a till does, also one that was offline for hours,
 * is a new row there. Rows and cursor are booked together, so a page that is read twice changes nothing.
 */
export function followJournal(
  needs: Pick<Dependencies, 'brand' | 'sitoo' | 'records' | 'temporal' | 'log'>,
  ledger: StockRecorder,
) {
  const { brand, sitoo, records, log } = needs;
  const openStores = initialStockImporter(needs, ledger);
  const locations = locationsOf(brand);

  /** Deliveries of web orders among sales: Centra books these itself. A row names its delivery, but not its order. */
  async function webDeliveries(rows: readonly JournalRow[]): Promise<Map<number, CentraOrderNumber>> {
    const sold = rows.filter((row) => row.kind === 'sale' && row.deliveryId !== undefined);
    const keys = sold.flatMap((row) => itemsOf(row, locations).map(({ location, sku }) => ({ location, sku })));
    const found = new Map<number, CentraOrderNumber>();
    if (keys.length === 0) return found;
    // Only where a web order waits for the very SKU that left can it be that order's.
    const waiting = (await records.stockLedger.unsettledOrders(keys)).filter((order) => order.origin === 'centra');
    const asked = new Set<string>();
    for (const { location, ...order } of waiting) {
      const number = webOrderNumber(order);
      if (asked.has(`${number} ${location}`)) continue;
      asked.add(`${number} ${location}`);
      for (const orderId of await storeOrdersOf(number, location))
        for (const delivery of await sitoo.deliveries(orderId)) found.set(delivery.deliveryId, number);
    }
    return found;
  }

  /** Ids in Sitoo of the parts of a web order at a store. */
  async function storeOrdersOf(number: CentraOrderNumber, location: string): Promise<SitooOrderId[]> {
    const fulfilments = await records.orders.fulfilments('centra', number);
    const here = fulfilments.filter((fulfilment) => fulfilment.system === 'sitoo' && fulfilment.location === location);
    if (here.length > 0) return here.map(storeOrderOf);
    // Placed by a worker that died before it could write that down: found by its name.
    const placed: SitooOrderId[] = [];
    for (let fulfilment = 1; fulfilment <= fulfilments.length + UNRECORDED_FULFILMENTS; fulfilment += 1) {
      if (fulfilments.some((known) => known.fulfilment === fulfilment)) continue;
      const order = await sitoo.orderByExternalId(storeFulfilmentName(number, fulfilment));
      if (order) placed.push(order.orderId);
    }
    return placed;
  }

  async function movementsOf(rows: readonly JournalRow[], openings: ReadonlyMap<string, number>): Promise<Movement[]> {
    const ofWeb = await webDeliveries(rows);
    return rows.flatMap((row) => {
      const number = row.deliveryId === undefined ? undefined : ofWeb.get(row.deliveryId);
      return itemsOf(row, locations)
        .filter(({ location, quantity }) => quantity !== 0 && row.id > (openings.get(location) ?? 0))
        .map(
          ({ location, sku, quantity }): Movement => ({
            system: 'sitoo',
            reference: `journal/${row.id}/${sku}`,
            location,
            sku,
            quantity,
            cause: number === undefined ? CAUSES[row.kind] : 'store-delivery-of-web-order',
            happenedAt: row.createdAt * 1_000,
            ...(number === undefined ? {} : { order: { origin: 'centra', number } }),
          }),
        );
    });
  }

  /** @returns true when there is more to read now */
  return async (): Promise<boolean> => {
    const openings = await openStores();
    for (let page = 0; page < PAGES_AT_ONCE; page += 1) {
      const after = Number((await records.cursors.get(JOURNAL_CURSOR)) ?? '0');
      let passedOver = 0;
      let newest = after;
      const rows = await sitoo.journal(after + 1, ROWS_A_PAGE, ({ id, sentence }) => {
        passedOver += 1;
        newest = Math.max(newest, id);
        log.warn({ row: id }, `A row of the stock journal was passed over: ${sentence}`);
      });
      newest = Math.max(newest, ...rows.map((row) => row.id));
      if (newest > after)
        await ledger.record({
          movements: await movementsOf(rows, openings),
          cursor: { name: JOURNAL_CURSOR, value: String(newest) },
        });
      heartbeat();
      if (rows.length + passedOver < ROWS_A_PAGE) return false;
    }
    return true;
  };
}

/** Units of a row by SKU, at one of our stores; rows of other warehouses have none. */
function itemsOf(row: JournalRow, locations: Locations): (PositionKey & { readonly quantity: number })[] {
  const location = locations.bySitoo(row.warehouseId);
  if (location?.kind !== 'store') return [];
  const bySku = new Map<string, number>();
  for (const { sku, quantity } of row.items) bySku.set(sku, (bySku.get(sku) ?? 0) + quantity);
  return [...bySku].map(([sku, quantity]) => ({ location: location.id, sku, quantity }));
}
