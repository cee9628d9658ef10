import { z } from 'zod';
import { chunk } from '../../domain/chunk.js';
import type { CentraOrderNumber } from '../../domain/ids.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import { rowOf } from '../answers-seen.js';
import { numberOf, textId } from '../id-schemas.js';
import type { Lane } from '../rate-limits/port.js';
import { type CentraClient, whatIsWrong } from './client.js';
import { OrdersByNumberDocument, OrdersUpdatedSinceDocument } from './generated/documents.js';
import { wholeSeconds } from './lists.js';
import { orderAnswer } from './order-answer.js';
import type { CentraPort, OnUnreadable } from './port.js';
import { answerMalformed } from './problems.js';
import { readOrder } from './read-order.js';
import { pageAt } from './rows-at.js';
import { type WholeRow, wholePage, wholeRows } from './whole-rows.js';

/** Centra's lists take at most 200; orders are large, so a page of 100 keeps well inside the complexity budget. */
const ORDERS_PER_PAGE = 100;
/** The same of an endpoint that counts every line and allocation that an order may have. */
const ORDERS_PER_LIMITED_PAGE = 25;
const operation = { name: 'orders', mutation: false };
/** Orders are parsed one by one, so that one broken order cannot hide the others. */
const answer = z.object({ orders: z.array(rowOf(orderAnswer)) });

type OrderReads = Pick<CentraPort, 'order' | 'orders' | 'changedOrders'>;

/** Reading orders of the brand's store: by number, and what changed since. */
export function createOrderReads(client: CentraClient): OrderReads {
  const perCall = (lane: Lane) =>
    client.rowsACall(OrdersByNumberDocument, { usual: ORDERS_PER_PAGE, limited: ORDERS_PER_LIMITED_PAGE }, lane);

  const alone = (lane: Lane) => (order: unknown) => {
    const number = numberIn(order);
    return number === undefined ? undefined : readAlone(number, lane);
  };

  async function readAlone(number: CentraOrderNumber, lane: Lane): Promise<readonly unknown[]> {
    const variables = { numbers: [numberOf(number)], limit: 1, ...client.ofStore };
    const call = { operation: 'orders', document: OrdersByNumberDocument, variables, answer, lane };
    return (await client.readWhole(call)).orders;
  }

  async function byNumber(
    numbers: readonly CentraOrderNumber[],
    lane: Lane,
    onUnreadable?: OnUnreadable,
  ): Promise<WebOrder[]> {
    const variables = { numbers: numbers.map(numberOf), limit: numbers.length, ...client.ofStore };
    const { answer: found, cut } = await client.readRows({
      operation: 'orders',
      document: OrdersByNumberDocument,
      variables,
      answer,
      lane,
    });
    return readAll(await wholeRows({ rows: found.orders, cut }, alone(lane)), onUnreadable);
  }

  return {
    order: async (number, lane = 'orders') => (await byNumber([number], lane)).find((o) => o.number === number),

    async orders(numbers, lane = 'orders', onUnreadable) {
      const orders: WebOrder[] = [];
      const size = await perCall(lane);
      for (const some of chunk(numbers, size)) orders.push(...(await byNumber(some, lane, onUnreadable)));
      return orders;
    },

    async changedOrders({ from, start, lane = 'orders' }, onUnreadable) {
      const at = pageAt(start, await perCall(lane));
      const statuses = await client.placedStatuses(lane);
      const variables = { from: wholeSeconds(from), statuses, ...at, ...client.ofStore };
      const { answer: found, cut } = await client.readRows({
        operation: 'orders',
        document: OrdersUpdatedSinceDocument,
        variables,
        answer,
        lane,
      });
      const { whole, ...after } = await wholePage({ rows: found.orders, cut, at, start }, alone(lane));
      return { orders: readAll(whole, onUnreadable), ...after };
    },
  };
}

function readAll(answers: readonly WholeRow[], onUnreadable?: OnUnreadable): WebOrder[] {
  return answers.flatMap(({ row, why }) => {
    const read = why ?? readOne(row);
    if (typeof read !== 'string') return [read];
    const number = numberIn(row);
    const problem = answerMalformed(operation, `order ${number ?? 'without a number'}: ${read}`);
    // Leaving it out silently would lose the order: the caller takes note of it, or the whole read fails.
    if (!onUnreadable) throw problem;
    onUnreadable({ sentence: problem.message, ...(number === undefined ? {} : { number }) });
    return [];
  });
}

const numberIn = (one: unknown): CentraOrderNumber | undefined =>
  z.object({ number: textId<CentraOrderNumber>() }).safeParse(one).data?.number;

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
