declare const brand: unique symbol;

/**
 * A name that one system gives to one kind of thing. Two of them that look alike are different types, so that the number
 * of a web order can never be taken for an order of the tills.
 *
 * What travels through workflow ids, rows and names is a text, whatever type its system gives it: adapters turn it into
 * what their system takes. It becomes an id where it enters: in an adapter, in the gateway, on the command line, in the
 * brand file.
 */
export type Id<Name extends string, Of = string> = Of & { readonly [brand]: Name };

/** The number of an order, by which people know it. */
export type CentraOrderNumber = Id<'CentraOrderNumber'>;
/** What Centra itself calls an order. */
export type CentraOrderId = Id<'CentraOrderId'>;
export type CentraLineId = Id<'CentraLineId'>;
export type CentraShipmentId = Id<'CentraShipmentId'>;
/** A line of a shipment: a return names this one, not the line of the order. */
export type CentraShipmentLineId = Id<'CentraShipmentLineId'>;
export type CentraReturnId = Id<'CentraReturnId'>;
export type CentraStockChangeId = Id<'CentraStockChangeId'>;
export type CentraWarehouseId = Id<'CentraWarehouseId', number>;

export type SitooOrderId = Id<'SitooOrderId'>;
/** Where an item stands in its order, counted from 0. */
export type SitooItemId = Id<'SitooItemId'>;
export type SitooProductId = Id<'SitooProductId'>;
export type SitooWarehouseId = Id<'SitooWarehouseId', number>;

/** Any text of the warehouse system: what its kind makes of it is known to its adapter alone. */
export type WmsOrderId = Id<'WmsOrderId'>;
/** Any text, as {@link WmsOrderId}. */
export type WmsWarehouseId = Id<'WmsWarehouseId'>;

/** Our number of a parcel that came back to a warehouse: the WMS's order, and which of its parcels it is, from 1. */
export type PostedReturnNumber = Id<'PostedReturnNumber'>;
/** The number of what came back: over a counter, by the tills' number of the refund, or by post. */
export type ReturnNumber = SitooOrderId | PostedReturnNumber;

/** What a store or a warehouse calls its own order for a fulfilment. */
export type CounterpartOrderId = SitooOrderId | WmsOrderId;

/** What an order is called where it was placed. */
export type OrderNumber = CentraOrderNumber | SitooOrderId;

/** A line of an order where it was placed. */
export type LineId = CentraLineId | SitooItemId;

/** Ids stay below 2^53, so that the number behind one is exact. */
const MOST_DIGITS = 15;
const COUNTING_ID = new RegExp(`^\\d{1,${MOST_DIGITS}}$`);

/** Reads an id that counts: digits and nothing else. Undefined when the text is none. */
export const parseId = <I extends Id<string>>(text: string | undefined): I | undefined =>
  text !== undefined && COUNTING_ID.test(text) ? (text as I) : undefined;

/** The largest `Int` of GraphQL. Centra refuses a whole question when one number in it is larger. */
const LARGEST_INT = 2 ** 31 - 1;

/** Reads the number of a web order. Undefined when no order can have it. */
export const parseCentraNumber = (text: string | undefined): CentraOrderNumber | undefined => {
  const id = parseId<CentraOrderNumber>(text);
  return id !== undefined && Number(id) <= LARGEST_INT ? id : undefined;
};

/** Longer than any name that a counterpart documents, and short enough for an index of the database. */
const LONGEST_NAME = 128;

/**
 * Reads a name that a counterpart gives to one of its things: an order number, a SKU, the id of an event. Undefined when
 * it is empty, too long, or holds what cannot be stored or printed (control characters, half of a surrogate pair).
 */
export const parseName = (value: unknown): string | undefined => {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || text === '' || text.length > LONGEST_NAME) return undefined;
  return /[\p{Cc}\p{Cs}]/u.test(text) ? undefined : text;
};

/** Reads a name that is one word, as counterparts give to events and orders: never a sentence, so never a person's data. */
export const parseWord = (value: unknown): string | undefined => {
  const name = parseName(value);
  return name !== undefined && /^[\w{}:.+/#-]{1,64}$/.test(name) ? name : undefined;
};

/** Sorts ids that count, the lowest first: they grow with time. */
export const compareIds = <I extends Id<string>>(a: I, b: I): number =>
  a.length === b.length ? a.localeCompare(b, 'en') : a.length - b.length;

export const isHigher = <I extends Id<string>>(id: I, than: I): boolean => compareIds(id, than) > 0;

const POSTED = /^wms-.+-\d+$/;

export const postedReturnNumber = (order: WmsOrderId, nth: number): PostedReturnNumber =>
  `wms-${order}-${nth}` as PostedReturnNumber;

/** Whether goods came back by post, not over a counter. */
export const isPosted = (number: ReturnNumber): number is PostedReturnNumber => POSTED.test(number);

/** Reads the number of a return as a person types it. Undefined when it is none. */
export const parseReturnNumber = (text: string): ReturnNumber | undefined =>
  POSTED.test(text) && parseName(text) !== undefined ? (text as PostedReturnNumber) : parseId<SitooOrderId>(text);
