import { z } from 'zod';
import { productAct } from './product-staff.js';

const line = z.strictObject({ sku: z.string(), quantity: z.int().positive(), priceMinor: z.int().exactOptional() });
const lines = z.array(line).min(1);
const condition = z.enum(['resellable', 'damaged']);
/** ISO time; the till's clock when it was offline. Only the order's own date follows it. */
const at = z.iso.datetime({ offset: true }).exactOptional();
/** With which goods travel from one store to another. */
const shipment = z.int().positive().exactOptional();
const counted = z.array(z.strictObject({ sku: z.string(), quantity: z.int().nonnegative() })).min(1);
/** A web order at a store, by Sitoo's number or by the name we gave it. */
const which = { at, orderid: z.int().exactOptional(), name: z.string().exactOptional() };

/** What tills and store staff do, as `POST /_sim/acts` takes it. */
export const actSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('pos.sale'),
    at,
    location: z.string(),
    receipt: z.string().min(1),
    lines,
    deliver: z.literal('warehouse').exactOptional(),
    /** Of what is to be delivered: collected in this store instead of sent home. */
    collectIn: z.string().exactOptional(),
    /** Rows of the same order that the customer carries home now. */
    takeAlong: lines.exactOptional(),
    /** A discount as a row of its own, right behind the first product. */
    discountMinor: z.int().positive().exactOptional(),
    /** A row that names no product, such as a hemming. */
    withoutSku: z.strictObject({ name: z.string().min(1), priceMinor: z.int().nonnegative() }).exactOptional(),
    unpaid: z.literal(true).exactOptional(),
    /** The courier that the cashier chose. */
    courier: z.string().exactOptional(),
    /** Numbers of the units of the first row. */
    serialNumbers: z.array(z.string()).exactOptional(),
    /** Sitoo's own field names (`namefirst`, `delivery_city`, ...); an invented customer when left out. */
    customer: z.record(z.string(), z.string()).exactOptional(),
  }),
  z.strictObject({
    type: z.literal('pos.refund'),
    at,
    location: z.string(),
    /** Receipt of the sale, or number of the web order; neither makes a blind return. */
    receipt: z.string().exactOptional(),
    order: z.union([z.string(), z.int()]).exactOptional(),
    lines: z.array(line.extend({ condition: condition.exactOptional() })).min(1),
    /** Of every line that names none. */
    condition,
    paidOut: z.boolean(),
    /** The receipt shows the value as a payment that no money moved for. */
    virtual: z.literal(true).exactOptional(),
    /** New goods that are sold on the same receipt. */
    exchange: lines.exactOptional(),
    /** The goods travel on and do not go on the store's shelf. */
    goodsTo: z.literal('warehouse').exactOptional(),
    /** Sitoo's id of the warehouse into which the goods go, such as one for reclaims: they are not for sale. */
    into: z.int().exactOptional(),
    /** The till is offline and cannot look how much was sold. */
    unchecked: z.literal(true).exactOptional(),
  }),
  z.strictObject({ type: z.literal('pos.intake'), at, location: z.string(), lines: counted, shipment }),
  z.strictObject({ type: z.literal('pos.issue'), at, location: z.string(), lines: counted, shipment }),
  z.strictObject({ type: z.literal('pos.stocktake'), at, location: z.string(), lines: counted }),
  z.strictObject({ type: z.literal('store.pick'), ...which }),
  z.strictObject({
    type: z.literal('store.ship'),
    ...which,
    waybill: z.string().min(1),
    items: z.array(z.strictObject({ itemId: z.int(), quantity: z.int().positive() })).exactOptional(),
    close: z.boolean().exactOptional(),
  }),
  z.strictObject({ type: z.literal('store.collect'), ...which }),
  z.strictObject({ type: z.literal('store.reject'), ...which, reason: z.string().exactOptional() }),
  productAct,
]);
export type Act = z.output<typeof actSchema>;
export type ActOf<T extends Act['type']> = Extract<Act, { type: T }>;
