import { z } from 'zod';
import { type InferredFacts, inferredFact, type ReadingsOf, type Seen } from '../inferred-facts.js';
import { LATE_EFFECT } from '../latest-effect.js';

/** Of the vendor's usual numbers: on its way, and collected by the carrier. */
const [ON_ITS_WAY, COLLECTED] = [450, 500];

const order = z.object({ orderInfo: z.object({ orderStatus: z.object({ number: z.int() }) }) });

/** What Ongoing leaves open. Onepool must do right under every reading. */
export const WMS_FACTS = {
  sameNumber: inferredFact({
    question: 'what a second order with the same number is',
    readings: {
      same: 'the same order, overwritten until work begins',
      refused: 'an error, although nothing has begun',
    },
    usual: 'same',
    source: 'the description of the call: it creates or updates by number',
    probe: { cannotTell: 'only writing an order twice would show it' },
  }),
  linePrice: inferredFact({
    question: 'whether a price of an order line is for one unit or for the row',
    readings: { unit: 'for one unit', row: 'for the whole row' },
    usual: 'unit',
    source: 'a connector of others, and the names of the fields beside it',
    probe: { cannotTell: 'an answer repeats what was written; ask the warehouse what its papers show' },
  }),
  articleOnTwoRows: inferredFact({
    question: 'whether one article may be on two rows of an order',
    readings: { rows: 'it may: each row has a number of its own', refused: 'the order is refused' },
    usual: 'rows',
    source: 'the row number of the interface; an older interface refuses it by default',
    probe: { cannotTell: 'only writing such an order would show it' },
  }),
  shippedStatus: inferredFact({
    question: 'which status an order has once its parcel has left',
    readings: { sent: '450, sent', collected: '500, collected by the carrier' },
    usual: 'sent',
    source: 'the list of statuses that a tenant is delivered with; tenants change it',
    probe: {
      how: 'the statuses of orders',
      tell: (seen) => {
        const numbers = new Set(statusesIn(seen));
        if (numbers.has(ON_ITS_WAY)) return 'sent';
        return numbers.has(COLLECTED) ? 'collected' : undefined;
      },
    },
  }),
  lateEffect: LATE_EFFECT.wms,
} satisfies InferredFacts;

export type WmsReadings = ReadingsOf<typeof WMS_FACTS>;

const statusesIn = (seen: Seen): number[] =>
  seen
    .answers('GET orders')
    .flatMap((answer) => z.array(z.unknown()).safeParse(answer).data ?? [])
    .flatMap((one) => order.safeParse(one).data?.orderInfo.orderStatus.number ?? []);
