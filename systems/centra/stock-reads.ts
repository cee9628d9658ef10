import { z } from 'zod';
import type { CentraWarehouseId } from '../../domain/ids.js';
import { chunk } from '../chunk.js';
import { numberId } from '../id-schemas.js';
import type { Lane } from '../rate-limits/port.js';
import type { CentraClient } from './client.js';
import { allocationPolicy, stockMaster } from './codes.js';
import {
  FreeToAllocateDocument,
  PhysicalStockDocument,
  StockOffsetsDocument,
  WarehousesDocument,
} from './generated/documents.js';
import { allPages } from './lists.js';
import type { CentraPort } from './port.js';
import { centraProblem } from './problems.js';
import { lookUpSkus } from './sku-lookup.js';

/** Centra's lists take a limit of 1 to 200. */
const PAGE = 200;

type StockReads = Pick<CentraPort, 'freeToAllocate' | 'physicalStock' | 'warehouses' | 'stockOffsets' | 'knownSkus'>;

/** Reading stock, warehouses and SKUs. */
export function createStockReads(client: CentraClient): StockReads {
  /** A size keeps its id and its SKU for life, so one look-up serves the process. */
  const sizeIds = new Map<string, number>();

  /** Ids of the sizes by SKU, in pages; SKUs that Centra does not have are left out. */
  async function pagesOf(skus: readonly string[], lane: Lane): Promise<{ skus: string[]; ids: number[] }[]> {
    const unseen = skus.filter((sku) => !sizeIds.has(sku));
    for (const [sku, id] of await lookUpSkus(client, unseen, lane)) sizeIds.set(sku, id);
    const known = skus.filter((sku) => sizeIds.has(sku));
    return chunk(known, PAGE).map((some) => ({ skus: some, ids: some.flatMap((sku) => sizeIds.get(sku) ?? []) }));
  }

  return {
    async freeToAllocate(warehouse, skus) {
      const free = new Map<string, number>();
      for (const page of await pagesOf(skus, 'orders')) {
        const found = await client.read({
          operation: 'warehouses',
          document: FreeToAllocateDocument,
          variables: { warehouse, sizes: page.ids, limit: page.ids.length },
          answer: freeAnswer,
          lane: 'orders',
        });
        // Of a warehouse that we cannot see nothing is known, not that it is empty.
        if (found.warehouses.length === 0) continue;
        for (const [sku, row] of rowsBySku(page.skus, found)) free.set(sku, row?.freeToAllocateQuantity ?? 0);
      }
      return free;
    },

    async physicalStock(warehouse, skus, lane = 'bulk') {
      const physical = new Map<string, number>();
      for (const page of await pagesOf(skus, lane)) {
        const found = await client.read({
          operation: 'warehouses',
          document: PhysicalStockDocument,
          variables: { warehouse, sizes: page.ids, limit: page.ids.length },
          answer: physicalAnswer,
          lane,
        });
        // Taking a warehouse that we cannot see for an empty one would publish all its stock again.
        if (found.warehouses.length === 0)
          throw centraProblem('rejected', READING, { sentence: noSuchWarehouse(warehouse) });
        for (const [sku, row] of rowsBySku(page.skus, found)) physical.set(sku, row?.physicalQuantity ?? 0);
      }
      return physical;
    },

    async warehouses() {
      const all = await allPages(PAGE, async (page) => {
        const found = await client.read({
          operation: 'warehouses',
          document: WarehousesDocument,
          variables: { page },
          answer: warehousesAnswer,
          lane: 'bulk',
        });
        return found.warehouses;
      });
      return all.map(({ status, threshold, allocationPolicy: allocation, ...warehouse }) => ({
        ...warehouse,
        allocation,
        active: status === 'ACTIVE',
        threshold: threshold ?? 0,
      }));
    },

    async stockOffsets(skus) {
      const offsets = new Map<string, number>();
      for (const { ids } of await pagesOf(skus, 'bulk')) {
        const { productSizes } = await client.read({
          operation: 'productSizes',
          document: StockOffsetsDocument,
          variables: { sizes: ids, limit: ids.length },
          answer: offsetsAnswer,
          lane: 'bulk',
        });
        for (const { SKU, productVariant } of productSizes)
          if (SKU != null && productVariant?.stockOffset != null) offsets.set(SKU, productVariant.stockOffset);
      }
      return offsets;
    },

    knownSkus: async (skus) => new Set((await lookUpSkus(client, skus, 'orders')).keys()),
  };
}

const READING = { name: 'warehouses', mutation: false };
const noSuchWarehouse = (id: number): string =>
  `Centra shows no warehouse ${id}: it does not exist, or the token may not read it.`;

interface Row {
  readonly productSize?: { readonly SKU?: string | null | undefined } | null | undefined;
}

/** Every SKU with its row. A size that never had stock in a warehouse has no row there: that is none, not unknown. */
function rowsBySku<R extends Row>(
  skus: readonly string[],
  { warehouses }: { readonly warehouses: readonly { readonly stock: readonly R[] }[] },
): ReadonlyMap<string, R | undefined> {
  const rows = new Map<string, R | undefined>(skus.map((sku) => [sku, undefined]));
  for (const row of warehouses.flatMap(({ stock }) => stock))
    if (row.productSize?.SKU != null) rows.set(row.productSize.SKU, row);
  return rows;
}

const size = z.object({ SKU: z.string().nullish() }).nullish();
const freeAnswer = z.object({
  warehouses: z.array(z.object({ stock: z.array(z.object({ freeToAllocateQuantity: z.int(), productSize: size })) })),
});
const physicalAnswer = z.object({
  warehouses: z.array(z.object({ stock: z.array(z.object({ physicalQuantity: z.int(), productSize: size })) })),
});
const offsetsAnswer = z.object({
  productSizes: z.array(
    z.object({ SKU: z.string().nullish(), productVariant: z.object({ stockOffset: z.int().nullish() }).nullish() }),
  ),
});

const warehousesAnswer = z.object({
  warehouses: z.array(
    z.object({
      id: numberId<CentraWarehouseId>(),
      name: z.string(),
      status: z.string(),
      allocationPolicy: z.string().transform(allocationPolicy),
      stockMaster: z.string().transform(stockMaster),
      threshold: z.int().nullish(),
    }),
  ),
});
