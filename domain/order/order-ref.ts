import type { CentraOrderNumber, CounterpartOrderId, OrderNumber, SitooOrderId } from '../ids.js';
import type { Origin, System } from '../names.js';

/** What an order is called at an origin. */
export type NumberAt<O extends Origin> = O extends 'centra' ? CentraOrderNumber : SitooOrderId;

/** An order, by where it was placed and what it is called there. */
export interface OrderRef {
  readonly origin: Origin;
  readonly number: OrderNumber;
}

/** The number of an order of the web shop. @throws Error when it was placed at a till: whoever asks mixed two orders up */
export function webOrderNumber({ origin, number }: OrderRef): CentraOrderNumber {
  if (origin !== 'centra') throw new Error(`Order ${number} was placed at a till, not in the web shop.`);
  return number as CentraOrderNumber;
}

/** The number of an order of a till. @throws Error when it was placed in the web shop: whoever asks mixed two orders up */
export function tillOrderNumber({ origin, number }: OrderRef): SitooOrderId {
  if (origin !== 'sitoo') throw new Error(`Order ${number} was placed in the web shop, not at a till.`);
  return number as SitooOrderId;
}

/** The systems of stores and warehouses, which fulfil. */
export type FulfillingSystem = Exclude<System, 'centra'>;

/** The order at the tills behind a fulfilment. @throws Error when a warehouse fulfils it: whoever asks mixed two up */
export function storeOrderOf(fulfilment: { system: FulfillingSystem; ref: CounterpartOrderId }): SitooOrderId {
  if (fulfilment.system !== 'sitoo') throw new Error(`Order ${fulfilment.ref} is an order of a warehouse.`);
  return fulfilment.ref as SitooOrderId;
}
