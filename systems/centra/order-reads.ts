import { z } from 'zod';
import type { CentraOrderNumber } from '../../domain/ids.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import { rowOf } from '../answers-seen.js';
import { chunk } from '../chunk.js';
import { numberOf, textId } from '../id-schemas.js';
import { SystemProblem } from '../problem.js';
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

  /** Orders whose lists may go on are read again, each alone and whole; one that cannot be read so is unreadable. */
  async function wholeOrders({ orders, cut }: { orders: readonly unknown[]; cut: ReadonlySet<number> }, lane: Lane) {
    const whole: unknown[] = [];
    for (const [row, order] of orders.entries()) whole.push(cut.has(row) ? await wholeOrder(order, lane) : order);
    return whole;
  }

  async function wholeOrder(order: unknown, lane: Lane): Promise<unknown> {
    const number = numberIn(order);
    if (number === undefined) return order;
    const variables = { numbers: [numberOf(number)], limit: 1, ...client.ofStore };
    try {
      const call = { operation: 'orders', document: OrdersByNumberDocument, variables, answer, lane };
      return (await client.readWhole(call)).orders[0] ?? { number, cut: 'It was not found again to be read whole.' };
    } catch (error) {
      // Its own lists are in the way: no other order of the page waits for it.
      if (error instanceof SystemProblem && (error.kind === 'malformed-answer' || error.kind === 'rejected'))
        return { number, cut: error.message };
      throw error;
    }
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
    return readAll(await wholeOrders({ ...found, cut }, lane), onUnreadable);
  }

  return {
    order: async (number, lane = 'orders') => (await byNumber([number], lane)).find((o) => o.number === number),

    async orders(numbers, lane = 'orders', onUnreadable) {
      const orders: WebOrder[] = [];
      const size = await perCall(lane);
      for (const some of chunk(numbers, size)) orders.push(...(await byNumber(some, lane, onUnreadable)));
      return orders;
    },

    async changedOrders({ from, page, lane = 'orders' }, onUnreadable) {
      const limit = await perCall(lane);
      const variables = { from: wholeSeconds(from), limit, page, ...client.ofStore };
      const { answer: found, cut } = await client.readRows({
        operation: 'orders',
        document: OrdersUpdatedSinceDocument,
        variables,
        answer,
        lane,
      });
      const orders = await wholeOrders({ ...found, cut }, lane);
      return { orders: readAll(orders, onUnreadable), isLast: found.orders.length < limit };
    },
  };
}

function readAll(answers: readonly unknown[], onUnreadable?: OnUnreadable): WebOrder[] {
  return answers.flatMap((one) => {
    const read = readOne(one);
    if (typeof read !== 'string') return [read];
    const number = numberIn(one);
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
  const cut = z.object({ cut: z.string() }).safeParse(one);
  if (cut.success) return cut.data.cut;
  const parsed = orderAnswer.safeParse(one);
  if (!parsed.success) return whatIsWrong(parsed.error);
  try {
    return readOrder(parsed.data);
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
