import { z } from 'zod';
import { chunk } from '../../domain/chunk.js';
import { type CentraStockChangeId, type CentraWarehouseId, compareIds } from '../../domain/ids.js';
import { numberId, numberOf, textId } from '../id-schemas.js';
import type { CentraClient } from './client.js';
import { StockChangeLinesDocument, StockChangesDocument, StockChangesNamedDocument } from './generated/documents.js';
import type { CentraPort, SkuUnits } from './port.js';
import { answerMalformed } from './problems.js';

/** Centra's lists take a limit of 1 to 200. */
const PAGE = 200;
/** Changes whose lines are read in one call: lines are what costs complexity. */
const CHANGES_A_CALL = 20;
/** A reference is used once; a few more show whether the filter was applied. */
const NAMED_AT_MOST = 5;
const reading = { name: 'warehouses', mutation: false };

/** Reading who changed stock: one change by its reference, the newest ones, and the lines of those that matter. */
export function createStockChanges(
  client: CentraClient,
): Pick<CentraPort, 'stockChanges' | 'stockChangeNamed' | 'stockChangeLines'> {
  return {
    async stockChangeNamed(warehouse, reference) {
      const { warehouses } = await client.read({
        operation: 'warehouses',
        document: StockChangesNamedDocument,
        // That the description comes back as the comment is inferred; it may come with something around it.
        variables: { warehouse, name: reference, limit: NAMED_AT_MOST },
        answer: namedAnswer,
        lane: 'stock',
      });
      const changes = warehouses.flatMap(({ stockChanges }) => stockChanges);
      if (changes.some(({ comment }) => !comment.includes(reference)))
        throw answerMalformed(reading, 'it holds stock changes with other comments than the one that was asked for');
      return changes[0]?.id;
    },

    async stockChanges(warehouses, { limit, page, lane = 'stock' }) {
      const changes: Awaited<ReturnType<CentraPort['stockChanges']>> = [];
      for (const ids of chunk(warehouses, PAGE)) {
        const found = await client.read({
          operation: 'warehouses',
          document: StockChangesDocument,
          variables: { warehouses: ids, count: ids.length, limit, page },
          answer,
          lane,
        });
        changes.push(
          ...found.warehouses.flatMap(({ id, stockChanges }) => stockChanges.map((c) => ({ warehouse: id, ...c }))),
        );
      }
      return changes.sort((a, b) => compareIds(b.id, a.id));
    },

    async stockChangeLines(warehouse, changes, lane = 'stock') {
      const lines = new Map<CentraStockChangeId, SkuUnits[]>();
      for (const ids of chunk(changes, CHANGES_A_CALL))
        for (let page = 1, isLast = false; !isLast; page += 1) {
          const { warehouses } = await client.read({
            operation: 'warehouses',
            document: StockChangeLinesDocument,
            variables: { warehouse, changes: ids.map(numberOf), limit: ids.length, lines: PAGE, page },
            answer: linesAnswer,
            lane,
          });
          const found = warehouses.flatMap(({ stockChanges }) => stockChanges);
          for (const change of found) lines.set(change.id, [...(lines.get(change.id) ?? []), ...unitsOf(change.lines)]);
          isLast = found.every((change) => change.lines.length < PAGE);
        }
      return lines;
    },
  };
}

/** A line whose size is gone names no SKU any more. */
const unitsOf = (lines: z.output<typeof stockChangeLines>): SkuUnits[] =>
  lines.flatMap(({ deliveredQuantity, productSize }) =>
    productSize?.SKU == null ? [] : [{ sku: productSize.SKU, quantity: deliveredQuantity }],
  );

/** Centra answers in its own zone. A change whose time cannot be read is still found by its reference. */
function inUtc(time: string): string {
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? time : new Date(ms).toISOString();
}

const id = textId<CentraStockChangeId>();
const answer = z.object({
  warehouses: z.array(
    z.object({
      id: numberId<CentraWarehouseId>(),
      stockChanges: z.array(z.object({ id, createdAt: z.string().transform(inUtc), comment: z.string() })),
    }),
  ),
});
const namedAnswer = z.object({
  warehouses: z.array(z.object({ stockChanges: z.array(z.object({ id, comment: z.string() })) })),
});
const stockChangeLines = z.array(
  z.object({ deliveredQuantity: z.int(), productSize: z.object({ SKU: z.string().nullish() }).nullish() }),
);
const linesAnswer = z.object({
  warehouses: z.array(z.object({ stockChanges: z.array(z.object({ id, lines: stockChangeLines })) })),
});
