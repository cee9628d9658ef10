import { z } from 'zod';
import { chunk } from '../../domain/chunk.js';
import { numberOf } from '../id-schemas.js';
import { SystemProblem } from '../problem.js';
import type { Lane } from '../rate-limits/port.js';
import type { AnnouncedGoods, NewInboundNotice } from '../warehouse-port.js';
import { listAnswer, understand } from './answers.js';
import type { Tenant } from './connection.js';
import { inContract, putByNumber, sameLines } from './put-by-number.js';
import {
  type InboundStatuses,
  purchaseAnswer,
  purchaseHead,
  purchaseWriteAnswer,
  readInboundNotice,
} from './read-inbound.js';

/** As for orders: keeps the address short. */
const NUMBERS_A_CALL = 50;
const READ = 'GET purchaseOrders';
const WRITE = 'PUT purchaseOrders';

/** What we announce to Ongoing, and nothing else. */
export const inboundRequest = z.strictObject({
  goodsOwnerId: z.int32(),
  purchaseOrderNumber: z.string().min(1),
  warehouseId: z.int32().optional(),
  advanced: z.strictObject({ purchaseOrderIsReturnType: z.boolean() }),
  purchaseOrderLines: z
    .array(
      z.strictObject({
        rowNumber: z.string().min(1),
        articleNumber: z.string().min(1),
        numberOfItems: z.int().positive(),
        externalOrderLineId: z.string().min(1),
      }),
    )
    .min(1),
});

interface InboundCalls {
  announceGoods(inboundNotice: NewInboundNotice): Promise<{ ref: string }>;
  announcedGoods(names: readonly string[], lane?: Lane): Promise<AnnouncedGoods[]>;
  someAnnounced(limit: number): Promise<AnnouncedGoods[]>;
}

/**
 * Goods on their way to the warehouse, as Ongoing's purchase orders. `PUT purchaseOrders` creates or overwrites by number,
 * so a repeat is harmless.
 */
export function inboundCalls({ connection, goodsOwnerId, odd }: Tenant, statuses: InboundStatuses): InboundCalls {
  async function ofNumbers(numbers: readonly string[], lane: Lane): Promise<unknown[]> {
    const query = [
      ['goodsOwnerId', goodsOwnerId] as const,
      ...numbers.map((number) => ['purchaseOrderNumbers', number] as const),
    ];
    const entries = understand(listAnswer, await connection.call({ operation: READ, lane, query }), READ);
    return entries.filter((entry) => {
      const number = purchaseHead.safeParse(entry).data?.purchaseOrderInfo.purchaseOrderNumber;
      if (typeof number !== 'string')
        odd.note({ what: 'purchase order', id: undefined, problem: 'its number cannot be read.' });
      return typeof number === 'string' && numbers.includes(number);
    });
  }

  const read = (entry: unknown): AnnouncedGoods => readInboundNotice(understand(purchaseAnswer, entry, READ), statuses);

  /** One purchase order that we cannot read must not hide the others. */
  function readable(entry: unknown): AnnouncedGoods[] {
    try {
      return [read(entry)];
    } catch (problem) {
      if (!(problem instanceof SystemProblem)) throw problem;
      const purchaseOrderId = purchaseHead.safeParse(entry).data?.purchaseOrderInfo.purchaseOrderId;
      odd.note({ what: 'purchase order', id: purchaseOrderId, problem: problem.message });
      return [];
    }
  }

  /** What the warehouse holds under the name of a notice. */
  async function held(inboundNotice: NewInboundNotice): Promise<AnnouncedGoods | undefined> {
    const [entry] = await ofNumbers([inboundNotice.name], 'returns');
    return entry === undefined ? undefined : read(entry);
  }

  return {
    async announceGoods(inboundNotice) {
      const call = { operation: WRITE, lane: 'returns' as const, body: inboundBody(goodsOwnerId, inboundNotice) };
      return putByNumber({
        operation: WRITE,
        name: inboundNotice.name,
        send: async () => understand(purchaseWriteAnswer, await connection.call(call), WRITE).purchaseOrderId,
        held: () => held(inboundNotice),
        isUnderWay: ({ status }) => status !== 'cancelled',
        hasOurLines: ({ lines }) =>
          sameLines(
            inboundNotice.lines.map(({ row, sku, quantity }) => [row, sku, quantity]),
            lines.map(({ row, sku, announced }) => [row, sku, announced]),
          ),
      });
    },

    async someAnnounced(limit) {
      const query = [
        ['goodsOwnerId', goodsOwnerId],
        ['purchaseOrderIdFrom', 0],
        ['maxPurchaseOrdersToGet', limit],
      ] as const;
      const entries = understand(listAnswer, await connection.call({ operation: READ, lane: 'bulk', query }), READ);
      return entries.flatMap(readable);
    },

    async announcedGoods(names, lane = 'returns') {
      const found: AnnouncedGoods[] = [];
      for (const some of chunk(names, NUMBERS_A_CALL)) {
        found.push(...(await ofNumbers(some, lane)).flatMap(readable));
      }
      return found;
    },
  };
}

/** @throws SystemProblem `rejected` when the notice cannot be written in the vendor's contract */
function inboundBody(goodsOwnerId: number, inboundNotice: NewInboundNotice): z.output<typeof inboundRequest> {
  const body = {
    goodsOwnerId,
    purchaseOrderNumber: inboundNotice.name,
    warehouseId: inboundNotice.warehouse === undefined ? undefined : numberOf(inboundNotice.warehouse),
    advanced: { purchaseOrderIsReturnType: inboundNotice.returnType },
    purchaseOrderLines: inboundNotice.lines.map(({ row, sku, quantity }) => ({
      rowNumber: row,
      articleNumber: sku,
      numberOfItems: quantity,
      externalOrderLineId: row,
    })),
  };
  return inContract(inboundRequest, body, {
    operation: WRITE,
    whole: 'the notice',
    cannot: `The goods of ${inboundNotice.name} cannot be announced to the warehouse system`,
  });
}
