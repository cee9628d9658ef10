import { z } from 'zod';
import { numberOf } from '../id-schemas.js';
import type { CentraClient } from './client.js';
import { CancelLinesDocument, CancelOrderDocument } from './generated/documents.js';
import type { CentraPort } from './port.js';
import { createReallocate } from './reallocate.js';

type OrderChanges = Pick<CentraPort, 'cancelOrder' | 'cancelLines' | 'reallocate'>;

const anything = z.unknown();

/** Cancelling and moving orders. */
export function createOrderChanges(client: CentraClient): OrderChanges {
  return {
    async cancelOrder(order, comment) {
      const { warnings } = await client.write({
        operation: 'cancelDirectToConsumerOrder',
        document: CancelOrderDocument,
        variables: { id: order, comment },
        answer: anything,
        lane: 'orders',
      });
      return { warnings };
    },

    async cancelLines({ order, lines, comment, removeFromStock }) {
      const stockActionPolicy = removeFromStock
        ? { removeItemsFromStock: true }
        : { releaseItemsBackToWarehouse: true };
      await client.write({
        operation: 'updateDirectToConsumerOrder',
        document: CancelLinesDocument,
        variables: {
          number: numberOf(order),
          lines: lines.map(({ line, quantity }) => ({ line: { id: numberOf(line) }, quantity, stockActionPolicy })),
          comment,
        },
        answer: anything,
        lane: 'orders',
      });
    },

    reallocate: createReallocate(client),
  };
}
