import type { Dependencies } from '../dependencies.js';
import type { StockRecorder } from '../stock/ingest/record-stock.js';
import type { OrderReader } from './read-order.js';
import type { OriginReader } from './read-origin.js';

/** What the steps of an order are made of. */
export interface OrderNeeds
  extends Pick<Dependencies, 'brand' | 'centra' | 'sitoo' | 'wms' | 'warehouses' | 'records'> {
  readonly origin: OriginReader;
  readonly reader: OrderReader;
  readonly ledger: StockRecorder;
}
