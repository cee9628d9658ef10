import { z } from 'zod';
import { portions } from '../chunk.js';
import { SystemProblem } from '../problem.js';
import type { Lane } from '../rate-limits/port.js';
import type { AdvisedGoods, NewAdvice } from '../warehouse-port.js';
import { listAnswer, understand } from './answers.js';
import type { Connection } from './connection.js';
import { inContract, putByNumber, sameLines } from './put-by-number.js';
import { type AdviceStatuses, purchaseAnswer, purchaseHead, purchaseWriteAnswer, readAdvice } from './read-inbound.js';
import type { WarningLog } from './statuses.js';

/** As for orders: keeps the address short. */
const NUMBERS_A_CALL = 50;
const READ = 'GET purchaseOrders';
const WRITE = 'PUT purchaseOrders';

const adviceRequest = z.strictObject({
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

interface AdviceCalls {
  adviseGoods(advice: NewAdvice): Promise<{ ref: string }>;
  advised(names: readonly string[], lane?: Lane): Promise<AdvisedGoods[]>;
}

/**
 * Goods on their way to the warehouse, as Ongoing's purchase orders. `PUT purchaseOrders` creates or overwrites by number,
 * so a repeat is harmless.
 */
export function adviceCalls(
  connection: Connection,
  goodsOwnerId: number,
  statuses: AdviceStatuses,
  logger?: WarningLog,
): AdviceCalls {
  async function ofNumbers(numbers: readonly string[], lane: Lane): Promise<unknown[]> {
    const query = [
      ['goodsOwnerId', goodsOwnerId] as const,
      ...numbers.map((number) => ['purchaseOrderNumbers', number] as const),
    ];
    const entries = understand(listAnswer, await connection.call({ operation: READ, lane, query }), READ);
    return entries.filter((entry) => {
      const number = purchaseHead.safeParse(entry).data?.purchaseOrderInfo.purchaseOrderNumber;
      return typeof number === 'string' && numbers.includes(number);
    });
  }

  const read = (entry: unknown): AdvisedGoods => readAdvice(understand(purchaseAnswer, entry, READ), statuses);

  /** One purchase order that we cannot read must not hide the others. */
  function readable(entry: unknown): AdvisedGoods[] {
    try {
      return [read(entry)];
    } catch (problem) {
      if (!(problem instanceof SystemProblem)) throw problem;
      const purchaseOrderId = purchaseHead.safeParse(entry).data?.purchaseOrderInfo.purchaseOrderId;
      logger?.warn(
        { purchaseOrderId, problem: problem.message },
        'a purchase order of the warehouse could not be read and was passed over',
      );
      return [];
    }
  }

  /** What the warehouse holds under the name of an advice. */
  async function held(advice: NewAdvice): Promise<AdvisedGoods | undefined> {
    const [entry] = await ofNumbers([advice.name], 'returns');
    return entry === undefined ? undefined : read(entry);
  }

  return {
    async adviseGoods(advice) {
      const call = { operation: WRITE, lane: 'returns' as const, body: adviceBody(goodsOwnerId, advice) };
      return putByNumber({
        operation: WRITE,
        name: advice.name,
        send: async () => understand(purchaseWriteAnswer, await connection.call(call), WRITE).purchaseOrderId,
        held: () => held(advice),
        isUnderWay: ({ status }) => status !== 'cancelled',
        hasOurLines: ({ lines }) =>
          sameLines(
            advice.lines.map(({ row, sku, quantity }) => [row, sku, quantity]),
            lines.map(({ row, sku, advised }) => [row, sku, advised]),
          ),
      });
    },

    async advised(names, lane = 'returns') {
      const found: AdvisedGoods[] = [];
      for (const some of portions(names, NUMBERS_A_CALL)) {
        found.push(...(await ofNumbers(some, lane)).flatMap(readable));
      }
      return found;
    },
  };
}

/** @throws SystemProblem `rejected` when the advice cannot be written in the vendor's contract */
function adviceBody(goodsOwnerId: number, advice: NewAdvice): z.output<typeof adviceRequest> {
  const body = {
    goodsOwnerId,
    purchaseOrderNumber: advice.name,
    warehouseId: advice.warehouse,
    advanced: { purchaseOrderIsReturnType: advice.returnType },
    purchaseOrderLines: advice.lines.map(({ row, sku, quantity }) => ({
      rowNumber: row,
      articleNumber: sku,
      numberOfItems: quantity,
      externalOrderLineId: row,
    })),
  };
  return inContract(adviceRequest, body, {
    operation: WRITE,
    whole: 'the advice',
    cannot: `The goods of ${advice.name} cannot be advised to the warehouse system`,
  });
}
