import type { CentraOrderNumber, SitooOrderId } from '../../../domain/ids.js';
import { type Locations, locationsOf } from '../../../domain/locations.js';
import { storeFulfilmentName } from '../../../domain/names.js';
import { storeOrderOf, webOrderNumber } from '../../../domain/order/order-ref.js';
import type { Cause } from '../../../domain/stock/echo-rule.js';
import type { Movement } from '../../../domain/stock/movement.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import type { JournalKind, JournalRow } from '../../../systems/sitoo/port.js';
import { checkpoint } from '../../checkpoint.js';
import type { Dependencies } from '../../dependencies.js';
import { type IncludedRows, initialStockImporter, JOURNAL_CURSOR } from './import-initial-stock.js';
import { readJournalPage } from './journal-pages.js';
import type { StockRecorder } from './record-stock.js';

const PAGES_PER_ROUND = 20;
/** Fulfilments of one order that may have been placed and are not recorded yet. */
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
 * is a new row there. Rows and cursor are recorded together, so a page that is read twice changes nothing.
 */
export function followJournal(
  needs: Pick<Dependencies, 'brand' | 'sitoo' | 'records' | 'temporal' | 'log'>,
  recorder: StockRecorder,
) {
  const { brand, sitoo, records, log } = needs;
  const importInitialStock = initialStockImporter(needs, recorder);
  const locations = locationsOf(brand);

  /** Deliveries of web orders among sales: Centra records these itself. A row names its delivery, but not its order. */
  async function webDeliveries(rows: readonly JournalRow[]): Promise<Map<number, CentraOrderNumber>> {
    const sold = rows.filter((row) => row.kind === 'sale' && row.deliveryId !== undefined);
    const keys = sold.flatMap((row) => itemsOf(row, locations).map(({ location, sku }) => ({ location, sku })));
    const orderOf = new Map<number, CentraOrderNumber>();
    if (keys.length === 0) return orderOf;
    // Only an order that is unsettled for the very SKU that left can be the one.
    const waiting = (await records.stockLedger.unsettledOrders(keys)).filter((order) => order.origin === 'centra');
    const asked = new Set<string>();
    for (const { location, ...order } of waiting) {
      checkpoint();
      const number = webOrderNumber(order);
      if (asked.has(`${number} ${location}`)) continue;
      asked.add(`${number} ${location}`);
      for (const orderId of await storeOrdersOf(number, location)) {
        checkpoint();
        for (const delivery of await sitoo.deliveries(orderId)) orderOf.set(delivery.deliveryId, number);
      }
    }
    return orderOf;
  }

  /** Ids in Sitoo of the fulfilments of a web order at a store. */
  async function storeOrdersOf(number: CentraOrderNumber, location: string): Promise<SitooOrderId[]> {
    const fulfilments = await records.orders.fulfilments('centra', number);
    const here = fulfilments.filter((fulfilment) => fulfilment.system === 'sitoo' && fulfilment.location === location);
    if (here.length > 0) return here.map(storeOrderOf);
    // Placed by a worker that died before it could record it: found by its name.
    const placed: SitooOrderId[] = [];
    for (let fulfilment = 1; fulfilment <= fulfilments.length + UNRECORDED_FULFILMENTS; fulfilment += 1) {
      checkpoint();
      if (fulfilments.some((known) => known.fulfilment === fulfilment)) continue;
      const order = await sitoo.orderByExternalId(storeFulfilmentName(number, fulfilment));
      if (order) placed.push(order.orderId);
    }
    return placed;
  }

  async function movementsOf(rows: readonly JournalRow[], included: IncludedRows): Promise<Movement[]> {
    const ofWeb = await webDeliveries(rows);
    return rows.flatMap((row) => {
      const number = row.deliveryId === undefined ? undefined : ofWeb.get(row.deliveryId);
      return itemsOf(row, locations)
        .filter(({ location, quantity }) => quantity !== 0 && row.id > (included.get(location) ?? 0))
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
    const { included, left } = await importInitialStock();
    if (left === 'half') return true;
    for (let page = 0; page < PAGES_PER_ROUND; page += 1) {
      checkpoint();
      const after = Number((await records.cursors.get(JOURNAL_CURSOR)) ?? '0');
      const { rows, newest, isLast } = await readJournalPage(sitoo, after, ({ id, sentence }) =>
        log.warn({ row: id }, `A row of the stock journal was skipped: ${sentence}`),
      );
      if (newest > after)
        await recorder.record({
          movements: await movementsOf(rows, included),
          cursor: { name: JOURNAL_CURSOR, value: String(newest) },
        });
      if (isLast) return left === 'more';
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
