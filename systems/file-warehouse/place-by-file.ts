import type { WmsOrderId } from '../../domain/ids.js';
import type { NewWarehouseOrder, WarehouseOrder } from '../../domain/order/warehouse-order.js';
import { SystemProblem } from '../problem.js';
import { type Sending, sendFile } from './send-file.js';
import { orderRows } from './write-requests.js';

interface Exchange {
  held(name: string): Promise<WarehouseOrder | undefined>;
}

/**
 * Writes an order for the warehouse. Whether the warehouse takes it shows later: an order that it refuses is cancelled, with its reason.
 * @throws SystemProblem `rejected` when the warehouse has begun with other lines under this name, or given the order up
 */
export async function placeByFile(
  sending: Sending,
  { held }: Exchange,
  order: NewWarehouseOrder,
): Promise<{ ref: WmsOrderId }> {
  const { name, lines } = order;
  if (lines.length === 0 || lines.some(({ quantity }) => !Number.isInteger(quantity) || quantity < 1))
    throw rejected(`The order ${name} cannot be sent to the warehouse: correct the quantities of its lines.`);
  const before = await held(name);
  const wasRefused = before?.stage === 'cancelled' && (await sending.requests.wasRefused(name));
  if (before !== undefined && wasRefused && hasLines(before, order)) return { ref: before.ref };
  if (before !== undefined && !wasRefused && before.stage !== 'open' && before.stage !== 'error') {
    if (before.stage !== 'cancelled' && hasLines(before, order)) return { ref: before.ref };
    throw rejected(
      before.stage === 'cancelled'
        ? `The order ${name} was cancelled in the warehouse.`
        : `The warehouse has begun with ${name} and its lines are others.`,
    );
  }
  await sendFile(sending, {
    kind: 'orders',
    subject: name,
    rows: orderRows(order),
    lane: 'orders',
    note: (number) => sending.requests.noteOrder(number, order),
  });
  const placed = await held(name);
  if (placed !== undefined) return { ref: placed.ref };
  throw new Error('an order that was written was not kept');
}

function hasLines(held: WarehouseOrder, { lines }: NewWarehouseOrder): boolean {
  const asTexts = (all: readonly (readonly [string, string, number])[]): string =>
    all
      .map((line) => JSON.stringify(line))
      .sort()
      .join();
  return (
    asTexts(held.lines.map(({ line, sku, ordered }) => [line, sku, ordered])) ===
    asTexts(lines.map(({ line, sku, quantity }) => [line, sku, quantity]))
  );
}

const rejected = (sentence: string): SystemProblem =>
  new SystemProblem({ kind: 'rejected', system: 'wms', operation: 'write orders', sentence });
