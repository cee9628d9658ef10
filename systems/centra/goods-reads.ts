import { z } from 'zod';
import type { CentraOrderNumber } from '../../domain/ids.js';
import type { OrderGoods } from '../../domain/order/web-order.js';
import { rowOf } from '../answers-seen.js';
import { numberOf, textId } from '../id-schemas.js';
import { SystemProblem } from '../problem.js';
import type { Lane } from '../rate-limits/port.js';
import { type CentraClient, whatIsWrong } from './client.js';
import { orderStatus, storeKind } from './codes.js';
import { GoodsOfOrdersDocument } from './generated/documents.js';
import { wholeSeconds } from './lists.js';
import { goodsAnswer } from './order-answer.js';
import type { CentraPort } from './port.js';
import { lineUnits } from './read-order.js';

/** Little is read of each order, so a page of as many as there are orders with people and money in one is cheap. */
const ORDERS_PER_PAGE = 100;
/** The same of an endpoint that counts every line and allocation that an order may have. */
const ORDERS_PER_LIMITED_PAGE = 25;
const answer = z.object({ orders: z.array(rowOf(goodsAnswer)) });

/** Reading which goods the orders of all stores hold, wholesale included: no people, no money. */
export function createGoodsReads(client: CentraClient): Pick<CentraPort, 'changedGoods'> {
  /** An order whose lists go on is read again, alone and whole; undefined when that is not possible. */
  async function whole(row: unknown, lane: Lane): Promise<unknown> {
    const number = numberIn(row);
    if (number === undefined) return row;
    const variables = { where: { number: [numberOf(number)] }, limit: 1, page: 1 };
    const call = { operation: 'orders', document: GoodsOfOrdersDocument, variables, answer, lane };
    try {
      return (await client.readWhole(call)).orders[0];
    } catch (error) {
      // Its own lists are in the way: no other order of the page waits for it.
      if (error instanceof SystemProblem && (error.kind === 'malformed-answer' || error.kind === 'rejected'))
        return undefined;
      throw error;
    }
  }

  return {
    async changedGoods({ from, page, lane = 'stock' }, onUnreadable) {
      const rows = { usual: ORDERS_PER_PAGE, limited: ORDERS_PER_LIMITED_PAGE };
      const limit = await client.rowsACall(GoodsOfOrdersDocument, rows, lane);
      const where = { updatedAt: { from: wholeSeconds(from) }, status: [...STATUSES] };
      const { answer: found, cut } = await client.readRows({
        operation: 'orders',
        document: GoodsOfOrdersDocument,
        variables: { where, limit, page },
        answer,
        lane,
      });
      const orders: OrderGoods[] = [];
      for (const [nth, row] of found.orders.entries()) {
        const read = goodsAnswer.safeParse(cut.has(nth) ? await whole(row, lane) : row);
        if (read.success) orders.push(goodsOf(read.data));
        else {
          const number = numberIn(row);
          onUnreadable({ sentence: whatIsWrong(read.error), ...(number === undefined ? {} : { number }) });
        }
      }
      return { orders, isLast: found.orders.length < limit };
    },
  };
}

/** Those that hold goods or held some; an order that was never placed holds none. */
const STATUSES = ['PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED', 'CANCELLED'] as const;

const numberIn = (row: unknown): CentraOrderNumber | undefined =>
  z.object({ number: textId<CentraOrderNumber>() }).safeParse(row).data?.number;

function goodsOf({ status: shown, store, lines, shipments, ...order }: z.output<typeof goodsAnswer>): OrderGoods {
  const status = orderStatus(shown);
  return {
    ...order,
    status,
    store: { id: store.id, kind: storeKind(store.type ?? '') },
    lines: lines.map((line) => ({
      id: line.id,
      sku: line.productSize?.SKU ?? '',
      ...lineUnits(line, { isCancelled: status === 'cancelled' }),
    })),
    shipments: shipments.map(({ lines: held, ...shipment }) => ({
      ...shipment,
      lines: held.map(({ quantity, orderLine }) => ({ line: orderLine.id, quantity })),
    })),
  };
}
