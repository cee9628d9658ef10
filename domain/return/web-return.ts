import type {
  CentraLineId,
  CentraOrderNumber,
  CentraReturnId,
  CentraShipmentId,
  CentraShipmentLineId,
  CentraWarehouseId,
} from '../ids.js';
import type { WebPayment } from '../order/web-order.js';

export type WebReturnStatus = 'pending' | 'completed' | 'unknown';

/** A return as Centra shows it, parsed: ids, quantities and money only. It belongs to one shipment of one order. */
export interface WebReturn {
  readonly id: CentraReturnId;
  /** Our name of it, when we made it; Centra does not promise that it is unique. */
  readonly externalId?: string;
  readonly status: WebReturnStatus;
  readonly order: CentraOrderNumber;
  readonly shipment: CentraShipmentId;
  readonly lines: readonly {
    readonly shipmentLine: CentraShipmentLineId;
    readonly orderLine: CentraLineId;
    readonly sku: string;
    readonly quantity: number;
  }[];
  readonly currency: string;
  /** What the customer gets back for it, fees and shipping included. */
  readonly totalMinor: number;
  readonly returnedToStock: boolean;
  /** The warehouse that took the goods into its stock. */
  readonly warehouse?: CentraWarehouseId;
  /** Entries of the payment history that refund it. */
  readonly refunds: readonly RefundEntry[];
}

/** An entry of the payment history that refunds a return. */
export type RefundEntry = Omit<WebPayment, 'method'>;
