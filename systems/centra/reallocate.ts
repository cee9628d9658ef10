import { z } from 'zod';
import type { CentraLineId, CentraWarehouseId } from '../../domain/ids.js';
import type { LineUnits } from '../../domain/order/split-order.js';
import { numberId, numberOf, textId } from '../id-schemas.js';
import type { CentraClient } from './client.js';
import { AllocateDocument, OrderAllocationsDocument, UnallocateDocument } from './generated/documents.js';
import type { CentraPort } from './port.js';
import { centraProblem } from './problems.js';

const id = z.object({ id: z.int() });
const warehouse = z.object({ id: numberId<CentraWarehouseId>() });
const lineId = textId<CentraLineId>();
const answer = z.object({
  orders: z.array(
    z.object({
      lines: z.array(
        z.object({
          id: lineId,
          quantity: z.int(),
          allocations: z.array(z.object({ id: z.int(), quantity: z.int(), warehouse })),
        }),
      ),
      shipments: z.array(
        z.object({
          lines: z.array(
            z.object({ quantity: z.int(), orderLine: z.object({ id: lineId }), allocations: z.array(id) }),
          ),
        }),
      ),
    }),
  ),
});
type OrderAllocations = z.output<typeof answer>['orders'][number];

/**
 * Reads where the units are, frees those that are elsewhere, then allocates them at the target. A repeat after any break
 * finds part of it done and does the rest: units freed but not yet allocated are simply allocated.
 */
export function createReallocate(client: CentraClient): CentraPort['reallocate'] {
  return async ({ order, lines, toWarehouse, fromWarehouse }) => {
    const found = await client.readWhole({
      operation: 'orders',
      document: OrderAllocationsDocument,
      variables: { number: numberOf(order), ...client.ofStore },
      answer,
      lane: 'orders',
    });
    const allocations = found.orders[0];
    const operation = { name: 'allocateOrder', mutation: true };
    if (!allocations) throw centraProblem('rejected', operation, { sentence: `Centra has no order ${order}.` });
    const moves = lines.map((line) => planMove(allocations, line, { toWarehouse, fromWarehouse }));

    const toFree = moves.filter((move) => move.free > 0);
    if (toFree.length > 0) {
      // Named only where the units of a line lie in several warehouses: then we choose which units go, not Centra.
      const warehouses = toFree.some((move) => move.scattered)
        ? [...new Set(toFree.flatMap((move) => move.sources))].map((warehouse) => ({ id: warehouse }))
        : null;
      await client.write({
        operation: 'unallocateOrder',
        document: UnallocateDocument,
        variables: {
          number: numberOf(order),
          lines: toFree.map((m) => ({ orderLine: { id: numberOf(m.line) }, quantity: m.free })),
          warehouses,
        },
        answer: z.unknown(),
        lane: 'orders',
      });
    }
    const toAllocate = moves.filter((move) => move.allocate > 0);
    if (toAllocate.length > 0)
      await client.write({
        operation: 'allocateOrder',
        document: AllocateDocument,
        variables: {
          number: numberOf(order),
          lines: toAllocate.map((m) => ({ orderLine: { id: numberOf(m.line) }, quantity: m.allocate })),
          warehouse: toWarehouse,
        },
        answer: z.unknown(),
        lane: 'orders',
      });
  };
}

interface Move {
  readonly line: CentraLineId;
  /** Units to free elsewhere first. */
  readonly free: number;
  /** Units to allocate at the target. */
  readonly allocate: number;
  readonly sources: readonly CentraWarehouseId[];
  readonly scattered: boolean;
}

function planMove(
  order: OrderAllocations,
  wanted: LineUnits<CentraLineId>,
  { toWarehouse, fromWarehouse }: { toWarehouse: CentraWarehouseId; fromWarehouse: CentraWarehouseId | undefined },
): Move {
  const line = order.lines.find((l) => l.id === wanted.line);
  const shipped = order.shipments.flatMap((s) => s.lines).filter((l) => l.orderLine.id === wanted.line);
  const inShipment = new Set(shipped.flatMap((l) => l.allocations.map((a) => a.id)));
  // What a shipment holds has left or is leaving: it cannot be moved any more.
  const movable = (line?.allocations ?? []).filter((a) => !inShipment.has(a.id));
  const units = (list: typeof movable) => list.reduce((sum, a) => sum + a.quantity, 0);

  // Centra's quantity has its cancelled units taken off already.
  const open = (line?.quantity ?? 0) - shipped.reduce((sum, l) => sum + l.quantity, 0);
  const unallocated = Math.max(0, open - units(movable));
  const atTarget = units(movable.filter((a) => a.warehouse.id === toWarehouse));
  const missing = fromWarehouse === undefined ? Math.max(0, wanted.quantity - atTarget) : wanted.quantity;
  const elsewhere = movable.filter((a) =>
    fromWarehouse === undefined ? a.warehouse.id !== toWarehouse : a.warehouse.id === fromWarehouse,
  );
  const free = Math.min(units(elsewhere), Math.max(0, missing - unallocated));
  return {
    line: wanted.line,
    free,
    allocate: fromWarehouse === undefined ? missing : Math.min(missing, unallocated + free),
    sources: elsewhere.map((a) => a.warehouse.id),
    scattered: new Set(movable.map((a) => a.warehouse.id)).size > 1,
  };
}
