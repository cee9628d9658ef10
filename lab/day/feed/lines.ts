import { z } from 'zod';

const text = z.string().min(1);
const quantity = z.int().positive();
/** Prices are decimal strings, so that no price passes through a float. */
const price = z.string().regex(/^\d{1,9}(\.\d{1,3})?$/, 'write the price as a decimal text, e.g. "399.00"');
/** Numbers are used as they are; a text gets a number of its own (see `numberOrders`). */
const order = z.union([z.int().positive(), text]);
const count = { sku: text, quantity };
const sold = z.array(z.object({ ...count, price })).min(1);
const units = z.array(z.object(count)).min(1);
const condition = z.enum(['resellable', 'damaged']);
/** Of the lines of one refund some may be damaged and others not. */
const refundLines = z.array(z.object({ ...count, price, condition: condition.optional() })).min(1);
const picked = z.array(z.object({ sku: text, picked: z.int().min(0) })).min(1);

/** What there was before the day began, by line type. */
export const worldLines = {
  location: z.object({
    type: z.literal('location'),
    id: text,
    kind: z.enum(['store', 'warehouse']),
    name: text.optional(),
  }),
  product: z.object({
    type: z.literal('product'),
    sku: text,
    barcode: text,
    name: text,
    price,
    currency: z.string().regex(/^[A-Z]{3}$/, 'use the three letters of ISO 4217, e.g. "SEK"'),
    missingIn: z.array(z.enum(['centra', 'sitoo', 'wms'])).optional(),
  }),
  stock: z.object({ type: z.literal('stock'), location: text, sku: text, quantity: z.int().min(0) }),
};

function action<T extends string, S extends z.ZodRawShape>(type: T, shape: S) {
  return z.object({
    at: z.iso.datetime({ offset: true, error: 'write the time as ISO 8601 with a zone, e.g. "2026-03-02T09:00:00Z"' }),
    type: z.literal(type),
    ...shape,
  });
}

/** Whose order it is: a web order's number, or the receipt of a sale that the warehouse delivers. */
const whose = { order: order.optional(), receipt: text.optional() };
/** Not before the order is in the work list of the store or warehouse that picks it. */
const afterTransfer = z.literal('transfer').optional();
const work = <T extends string>(type: T) => action(type, { ...whose, location: text.optional() });

/** What people did, by action type. */
export const actionLines = {
  'pos.sale': action('pos.sale', {
    location: text,
    receipt: text,
    lines: sold,
    deliver: z.literal('warehouse').optional(),
  }),
  'pos.refund': action('pos.refund', {
    location: text,
    receipt: text.optional(),
    order: order.optional(),
    lines: refundLines,
    /** Of every line that names none. */
    condition,
    paidOut: z.boolean(),
    /** New goods that the customer takes on the same receipt. */
    exchange: sold.optional(),
    /** The goods travel on to the warehouse and do not stay in the store. */
    goodsTo: z.literal('warehouse').optional(),
    /** The till is offline and cannot look how much was sold. */
    unchecked: z.literal(true).optional(),
    /** The customer shows nothing: the till names no order. `order` says whose goods they are all the same. */
    blind: z.literal(true).optional(),
  }),
  'pos.intake': action('pos.intake', { location: text, lines: units }),
  'pos.stocktake': action('pos.stocktake', {
    location: text,
    lines: z.array(z.object({ sku: text, quantity: z.int().min(0) })).min(1),
  }),
  'web.order': action('web.order', {
    order,
    lines: sold,
    delivery: z.enum(['collect', 'home']),
    location: text.optional(),
    gift: z.boolean().optional(),
    giftMessage: text.optional(),
    courier: text.nullable().optional(),
    captureFails: z.int().positive().optional(),
  }),
  'web.cancel': action('web.cancel', { order, after: afterTransfer }),
  'web.hold': action('web.hold', { order }),
  'web.resume': action('web.resume', { order }),
  'web.edit': action('web.edit', { order, cancel: units, after: afterTransfer }),
  /** Goods come back by post; `restock` is where the shop's staff restock them, nowhere when left out. */
  'web.return': action('web.return', { order, lines: units, restock: text.optional() }),
  'store.pick': work('store.pick'),
  'store.ship': work('store.ship'),
  'store.reject': work('store.reject'),
  'store.silent': work('store.silent'),
  'wms.begin': work('wms.begin'),
  'wms.pick': work('wms.pick'),
  'wms.ship': work('wms.ship'),
  'wms.short': action('wms.short', { ...whose, lines: picked }),
  'wms.adjust': action('wms.adjust', { sku: text, quantity: z.int() }),
  'wms.receive': action('wms.receive', { sku: text, quantity }),
  /** What happens to the next events that a counterpart sends; nobody's doing. */
  'events.fault': action('events.fault', {
    system: z.enum(['centra', 'sitoo', 'wms']),
    fault: z.enum(['lost', 'duplicate', 'late']),
    times: z.int().positive(),
    minutes: z.number().positive().optional(),
  }),
};

export type WorldLine = { [K in keyof typeof worldLines]: z.output<(typeof worldLines)[K]> }[keyof typeof worldLines];
export type Action = { [K in keyof typeof actionLines]: z.output<(typeof actionLines)[K]> }[keyof typeof actionLines];
export type ActionType = keyof typeof actionLines;
export type ActionOf<T extends ActionType> = z.output<(typeof actionLines)[T]>;
export type OrderRef = z.output<typeof order>;
