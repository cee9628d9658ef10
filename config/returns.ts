import { z } from 'zod';
import { duration } from './duration.js';
import { nonEmpty } from './fields.js';

/** How a brand handles web orders that are returned in a store. */
export const returnsSchema = z.strictObject({
  refund: z
    .enum(['till-pays-out', 'original-payment'])
    .default('till-pays-out')
    .describe(
      'Who refunds the customer when the receipt of the till shows no payment: the till (finance is asked then), or the web shop through the original payment. What a receipt shows goes before this rule.',
    ),
  inspect: z
    .enum(['never', 'always', 'damaged'])
    .default('never')
    .describe('Which goods a person inspects before the return is recorded.'),
  damagedReasons: z
    .array(nonEmpty)
    .default(['damaged'])
    .describe("The tills' return reasons (reasoncode-return) that mean goods cannot be sold again."),
  fee: z
    .string()
    .regex(/^\d{1,7}(\.\d{1,3})?$/, 'write an amount as 29.00')
    .default('0')
    .describe('Fee for a return, in the currency of the order; deducted from the refund.'),
  shippingCost: z
    .enum(['keep', 'when-all-is-returned'])
    .default('keep')
    .describe('Whether the shipping cost is refunded.'),
  webOrdersAtTills: z
    .boolean()
    .default(true)
    .describe(
      'Record web orders that a warehouse has shipped at the tills too, without touching stock, so that a till can return them.',
    ),
  arriveWithin: duration
    .prefault('7d')
    .describe('How long goods forwarded to a warehouse may take to arrive before a case opens.'),
});
