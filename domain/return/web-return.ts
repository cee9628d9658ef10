/** A return as Centra tells it, parsed: ids, quantities and money only. It belongs to one shipment of one order. */
export interface WebReturn {
  readonly id: number;
  /** Our name of it, when we made it; Centra does not promise that it is unique. */
  readonly externalId?: string;
  /** Centra `ReturnStatus`: PENDING COMPLETED, or one we do not know. */
  readonly status: string;
  /** Number of the order. */
  readonly order: number;
  readonly shipment: number;
  readonly lines: readonly {
    readonly shipmentLine: number;
    readonly orderLine: number;
    readonly sku: string;
    readonly quantity: number;
  }[];
  readonly currency: string;
  /** What the customer gets back for it, fees and shipping included. */
  readonly totalMinor: number;
  readonly returnedToStock: boolean;
  /** Centra warehouse into which the goods were booked. */
  readonly warehouse?: number;
  /** Entries of the payment history that refund it. */
  readonly refunds: readonly RefundEntry[];
}

export interface RefundEntry {
  /** REFUND, REFUND_REQUEST (the payment provider answers later), REFUND_FAILED, REFUND_GIFT_CARD, or one we do not know. */
  readonly type: string;
  /** Centra `PaymentHistoryEntryStatus`: SUCCESS PENDING FAILED ..., or one we do not know. */
  readonly status: string;
  readonly amountMinor: number;
}
