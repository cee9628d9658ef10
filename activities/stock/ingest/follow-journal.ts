import { type Locations, locationsOf } from '../../../domain/locations.js';
import type { Cause } from '../../../domain/stock/echo-rule.js';
import type { TransferRow } from '../../../domain/stock/ledger/stock-entry.js';
import type { Movement } from '../../../domain/stock/movement.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import type { JournalKind, JournalRow } from '../../../systems/sitoo/port.js';
import { checkpoint } from '../../checkpoint.js';
import type { Dependencies } from '../../dependencies.js';
import { type IncludedRows, initialStockImporter, JOURNAL_CURSOR } from './import-initial-stock.js';
import { readJournalPage } from './journal-pages.js';
import type { StockRecorder } from './record-stock.js';
import type { StoreDeliveries } from './store-deliveries.js';
import { webDeliveries } from './web-deliveries.js';

const PAGES_PER_ROUND = 20;

const CAUSES: Readonly<Record<JournalKind, Cause>> = {
  intake: 'store-intake',
  issue: 'store-issue',
  sale: 'till-sale',
  refund: 'till-refund',
  count: 'store-count',
  unknown: 'store-change',
};

/** A shipment explains what would otherwise look like a fall of unknown reason, and be taken for the pick of an order of others. */
const causeOf = ({ kind, shipmentId }: JournalRow): Cause =>
  shipmentId !== undefined && (kind === 'issue' || kind === 'unknown') ? 'store-transfer' : CAUSES[kind];

/**
 * Follows the stock journal of all stores by its growing id: whatever a till does, also one that was offline for hours,
 * is a new row there. Rows and cursor are recorded together, so a page that is read twice changes nothing.
 */
export function followJournal(
  needs: Pick<Dependencies, 'brand' | 'sitoo' | 'records' | 'temporal' | 'log'>,
  recorder: StockRecorder,
  deliveries: StoreDeliveries,
) {
  const { brand, sitoo, records, log } = needs;
  const findWebOrders = webDeliveries(needs, deliveries);
  const importInitialStock = initialStockImporter(needs, recorder);
  const locations = locationsOf(brand);

  async function movementsOf(rows: readonly JournalRow[], included: IncludedRows): Promise<Movement[]> {
    const sold = rows.flatMap((row) => {
      const { kind, deliveryId } = row;
      const positions = itemsOf(row, locations);
      return kind === 'sale' && deliveryId !== undefined && positions.length > 0 ? [{ deliveryId, positions }] : [];
    });
    // Deliveries of web orders among sales: Centra records these itself.
    const ofWeb = await findWebOrders(sold);
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
            cause: number === undefined ? causeOf(row) : 'store-delivery-of-web-order',
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
          transfers: rows.flatMap((row) => transferRowsOf(row, locations)),
          cursor: { name: JOURNAL_CURSOR, value: String(newest) },
        });
      if (isLast) return left === 'more';
    }
    return true;
  };
}

/** What a row says of goods that travel between two locations: refills leave a warehouse, whose stock is not Sitoo's to say. */
const transferRowsOf = (row: JournalRow, locations: Locations): TransferRow[] =>
  row.shipmentId === undefined
    ? []
    : unitsOf(row, locations.bySitoo(row.warehouseId)?.id).map((units) => ({
        ...{ row: row.id, shipment: row.shipmentId ?? 0, at: row.createdAt * 1_000 },
        ...units,
      }));

/** Units of a row by SKU, at one of our stores; rows of other warehouses have none. */
function itemsOf(row: JournalRow, locations: Locations): Units[] {
  const location = locations.bySitoo(row.warehouseId);
  return unitsOf(row, location?.kind === 'store' ? location.id : undefined);
}

type Units = PositionKey & { readonly quantity: number };

function unitsOf(row: JournalRow, location: string | undefined): Units[] {
  if (location === undefined) return [];
  const bySku = new Map<string, number>();
  for (const { sku, quantity } of row.items) bySku.set(sku, (bySku.get(sku) ?? 0) + quantity);
  return [...bySku].map(([sku, quantity]) => ({ location, sku, quantity }));
}
