import { z } from 'zod';
import type { CentraStockChangeId } from '../../domain/ids.js';
import { textId } from '../id-schemas.js';
import type { CentraClient } from './client.js';
import { AddStockDocument, TakeStockDocument } from './generated/documents.js';
import type { CentraPort } from './port.js';
import { answerMalformed } from './problems.js';

const answer = z.object({
  changeStock: z.object({ stockChange: z.object({ id: textId<CentraStockChangeId>() }).nullish() }),
});

/**
 * Writing stock: differences only. Centra has no idempotency key, so our reference goes into the description, which comes
 * back as the comment of the stock change: after an unknown outcome it is looked for there.
 */
export function createStockWrites(client: CentraClient): Pick<CentraPort, 'changeStock'> {
  return {
    async changeStock({ warehouse, direction, reference, lines, isStillOurs }) {
      const { answer: done, warnedItems } = await client.write({
        operation: 'changeStock',
        document: direction === 'in' ? AddStockDocument : TakeStockDocument,
        variables: {
          warehouse,
          reference,
          lines: lines.map(({ sku, quantity }) => ({ productSize: { SKU: sku }, deliveredQuantity: quantity })),
        },
        answer,
        lane: 'stock',
        batch: 'productSizes',
        ...(isStillOurs && { isStillOurs }),
      });
      const { stockChange } = done.changeStock;
      if (!stockChange) throw answerMalformed({ name: 'changeStock', mutation: true }, 'the stock change is missing');
      const { id } = stockChange;
      return warnedItems.length === 0 ? { id } : { id, warned: warnedItems };
    },
  };
}
