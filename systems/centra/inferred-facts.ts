import { z } from 'zod';
import { decide, type InferredFacts, inferredFact, type ReadingsOf, type Seen } from '../inferred-facts.js';
import { LATE_EFFECT } from '../latest-effect.js';
import { LINE_KINDS, ORDER_STATUSES, PAYMENT_KINDS } from './codes.js';
import { UNKNOWN_LISTS } from './nested-lists.js';

const amount = z.object({ value: z.number() });
const order = z.object({
  status: z.string(),
  lines: z.array(
    z.object({
      __typename: z.string(),
      quantity: z.int(),
      cancelledQuantity: z.int(),
      lineValue: amount,
      allocations: z.array(z.unknown()),
    }),
  ),
  shipments: z.array(
    z.object({ isShipped: z.boolean(), isPaid: z.boolean(), lines: z.array(z.object({ quantity: z.int() })) }),
  ),
  grandTotal: amount,
});
const refunded = z.object({
  refundPaymentHistory: z.array(z.object({ entryType: z.string(), value: amount })),
});

/** What Centra leaves open. Onepool must do right under every reading. */
export const CENTRA_FACTS = {
  allocationsAfterShipping: inferredFact({
    question: 'whether a line still shows the allocations of units that were shipped',
    readings: { kept: 'it shows them for ever', gone: 'it shows only what is still to be sent' },
    usual: 'kept',
    source: 'nothing; an allocation is linked to by lines of shipments, which speaks for keeping it',
    probe: {
      how: 'a shipped order whose lines show allocations, or none',
      tell: (seen) =>
        decide(ordersIn(seen, 'shipped'), (one) => {
          const lines = one.lines.filter((line) => line.quantity > 0 && line.__typename === LINE_KINDS.product);
          if (lines.length === 0) return undefined;
          return lines.some((line) => line.allocations.length > 0) ? 'kept' : 'gone';
        }),
    },
  }),
  stockBelowAllocated: inferredFact({
    question: 'whether changeStock takes out units that orders hold',
    readings: { allow: 'it does, and the shop is oversold', refuse: 'it refuses what is not free' },
    usual: 'allow',
    source: 'nothing',
    probe: { cannotTell: 'only a change of stock would show it' },
  }),
  unknownSku: inferredFact({
    question: 'what an unknown SKU does to a stock call',
    readings: { error: 'the whole call is refused', warn: 'its line is skipped with a warning' },
    usual: 'error',
    source: 'nothing',
    probe: { cannotTell: 'only a change of stock would show it' },
  }),
  returnStock: inferredFact({
    question: 'when a return restocks its units',
    readings: { create: 'when it is created', complete: 'when it is completed' },
    usual: 'create',
    source: 'the documentation of deleting a return, which takes the units out again',
    probe: { cannotTell: 'only a new return would show it' },
  }),
  cancelledOrderQuantity: inferredFact({
    question: 'what the lines show of an order that was cancelled as a whole',
    readings: { kept: 'the quantities that it had', zero: 'nothing, as if each line had been cancelled' },
    usual: 'kept',
    source: 'the documentation of cancelling, in an older version',
    probe: {
      how: 'the lines of a cancelled order',
      tell: (seen) =>
        decide(ordersIn(seen, 'cancelled'), (one) =>
          one.lines.length === 0 ? undefined : one.lines.some((line) => line.quantity > 0) ? 'kept' : 'zero',
        ),
    },
  }),
  unknownLists: inferredFact({
    question: `whether these lists are cut at 20: ${UNKNOWN_LISTS.join(', ')}`,
    readings: { whole: 'they are whole, and take no limit', cut: 'they take a limit, and are cut without one' },
    usual: 'whole',
    source: 'similar lists whose documentation could be read',
    probe: {
      how: 'an argument "limit" with a default, in the schema',
      tell: ({ cutLists }) =>
        cutLists === undefined ? undefined : UNKNOWN_LISTS.some((list) => cutLists.has(list)) ? 'cut' : 'whole',
    },
  }),
  bundlePrice: inferredFact({
    question: 'on which line the price of a bundle is',
    readings: { items: 'on its items', parent: 'on the line of the bundle' },
    usual: 'items',
    source: 'the older interface, where a setting decides it',
    probe: {
      how: 'the values of the lines of a bundle',
      tell: (seen) =>
        decide(ordersIn(seen), ({ lines }) => {
          const paid = (kind: string) => lines.some((line) => line.__typename === kind && line.lineValue.value > 0);
          if (!lines.some((line) => line.__typename === LINE_KINDS.bundle)) return undefined;
          return paid(LINE_KINDS.bundle) ? 'parent' : paid(LINE_KINDS['bundle-item']) ? 'items' : undefined;
        }),
    },
  }),
  refundSign: inferredFact({
    question: 'which sign a refund has in a payment history',
    readings: {
      positive: 'an amount that was paid back',
      negative: 'as a released authorisation, which is documented',
    },
    usual: 'positive',
    source: 'nothing; entries that release money are documented as negative',
    probe: {
      how: 'the refunds of a return',
      tell: (seen) =>
        decide(rowsIn(seen, 'returns', refunded), ({ refundPaymentHistory }) => {
          const refund = refundPaymentHistory.find(
            (entry) => entry.entryType === PAYMENT_KINDS.refund && entry.value.value !== 0,
          );
          return refund && (refund.value.value > 0 ? 'positive' : 'negative');
        }),
    },
  }),
  freeShipment: inferredFact({
    question: 'whether a shipment of 0.00 counts as paid',
    readings: { paid: 'immediately', unpaid: 'never: there is nothing to capture' },
    usual: 'paid',
    source: 'nothing; an order is completed once every shipment is paid',
    probe: {
      how: 'the shipments of an order of 0.00',
      tell: (seen) =>
        decide(ordersIn(seen), ({ grandTotal, shipments }) =>
          grandTotal.value !== 0 || shipments.length === 0
            ? undefined
            : shipments.every(({ isPaid }) => isPaid)
              ? 'paid'
              : 'unpaid',
        ),
    },
  }),
  shipmentOfGroups: inferredFact({
    question: 'whether a shipment of an order with delivery groups may name lines',
    readings: { refused: 'no, it must name a group; where an order shows its groups is not documented', lines: 'yes' },
    usual: 'refused',
    source: 'the documentation of creating a shipment, which takes a delivery group instead of lines',
    probe: { cannotTell: 'only a shipment of such an order would show it' },
  }),
  addedAfterCapture: inferredFact({
    question: 'what a shipment captures of a line that was added to an order whose money was taken when it was placed',
    readings: {
      assigned: 'nothing: the shipment counts as captured, and what was reserved for the line stays reserved',
      captured: 'what is reserved for the line',
    },
    usual: 'assigned',
    source: 'the guide on capturing, by which a shipment of a captured order asks no payment provider',
    probe: { cannotTell: 'only such an order would show it' },
  }),
  lateEffect: LATE_EFFECT.centra,
} satisfies InferredFacts;

export type CentraReadings = ReadingsOf<typeof CENTRA_FACTS>;

function rowsIn<T>(seen: Seen, operation: string, row: z.ZodType<T>): T[] {
  const answers = z.record(z.string(), z.array(z.unknown()));
  return seen
    .answers(operation)
    .flatMap((answer) => answers.safeParse(answer).data?.[operation] ?? [])
    .flatMap((one) => row.safeParse(one).data ?? []);
}

const ordersIn = (seen: Seen, status?: keyof typeof ORDER_STATUSES): z.output<typeof order>[] =>
  rowsIn(seen, 'orders', order).filter((one) => status === undefined || one.status === ORDER_STATUSES[status]);
