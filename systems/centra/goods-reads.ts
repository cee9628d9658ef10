import { z } from 'zod';
import type { CentraOrderNumber } from '../../domain/ids.js';
import type { OrderGoods } from '../../domain/order/web-order.js';
import { rowOf } from '../answers-seen.js';
import { numberOf, textId } from '../id-schemas.js';
import type { Lane } from '../rate-limits/port.js';
import { type CentraClient, whatIsWrong } from './client.js';
import { orderStatus, storeKind } from './codes.js';
import { GoodsOfOrdersDocument } from './generated/documents.js';
import { wholeSeconds } from './lists.js';
import { goodsAnswer } from './order-answer.js';
import type { CentraPort } from './port.js';
import { lineUnits } from './read-order.js';
import { pageAt } from './rows-at.js';
import { wholePage } from './whole-rows.js';

/** Little is read of each order, so a page of as many as there are orders with people and money in one is cheap. */
const ORDERS_PER_PAGE = 100;
/** The same of an endpoint that counts every line and allocation that an order may have. */
const ORDERS_PER_LIMITED_PAGE = 25;
const answer = z.object({ orders: z.array(rowOf(goodsAnswer)) });

/** Reading which goods the orders of all stores hold, wholesale included: no people, no money. */
export function createGoodsReads(client: CentraClient): Pick<CentraPort, 'changedGoods'> {
  async function readAlone(number: CentraOrderNumber, lane: Lane): Promise<readonly unknown[]> {
    const variables = { where: { number: [numberOf(number)] }, limit: 1, page: 1 };
    const call = { operation: 'orders', document: GoodsOfOrdersDocument, variables, answer, lane };
    return (await client.readWhole(call)).orders;
  }

  return {
    async changedGoods({ from, start, lane = 'stock' }, onUnreadable) {
      const rows = { usual: ORDERS_PER_PAGE, limited: ORDERS_PER_LIMITED_PAGE };
      const at = pageAt(start, await client.rowsACall(GoodsOfOrdersDocument, rows, lane));
      const where = { updatedAt: { from: wholeSeconds(from) }, status: await client.placedStatuses(lane) };
      const { answer: found, cut } = await client.readRows({
        operation: 'orders',
        document: GoodsOfOrdersDocument,
        variables: { where, ...at },
        answer,
        lane,
      });
      const { whole, ...after } = await wholePage({ rows: found.orders, cut, at, start }, (row) => {
        const number = numberIn(row);
        return number === undefined ? undefined : readAlone(number, lane);
      });
      const orders: OrderGoods[] = [];
      for (const { row, why } of whole) {
        const read = goodsAnswer.safeParse(row);
        if (why === undefined && read.success) orders.push(goodsOf(read.data));
        else {
          const number = numberIn(row);
          const sentence = why ?? (read.success ? '' : whatIsWrong(read.error));
          onUnreadable({ sentence, ...(number === undefined ? {} : { number }) });
        }
      }
      return { orders, ...after };
    },
  };
}

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
