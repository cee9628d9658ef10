import { z } from 'zod';
import { CENTRA_FACTS } from '../../../systems/centra/inferred-facts.js';
import { readingsSchema } from '../../../systems/inferred-facts.js';
import { campaignAct, listPriceAct, productAct } from './product-state.js';

/** What only this simulator's control API takes. Strict: a misspelt field in a rehearsal should be seen, not ignored. */
const units = z.int().positive();
const minor = z.int().nonnegative();

export const webhook = z.strictObject({ url: z.url(), secret: z.string().min(1) });

/** `POST /_sim/settings`: what is left out stays as it is; null takes a figure away. */
export const settings = z.strictObject({
  thresholds: z.record(z.string().regex(/^\d+$/), minor.nullable()).exactOptional(),
  offsets: z.record(z.string(), minor.nullable()).exactOptional(),
  tightLipped: z.boolean().exactOptional(),
  mayEditLocked: z.boolean().exactOptional(),
  extensions: z.record(z.string(), z.unknown()).exactOptional(),
  readings: readingsSchema(CENTRA_FACTS).exactOptional(),
});

const order = z.int().positive();

export const actSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('web.order'),
    order,
    lines: z.array(z.strictObject({ sku: z.string(), quantity: units, priceMinor: minor.exactOptional() })).min(1),
    delivery: z.enum(['home', 'collect']),
    location: z.string().nullish(),
    shippingOption: z.string().nullish(),
    giftRequested: z.boolean().nullish(),
    giftMessage: z.string().nullish(),
    customer: z
      .strictObject({
        firstName: z.string(),
        lastName: z.string(),
        email: z.string(),
        phone: z.string(),
        address1: z.string(),
        zipCode: z.string(),
        city: z.string(),
        countryCode: z.string(),
      })
      .partial()
      .nullish(),
    attributes: z.array(z.strictObject({ type: z.string(), key: z.string(), value: z.string() })).nullish(),
    discountMinor: minor.nullish(),
    shippingMinor: minor.nullish(),
    /** How many captures of this order fail first. */
    captureFails: minor.nullish(),
    /** How many milliseconds later the payment provider answers. */
    captureLater: minor.nullish(),
    /** The money is taken for the order as a whole when it is placed. */
    capturedAtOnce: z.boolean().nullish(),
    /** What external gift cards pay of it, before any other payment. */
    giftCardMinor: minor.nullish(),
    /** The payment provider cannot release what is reserved. */
    keepsReserve: z.boolean().nullish(),
    /** The same of refunds: how many fail first, and how much later the payment provider answers. */
    refundFails: minor.nullish(),
    refundLater: minor.nullish(),
    hold: z.boolean().nullish(),
    /** The store confirms no order on its own: someone does, with `web.confirm`. */
    unconfirmed: z.boolean().nullish(),
    locked: z.boolean().nullish(),
    /** Its goods are sold before they are in stock: nothing is allocated. */
    preorder: z.boolean().nullish(),
    internal: z.boolean().nullish(),
    /** Id of the store that sold it; 1 when left out, 3 is the wholesale business. */
    store: z.int().positive().nullish(),
    /** An allocation system of others has split it into delivery groups at the checkout. */
    deliveryGroups: z.boolean().nullish(),
    /** Its lines are the items of a bundle, with the price on the bundle or on the items. */
    bundlePriceOn: z.enum(['bundle', 'items']).nullish(),
    /** They are that, with the price where this shop has it. */
    bundle: z.boolean().nullish(),
  }),
  z.strictObject({ type: z.literal('web.cancel'), order }),
  /** The shop's staff give money back without any goods: goodwill, or a lower price. */
  z.strictObject({ type: z.literal('web.goodwill'), order, minor: units }),
  z.strictObject({ type: z.literal('web.confirm'), order }),
  z.strictObject({ type: z.literal('web.hold'), order }),
  z.strictObject({ type: z.literal('web.resume'), order }),
  z.strictObject({
    type: z.literal('web.edit'),
    order,
    cancel: z.array(z.strictObject({ sku: z.string(), quantity: units })).min(1),
  }),
  /** The shop's staff let nobody edit an order, or let them again; give a pre-order its goods; write another street. */
  z.strictObject({ type: z.literal('web.lock'), order }),
  z.strictObject({ type: z.literal('web.unlock'), order }),
  z.strictObject({ type: z.literal('web.allocate'), order }),
  z.strictObject({ type: z.literal('web.address'), order, address1: z.string().min(1) }),
  /** The shop's staff add lines to an order, or take back its cancellation. */
  z.strictObject({
    type: z.literal('web.add'),
    order,
    lines: z.array(z.strictObject({ sku: z.string(), quantity: units })).min(1),
    location: z.string().exactOptional(),
  }),
  z.strictObject({ type: z.literal('web.reopen'), order }),
  /** The shop's staff put an order away, whatever is left of it, or take it out again. */
  z.strictObject({ type: z.literal('web.archive'), order }),
  z.strictObject({ type: z.literal('web.unarchive'), order }),
  /** Others send all that is left of an order, such as the integration of another store: its goods leave the stock. */
  z.strictObject({ type: z.literal('web.other-ship'), order }),
  productAct,
  campaignAct,
  listPriceAct,
  /** A customer sends goods back by post; the shop's staff record them, refund and finish. Restocked only where `restock` says. */
  z.strictObject({
    type: z.literal('web.return'),
    order,
    lines: z.array(z.strictObject({ sku: z.string(), quantity: units })).min(1),
    restock: z.string().exactOptional(),
  }),
  /** Stock is changed in Centra by others: by hand, or by another integration. */
  z.strictObject({
    type: z.literal('ams.stock'),
    location: z.string(),
    sku: z.string(),
    quantity: z.int().refine((signed) => signed !== 0, 'a change of nothing is none'),
    comment: z.string().min(1).exactOptional(),
  }),
]);

export type Act = z.output<typeof actSchema>;
export const acts = z.strictObject({ acts: z.array(z.unknown()) });
