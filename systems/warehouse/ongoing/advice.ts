import { z } from 'zod';
import type { Lane } from '../../gate.js';
import { SystemProblem } from '../../problem.js';
import type { AdvisedGoods, NewAdvice } from '../port.js';
import { listAnswer, understand } from './answers.js';
import type { Connection } from './connection.js';
import { type AdviceStatuses, purchaseAnswer, purchaseHead, purchaseWriteAnswer, readAdvice } from './read-advice.js';
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

  /** Refused is what the warehouse has begun with; when it works on just these goods, they are advised all the same. */
  async function begun(refusal: SystemProblem, advice: NewAdvice): Promise<{ ref: string }> {
    const there = await held(advice);
    if (there === undefined || there.status === 'cancelled') throw refusal;
    if (hasLinesOf(there, advice)) return { ref: there.ref };
    if (there.lines.length > 0) throw refusal;
    throw new SystemProblem({
      kind: 'unreachable',
      system: 'wms',
      operation: WRITE,
      sentence: `The warehouse works on ${advice.name}, but does not show its lines yet.`,
      cause: refusal,
    });
  }

  return {
    async adviseGoods(advice) {
      const call = { operation: WRITE, lane: 'returns' as const, body: adviceBody(goodsOwnerId, advice) };
      try {
        const answer = understand(purchaseWriteAnswer, await connection.call(call), WRITE);
        if (typeof answer.purchaseOrderId === 'number') return { ref: String(answer.purchaseOrderId) };
      } catch (problem) {
        if (problem instanceof SystemProblem && problem.kind === 'rejected') return begun(problem, advice);
        throw problem;
      }
      // As with orders: a success without an id promises nothing, so look.
      const there = await held(advice);
      if (there !== undefined && hasLinesOf(there, advice)) return { ref: there.ref };
      throw new SystemProblem({
        kind: 'unknown-outcome',
        system: 'wms',
        operation: WRITE,
        sentence: `The warehouse system accepted ${advice.name} without giving it an id, and does not show it yet.`,
      });
    },

    async advised(names, lane = 'returns') {
      const wanted = [...new Set(names)];
      const found: AdvisedGoods[] = [];
      for (let i = 0; i < wanted.length; i += NUMBERS_A_CALL) {
        found.push(...(await ofNumbers(wanted.slice(i, i + NUMBERS_A_CALL), lane)).flatMap(readable));
      }
      return found;
    },
  };
}

/** @throws SystemProblem `rejected` when the advice cannot be written in the vendor's contract */
function adviceBody(goodsOwnerId: number, advice: NewAdvice): z.output<typeof adviceRequest> {
  const parsed = adviceRequest.safeParse({
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
  });
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || 'the advice'))];
  throw new SystemProblem({
    kind: 'rejected',
    system: 'wms',
    operation: WRITE,
    sentence: `The goods of ${advice.name} cannot be advised to the warehouse system: correct ${fields.slice(0, 5).join(', ')}.`,
  });
}

function hasLinesOf(held: AdvisedGoods, advice: NewAdvice): boolean {
  const wanted = advice.lines.map((line) => JSON.stringify([line.row, line.sku, line.quantity])).sort();
  const there = held.lines.map((line) => JSON.stringify([line.row, line.sku, line.advised])).sort();
  return wanted.length === there.length && wanted.every((line, i) => line === there[i]);
}
