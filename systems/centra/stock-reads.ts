import { z } from 'zod';
import type { CentraClient } from './client.js';
import { FreeToAllocateDocument, WarehousesDocument } from './generated/documents.js';
import type { CentraPort } from './port.js';
import { lookUpSkus } from './sku-lookup.js';

/** Centra's lists take a limit of 1 to 200. */
const PAGE = 200;

type StockReads = Pick<CentraPort, 'freeToAllocate' | 'warehouses' | 'knownSkus'>;

/** Reading stock, warehouses and SKUs. */
export function createStockReads(client: CentraClient): StockReads {
  /** A size keeps its id and its SKU for life, so one look-up serves the process. */
  const sizeIds = new Map<string, number>();

  return {
    async freeToAllocate(warehouse, skus) {
      const unseen = skus.filter((sku) => !sizeIds.has(sku));
      for (const [sku, id] of await lookUpSkus(client, unseen, 'orders')) sizeIds.set(sku, id);
      const known = [...new Set(skus)].filter((sku) => sizeIds.has(sku));
      // A size that never had stock in a warehouse has no row there: that is none, not unknown.
      const free = new Map(known.map((sku) => [sku, 0]));
      for (let at = 0; at < known.length; at += PAGE) {
        const sizes = known.slice(at, at + PAGE).flatMap((sku) => sizeIds.get(sku) ?? []);
        const found = await client.read({
          operation: 'warehouses',
          document: FreeToAllocateDocument,
          variables: { warehouse, sizes, limit: sizes.length },
          answer: stockAnswer,
          lane: 'orders',
        });
        for (const row of found.warehouses.flatMap((w) => w.stock))
          if (row.productSize?.SKU != null) free.set(row.productSize.SKU, row.freeToAllocateQuantity);
      }
      return free;
    },

    async warehouses() {
      const all: z.output<typeof warehousesAnswer>['warehouses'] = [];
      for (let page = 1; ; page += 1) {
        const found = await client.read({
          operation: 'warehouses',
          document: WarehousesDocument,
          variables: { page },
          answer: warehousesAnswer,
          lane: 'snapshots',
        });
        all.push(...found.warehouses);
        if (found.warehouses.length < PAGE) break;
      }
      return all.map(({ status, ...warehouse }) => ({ ...warehouse, active: status === 'ACTIVE' }));
    },

    knownSkus: async (skus) => new Set((await lookUpSkus(client, skus, 'orders')).keys()),
  };
}

const stockAnswer = z.object({
  warehouses: z.array(
    z.object({
      stock: z.array(
        z.object({
          freeToAllocateQuantity: z.int(),
          productSize: z.object({ SKU: z.string().nullish() }).nullish(),
        }),
      ),
    }),
  ),
});

const warehousesAnswer = z.object({
  warehouses: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      status: z.string(),
      stockMaster: z.string(),
      allocationPolicy: z.string(),
    }),
  ),
});
