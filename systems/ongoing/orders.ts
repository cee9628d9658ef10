import { chunk } from '../../domain/chunk.js';
import type { WmsOrderId } from '../../domain/ids.js';
import type { WarehouseOrder, WarehouseStage } from '../../domain/order/warehouse-order.js';
import { SystemProblem } from '../problem.js';
import type { Lane } from '../rate-limits/port.js';
import type { PageCursor, WarehousePage } from '../warehouse-page.js';
import { listAnswer, orderAnswer, orderHead, understand } from './answers.js';
import type { Query, Tenant } from './connection.js';
import { cursorAt, idAt } from './cursor.js';
import { readOrder } from './read-order.js';

/** Numbers in one request: keeps the address well under the 2,000 characters that old proxies allow. */
const NUMBERS_A_CALL = 50;
const ORDERS_A_PAGE = 200;

export interface OrderReads {
  byName(name: string, lane: Lane): Promise<WarehouseOrder | undefined>;
  byNames(names: readonly string[], lane: Lane): Promise<WarehouseOrder[]>;
  backOrdersOf(ref: WmsOrderId): Promise<WarehouseOrder[]>;
  changedSince(from: string, limit: number, at: PageCursor | undefined): Promise<WarehousePage<WarehouseOrder>>;
  returnedSince(from: string, limit: number, at: PageCursor | undefined): Promise<WarehousePage<WarehouseOrder>>;
}

/** The reading half of `GET orders`. Lines may show a moment after the order does: the WMS processes writes later. */
export function orderReads(
  { connection, goodsOwnerId, odd }: Tenant,
  stageOf: (status: number) => WarehouseStage,
): OrderReads {
  const operation = 'GET orders';
  const page = async (query: Query, lane: Lane): Promise<unknown[]> =>
    understand(
      listAnswer,
      await connection.call({ operation, lane, query: [['goodsOwnerId', goodsOwnerId], ...query] }),
      operation,
    );
  const read = (entry: unknown): WarehouseOrder => readOrder(understand(orderAnswer, entry, operation), stageOf);

  /** One order that we cannot read must not hold up the others; whoever asks for it by name gets the problem. */
  function readable(entries: readonly unknown[]): WarehouseOrder[] {
    return entries.flatMap((entry) => {
      try {
        return [read(entry)];
      } catch (problem) {
        const head = orderHead.safeParse(entry).data?.orderInfo;
        const why = problem instanceof SystemProblem ? problem.message : 'it holds what no order can hold.';
        odd.note({ what: 'order', id: head?.orderId, problem: why });
        return [];
      }
    });
  }

  const backOrdersOf = async (ref: WmsOrderId): Promise<WarehouseOrder[]> =>
    readable(await page([['backOrderForOrderId', ref]], 'orders')).filter((order) => order.backOrderForRef === ref);

  /** A back order is new and so should be among what changed; where a short order has none there, ask for it. */
  async function missingBackOrders(orders: readonly WarehouseOrder[]): Promise<WarehouseOrder[]> {
    const followed = new Set(orders.map((order) => order.backOrderForRef));
    const short = orders.filter(
      (order) =>
        order.stage === 'sent' && !followed.has(order.ref) && order.lines.some((line) => line.picked < line.ordered),
    );
    const found: WarehouseOrder[] = [];
    for (const order of short) found.push(...(await backOrdersOf(order.ref)));
    const known = new Set(orders.map((order) => order.ref));
    return found.filter((order) => !known.has(order.ref));
  }

  return {
    backOrdersOf,
    async byName(name, lane) {
      const entries = await page([['orderNumber', name]], lane);
      const entry = entries.find((candidate) => orderHead.safeParse(candidate).data?.orderInfo.orderNumber === name);
      return entry === undefined ? undefined : read(entry);
    },

    async byNames(names, lane) {
      const found: WarehouseOrder[] = [];
      for (const some of chunk(names, NUMBERS_A_CALL)) {
        const entries = await page(
          some.map((name) => ['orderNumbers', name]),
          lane,
        );
        found.push(...readable(entries).filter((order) => some.includes(order.name)));
      }
      return found;
    },

    async changedSince(from, limit, at) {
      const { rows, ...rest } = await since('orderStatusChangedTimeFrom', from, { limit, at });
      return { rows: [...(await missingBackOrders(rows)), ...rows], ...rest };
    },

    returnedSince: (from, limit, at) => since('lastReturnedFrom', from, { limit, at }),
  };

  /** Orders to which something happened at or after a time, by id. */
  async function since(
    filter: 'orderStatusChangedTimeFrom' | 'lastReturnedFrom',
    from: string,
    { limit, at }: { readonly limit: number; readonly at: PageCursor | undefined },
  ): Promise<WarehousePage<WarehouseOrder>> {
    const found: WarehouseOrder[] = [];
    let next = idAt(at);
    while (found.length < limit) {
      const most = Math.min(ORDERS_A_PAGE, limit - found.length);
      const query: Query = [
        [filter, from],
        ['orderIdFrom', next],
        ['maxOrdersToGet', most],
      ];
      const entries = await page(query, 'orders');
      // Only an empty page is the end: the server may hand out fewer than we allow.
      if (entries.length === 0) return { rows: found };
      next = advance(entries, next);
      found.push(...readable(entries));
    }
    return { rows: found, next: cursorAt(next) };
  }

  function advance(entries: readonly unknown[], from: number): number {
    // An order whose id cannot be read is passed over like any other that is odd.
    const ids = entries.map((entry) => orderHead.safeParse(entry).data?.orderInfo.orderId ?? -1);
    const highest = Math.max(...ids);
    if (highest >= from) return highest + 1;
    throw new SystemProblem({
      kind: 'malformed-answer',
      system: 'wms',
      operation,
      sentence: `The warehouse system ignores orderIdFrom: asked from ${from}, it answered up to ${highest}. Reading on would never end.`,
    });
  }
}
