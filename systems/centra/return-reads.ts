import { z } from 'zod';
import { type CentraOrderNumber, type CentraReturnId, compareIds } from '../../domain/ids.js';
import type { WebReturn } from '../../domain/return/web-return.js';
import { rowOf } from '../answers-seen.js';
import { numberOf, textId } from '../id-schemas.js';
import type { Lane } from '../rate-limits/port.js';
import { type CentraClient, whatIsWrong } from './client.js';
import { CustomerOfOrderDocument, ReturnsDocument } from './generated/documents.js';
import { wholeSeconds } from './lists.js';
import type { CentraPort } from './port.js';
import { answerMalformed } from './problems.js';
import { readReturn, returnAnswer } from './read-return.js';

/** Centra's lists take a limit of 1 to 200. A customer has few returns, so one page is nearly always all. */
const PAGE = 50;
const reading = { name: 'returns', mutation: false };

/**
 * Finding the returns of an order. Nothing in an order leads to its returns, and no filter of returns by order or by our
 * name is documented. So we read the returns of its customer since it was placed, and keep those of the order.
 */
export function createReturnReads(client: CentraClient): Pick<CentraPort, 'returnsOf'> {
  return {
    async returnsOf(number, lane = 'returns') {
      const order = await findOrder(client, number, lane);
      if (!order) return [];
      const found = new Map<CentraReturnId, WebReturn>();
      for (let page = 1; ; page += 1) {
        const { returns } = await client.read({
          operation: 'returns',
          document: ReturnsDocument,
          variables: {
            from: wholeSeconds(order.createdAt),
            limit: PAGE,
            page,
            // Without a customer there is only the time to go by: that costs more and is as complete.
            ...(order.customer ? { customers: [order.customer.id] } : {}),
          },
          answer: z.object({ returns: z.array(rowOf(returnAnswer)) }),
          lane,
        });
        for (const one of returns) if (orderOf(one) === number) keep(found, one);
        // How returns are sorted is not documented: one created while we page can push others to a later page. Hence the map.
        if (returns.length < PAGE) break;
      }
      return [...found.values()].sort((a, b) => compareIds(a.id, b.id));
    },
  };
}

async function findOrder(client: CentraClient, number: CentraOrderNumber, lane: Lane) {
  const { orders } = await client.read({
    operation: 'orders',
    document: CustomerOfOrderDocument,
    variables: { number: numberOf(number) },
    answer: z.object({
      orders: z.array(
        z.object({
          number: textId<CentraOrderNumber>(),
          createdAt: z.iso.datetime({ offset: true }),
          customer: z.object({ id: z.int() }).nullish(),
        }),
      ),
    }),
    lane,
  });
  return orders.find((order) => order.number === number);
}

/** A return that names no order might be the one we look for: passing over it could create it twice. */
function orderOf(one: unknown): CentraOrderNumber {
  const parsed = z.object({ order: z.object({ number: textId<CentraOrderNumber>() }) }).safeParse(one);
  if (!parsed.success) throw answerMalformed(reading, `a return: ${whatIsWrong(parsed.error)}`);
  return parsed.data.order.number;
}

function keep(found: Map<CentraReturnId, WebReturn>, one: unknown): void {
  const parsed = returnAnswer.safeParse(one);
  if (!parsed.success) throw answerMalformed(reading, `a return: ${whatIsWrong(parsed.error)}`);
  try {
    found.set(parsed.data.id, readReturn(parsed.data));
  } catch (error) {
    if (error instanceof RangeError) throw answerMalformed(reading, error.message);
    throw error;
  }
}
