import type { Origin } from '../names.js';

/**
 * What a workflow may know of an order: ids, quantities, amounts and yes-or-no answers about personal data,
 * never the personal data itself. It crosses Temporal, so it is plain JSON.
 */
export interface OrderFacts {
  readonly origin: Origin;
  /** Human number at the origin: Centra order number, Sitoo orderid. */
  readonly number: string;
  /** Changes when, and only when, something changed that fulfilment depends on (lines, allocations, flags, address). */
  readonly revision: string;
  readonly state: 'open' | 'on-hold' | 'waiting-for-payment' | 'cancelled' | 'done';
  readonly currency: string;
  readonly totalMinor: number;
  /** What the lines, shipping, handling, tax and discounts add up to; compared with totalMinor before transfer. */
  readonly addsUpToMinor: number;
  readonly delivery: 'home' | 'collect';
  /** The brand's courier key, when the order's shipping option maps to one. */
  readonly courier?: string;
  /** The shipping option as the shop calls it, for the sentence that asks for a courier. */
  readonly shippingOption?: string;
  readonly gift: { readonly requested: boolean; readonly messagePresent: boolean };
  /** A fingerprint of where it goes, so that a changed address is noticed without being known. */
  readonly shipTo: string;
  /** Address fields a home delivery needs and this order lacks. */
  readonly addressMissing: readonly string[];
  /** Names of attributes the brand requires and this order lacks. */
  readonly attributesMissing: readonly string[];
  readonly lines: readonly FactLine[];
}

export interface FactLine {
  /** Line id at the origin: Centra order line id, Sitoo orderitemid. */
  readonly line: string;
  readonly sku: string;
  /** Units still wanted: ordered minus cancelled. */
  readonly quantity: number;
  /** False when a counterpart that must fulfil it does not know the SKU. */
  readonly known: boolean;
  readonly unitPriceMinor: number;
  /** Where the origin says the units come from, by our location ids; `?{id}` for a warehouse the brand does not map. */
  readonly allocations: readonly { readonly location: string; readonly quantity: number }[];
}
