import { z } from 'zod';
import { duration } from './duration.js';
import { nonEmpty } from './fields.js';

/** What a brand says about goods that come back over the counter. */
export const returnsSchema = z.strictObject({
  refund: z
    .enum(['till-pays-out', 'original-payment'])
    .default('till-pays-out')
    .describe(
      'Who pays the customer back: the till at once (the web shop only records it), or the web shop by the original payment.',
    ),
  inspect: z
    .enum(['never', 'always', 'damaged'])
    .default('never')
    .describe('Which goods a person looks at before they are booked.'),
  damagedReasons: z
    .array(nonEmpty)
    .default(['damaged'])
    .describe("The tills' return reasons (`reasoncode-return`) that mean goods cannot be sold again."),
  fee: z
    .string()
    .regex(/^\d{1,7}(\.\d{1,3})?$/, 'write an amount as 29.00')
    .default('0')
    .describe('What the customer pays for a return, in the currency of the order; taken off what goes back.'),
  shippingCost: z
    .enum(['keep', 'when-all-is-returned'])
    .default('keep')
    .describe('When the customer gets the shipping cost back.'),
  webOrdersAtTills: z
    .boolean()
    .default(true)
    .describe(
      'Web orders that a warehouse has sent are made known to the tills, without touching stock, so that a till can take them back.',
    ),
  arriveWithin: duration
    .prefault('7d')
    .describe('Goods that travel on to a warehouse are asked about after this long.'),
});
