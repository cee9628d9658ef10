import type { LineId, WmsOrderId, WmsWarehouseId } from '../ids.js';

/** How far a warehouse is with an order. */
export type WarehouseStage = 'open' | 'working' | 'picked' | 'sent' | 'returned' | 'cancelled' | 'error';

/** An order as the warehouse holds it, or a back order that it made for what was short of one. */
export interface WarehouseOrder {
  readonly ref: WmsOrderId;
  readonly name: string;
  readonly stage: WarehouseStage;
  /** Where it is picked. */
  readonly warehouse?: WmsWarehouseId;
  /** The warehouse's own word or number for where the order is, for people who look it up there. */
  readonly status: string;
  /** Why the warehouse does not send it, without personal data: a case says it. */
  readonly why?: string;
  /** Name or ref of the order this one is a back order for. */
  readonly backOrderForRef?: WmsOrderId;
  readonly shippedAt?: string;
  readonly trackingNumber?: string;
  readonly trackingUrl?: string;
  /** Of the label with which the customer sends goods back. */
  readonly returnTrackingNumber?: string;
  readonly carrier?: string;
  readonly packages: number;
  readonly lines: readonly {
    /** Our line id (rowNumber). */
    readonly line: LineId;
    readonly sku: string;
    readonly ordered: number;
    readonly picked: number;
    /** Units that came back to the warehouse, in the order in which they came; left out when there are none. */
    readonly returned?: readonly ReturnedUnits[];
  }[];
}

/** Units that a customer sent back. */
export interface ReturnedUnits {
  readonly quantity: number;
  /** The warehouse's code of why. */
  readonly cause?: string;
}

/** A fulfilment as it is placed at the warehouse. Holds personal data: stays inside an activity. */
export interface NewWarehouseOrder {
  readonly name: string;
  readonly reference: string;
  /** ISO date-time, UTC. */
  readonly deliveryDate: string;
  /** The warehouse system's own default without. */
  readonly warehouseId?: WmsWarehouseId;
  readonly consignee: {
    readonly name: string;
    readonly address1?: string;
    readonly address2?: string;
    readonly postCode?: string;
    readonly city?: string;
    readonly countryCode?: string;
    readonly stateCode?: string;
    readonly remark?: string;
    readonly vatNumber?: string;
  };
  readonly email?: string;
  readonly phone?: string;
  readonly wayOfDelivery: string;
  readonly servicePointCode?: string;
  readonly orderRemark?: string;
  readonly deliveryInstruction?: string;
  readonly warehouseInstruction?: string;
  /** Of the customs values of its lines, ISO 4217; only where goods leave the customs area of the brand. */
  readonly customsCurrency?: string;
  readonly salesCode?: string;
  readonly freeText1?: string;
  readonly freeText2?: string;
  readonly freeText3?: string;
  readonly lines: readonly {
    readonly line: LineId;
    readonly sku: string;
    readonly quantity: number;
    readonly comment?: string;
    /** What one unit cost, tax included. */
    readonly unitPrice?: string;
    readonly currency?: string;
    /** What all units are worth to customs, without tax. */
    readonly customsValue?: string;
    readonly vatPercent?: number;
  }[];
}
