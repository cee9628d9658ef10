import { z } from 'zod';
import { type CentraStockChangeId, type CentraWarehouseId, compareIds } from '../../domain/ids.js';
import { chunk } from '../chunk.js';
import { numberId, textId } from '../id-schemas.js';
import type { CentraClient } from './client.js';
import { StockChangesDocument } from './generated/documents.js';
import type { CentraPort } from './port.js';

/** Centra's lists take a limit of 1 to 200. */
const PAGE = 200;
/** Most lines in one answer: they are what costs complexity. */
const LINES_AN_ANSWER = 10_000;

/**
 * Reading who changed stock. Every change comes with its reference, however many lines it has. Its lines are cut to a
 * page of 200, and to fewer when many changes of many warehouses are read in one call, so that the call stays cheap.
 */
export function createStockChanges(client: CentraClient): Pick<CentraPort, 'stockChanges'> {
  return {
    async stockChanges(warehouses, limit, lane = 'stock') {
      const changes: Awaited<ReturnType<CentraPort['stockChanges']>> = [];
      for (const ids of chunk(warehouses, PAGE)) {
        const lines = Math.min(PAGE, Math.max(1, Math.floor(LINES_AN_ANSWER / (ids.length * limit))));
        const found = await client.read({
          operation: 'warehouses',
          document: StockChangesDocument,
          variables: { warehouses: ids, count: ids.length, limit, lines },
          answer,
          lane,
        });
        changes.push(...found.warehouses.flatMap(({ id, stockChanges }) => stockChanges.map((c) => changeAt(id, c))));
      }
      return changes.sort((a, b) => compareIds(b.id, a.id));
    },
  };
}

/** Centra answers in its own zone. A change whose time cannot be read is still found by its reference. */
function inUtc(time: string): string {
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? time : new Date(ms).toISOString();
}

function changeAt(warehouse: CentraWarehouseId, { lines, ...change }: z.output<typeof stockChange>) {
  return {
    warehouse,
    ...change,
    // A line whose size is gone names no SKU any more.
    lines: lines.flatMap(({ deliveredQuantity, productSize }) =>
      productSize?.SKU == null ? [] : [{ sku: productSize.SKU, quantity: deliveredQuantity }],
    ),
  };
}

const stockChange = z.object({
  id: textId<CentraStockChangeId>(),
  createdAt: z.string().transform(inUtc),
  comment: z.string(),
  lines: z.array(
    z.object({ deliveredQuantity: z.int(), productSize: z.object({ SKU: z.string().nullish() }).nullish() }),
  ),
});
const answer = z.object({
  warehouses: z.array(z.object({ id: numberId<CentraWarehouseId>(), stockChanges: z.array(stockChange) })),
});
