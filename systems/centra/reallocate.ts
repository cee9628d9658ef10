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
  return async ({ order, lines, ...where }) => {
    const { toWarehouse } = where;
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
    const moves = lines.map((line) => planMove(allocations, line, where));

    for (const { warehouse, units } of freeings(moves))
      await client.write({
        operation: 'unallocateOrder',
        document: UnallocateDocument,
        variables: {
          number: numberOf(order),
          lines: units.map(({ line, quantity }) => ({ orderLine: { id: numberOf(line) }, quantity })),
          warehouses: warehouse === undefined ? null : [{ id: warehouse }],
        },
        answer: z.unknown(),
        lane: 'orders',
      });
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
  /** Units to free elsewhere first, by where they lie. */
  readonly free: readonly AtWarehouse[];
  /** Units to allocate at the target. */
  readonly allocate: number;
  readonly scattered: boolean;
}

interface AtWarehouse {
  readonly warehouse: CentraWarehouseId;
  readonly quantity: number;
}

/** Units that one call frees, of any warehouse or of this one. */
interface Freeing {
  readonly warehouse?: CentraWarehouseId;
  readonly units: readonly LineUnits<CentraLineId>[];
}

/**
 * A warehouse is named only where the units of a line lie in several: then we choose which units go, not Centra. Of several
 * warehouses in one call it would choose again, so each has a call of its own.
 */
function freeings(moves: readonly Move[]): Freeing[] {
  const units = moves.flatMap(({ line, free, scattered }) => free.map((at) => ({ line, scattered, ...at })));
  if (units.length === 0) return [];
  if (!units.some(({ scattered }) => scattered)) return [{ units }];
  return [...new Set(units.map(({ warehouse }) => warehouse))].map((warehouse) => ({
    warehouse,
    units: units.filter((one) => one.warehouse === warehouse),
  }));
}

function planMove(
  order: OrderAllocations,
  wanted: LineUnits<CentraLineId>,
  { toWarehouse, fromWarehouse, keep = [] }: Omit<Parameters<CentraPort['reallocate']>[0], 'order' | 'lines'>,
): Move {
  const line = order.lines.find((l) => l.id === wanted.line);
  const shipped = order.shipments.flatMap((s) => s.lines).filter((l) => l.orderLine.id === wanted.line);
  const inShipment = new Set(shipped.flatMap((l) => l.allocations.map((a) => a.id)));
  const allocated = (line?.allocations ?? []).map((a) => ({ ...a, warehouse: a.warehouse.id }));
  // What a shipment holds has left or is leaving: it cannot be moved any more.
  const movable = allocated.filter((a) => !inShipment.has(a.id));
  const places = [...new Set(movable.map((a) => a.warehouse))];
  const kept = keep.filter((one) => one.line === wanted.line);
  // What shipments hold is somebody's already, so of the units that stay only the rest has to be found among those that can move.
  const freeAt = (warehouse: CentraWarehouseId): number => {
    const here = (of: readonly AtWarehouse[]): number => sumOf(of.filter((a) => a.warehouse === warehouse));
    return Math.max(0, Math.min(here(movable), here(allocated) - here(kept)));
  };

  // Centra's quantity has its cancelled units taken off already.
  const open = (line?.quantity ?? 0) - sumOf(shipped);
  const unallocated = Math.max(0, open - sumOf(movable));
  const missing = fromWarehouse === undefined ? Math.max(0, wanted.quantity - freeAt(toWarehouse)) : wanted.quantity;
  const sources = places.filter((id) => (fromWarehouse === undefined ? id !== toWarehouse : id === fromWarehouse));
  const taken: AtWarehouse[] = [];
  for (const warehouse of sources) {
    const quantity = Math.min(freeAt(warehouse), missing - unallocated - sumOf(taken));
    if (quantity > 0) taken.push({ warehouse, quantity });
  }
  return {
    line: wanted.line,
    free: taken,
    allocate: fromWarehouse === undefined ? missing : Math.min(missing, unallocated + sumOf(taken)),
    scattered: places.length > 1,
  };
}

const sumOf = (of: readonly { readonly quantity: number }[]): number => of.reduce((sum, a) => sum + a.quantity, 0);
