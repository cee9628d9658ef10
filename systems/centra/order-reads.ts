import { z } from 'zod';
import type { CentraOrderNumber } from '../../domain/ids.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import { rowOf } from '../answers-seen.js';
import { chunk } from '../chunk.js';
import { numberOf, textId } from '../id-schemas.js';
import type { Lane } from '../rate-limits/port.js';
import { type CentraClient, whatIsWrong } from './client.js';
import { OrdersByNumberDocument, OrdersUpdatedSinceDocument } from './generated/documents.js';
import { wholeSeconds } from './lists.js';
import { orderAnswer } from './order-answer.js';
import type { CentraPort, OnUnreadable } from './port.js';
import { answerMalformed } from './problems.js';
import { readOrder } from './read-order.js';

/** Centra's lists take at most 200; orders are large, so a page of 100 keeps well inside the complexity budget. */
const ORDERS_PER_PAGE = 100;
const operation = { name: 'orders', mutation: false };
/** Orders are parsed one by one, so that one broken order cannot hide the others. */
const answer = z.object({ orders: z.array(rowOf(orderAnswer)) });

type OrderReads = Pick<CentraPort, 'order' | 'orders' | 'changedOrders'>;

/** Reading orders: by number, and what changed since. */
export function createOrderReads(client: CentraClient): OrderReads {
  async function byNumber(
    numbers: readonly CentraOrderNumber[],
    lane: Lane,
    onUnreadable?: OnUnreadable,
  ): Promise<WebOrder[]> {
    const variables = { numbers: numbers.map(numberOf), limit: numbers.length };
    const found = await client.read({ operation: 'orders', document: OrdersByNumberDocument, variables, answer, lane });
    return readAll(found.orders, onUnreadable);
  }

  return {
    order: async (number, lane = 'orders') => (await byNumber([number], lane)).find((o) => o.number === number),

    async orders(numbers, lane = 'orders', onUnreadable) {
      const orders: WebOrder[] = [];
      for (const some of chunk(numbers, ORDERS_PER_PAGE)) orders.push(...(await byNumber(some, lane, onUnreadable)));
      return orders;
    },

    async changedOrders({ from, page, lane = 'orders' }, onUnreadable) {
      const variables = { from: wholeSeconds(from), limit: ORDERS_PER_PAGE, page };
      const found = await client.read({
        operation: 'orders',
        document: OrdersUpdatedSinceDocument,
        variables,
        answer,
        lane,
      });
      return { orders: readAll(found.orders, onUnreadable), isLast: found.orders.length < ORDERS_PER_PAGE };
    },
  };
}

function readAll(answers: readonly unknown[], onUnreadable?: OnUnreadable): WebOrder[] {
  return answers.flatMap((one) => {
    const read = readOne(one);
    if (typeof read !== 'string') return [read];
    const number = z.object({ number: textId<CentraOrderNumber>() }).safeParse(one).data?.number;
    const problem = answerMalformed(operation, `order ${number ?? 'without a number'}: ${read}`);
    // Leaving it out silently would lose the order: the caller takes note of it, or the whole read fails.
    if (!onUnreadable) throw problem;
    onUnreadable({ sentence: problem.message, ...(number === undefined ? {} : { number }) });
    return [];
  });
}

/** The order, or what is wrong with it. */
function readOne(one: unknown): WebOrder | string {
  const parsed = orderAnswer.safeParse(one);
  if (!parsed.success) return whatIsWrong(parsed.error);
  try {
    return readOrder(parsed.data);
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
