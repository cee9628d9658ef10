import { z } from 'zod';
import { chunk } from '../../domain/chunk.js';
import type { CentraWarehouseId } from '../../domain/ids.js';
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
/** A size keeps its id for life, and its SKU until somebody renames it: a new product may have the SKU then. */
const REMEMBERED_MS = 3_600_000;

type StockReads = Pick<CentraPort, 'freeToAllocate' | 'physicalStock' | 'warehouses' | 'stockOffsets' | 'knownSkus'>;

/** Reading stock, warehouses and SKUs. */
export function createStockReads(client: CentraClient): StockReads {
  const sizeIds = new Map<string, { readonly id: number; readonly untilMs: number }>();

  /** Ids of the sizes by SKU, in pages; SKUs that Centra does not have are left out. */
  async function pagesOf(skus: readonly string[], lane: Lane): Promise<{ skus: string[]; ids: number[] }[]> {
    const nowMs = Date.now();
    for (const sku of skus) if ((sizeIds.get(sku)?.untilMs ?? 0) <= nowMs) sizeIds.delete(sku);
    const unseen = skus.filter((sku) => !sizeIds.has(sku));
    const untilMs = nowMs + REMEMBERED_MS;
    for (const [sku, id] of await lookUpSkus(client, unseen, lane)) sizeIds.set(sku, { id, untilMs });
    const known = skus.filter((sku) => sizeIds.has(sku));
    return chunk(known, PAGE).map((some) => ({ skus: some, ids: some.flatMap((sku) => sizeIds.get(sku)?.id ?? []) }));
  }

  /**
   * Every SKU with its row. A size that never had stock in a warehouse has no row there: that is none, not unknown. A row of
   * another SKU says that a size was renamed since it was looked up: then what has no row is looked up once more.
   */
  async function rowsOf<R extends Row>(
    { skus, lane }: { readonly skus: readonly string[]; readonly lane: Lane },
    read: (ids: number[]) => Promise<readonly R[] | undefined>,
  ): Promise<ReadonlyMap<string, R | undefined>> {
    const rows = new Map<string, R | undefined>();
    const renamed: string[] = [];
    async function readPages(some: readonly string[]): Promise<void> {
      for (const page of await pagesOf(some, lane)) {
        const found = await read(page.ids);
        // Of what cannot be seen nothing is known, not that it is empty.
        if (found === undefined) continue;
        const bySku = new Map(found.map((row) => [row.productSize?.SKU, row]));
        const isRenamed = found.some((row) => !page.skus.includes(row.productSize?.SKU ?? ''));
        for (const sku of page.skus)
          if (isRenamed && !bySku.has(sku)) renamed.push(sku);
          else rows.set(sku, bySku.get(sku));
      }
    }
    await readPages(skus);
    const again = renamed.splice(0);
    for (const sku of again) sizeIds.delete(sku);
    if (again.length > 0) await readPages(again);
    return rows;
  }

  return {
    async freeToAllocate(warehouse, skus) {
      const free = new Map<string, number>();
      const rows = await rowsOf({ skus, lane: 'orders' }, async (sizes) => {
        const { warehouses } = await client.read({
          operation: 'warehouses',
          document: FreeToAllocateDocument,
          variables: { warehouse, sizes, limit: sizes.length },
          answer: freeAnswer,
          lane: 'orders',
        });
        return warehouses[0]?.stock;
      });
      for (const [sku, row] of rows) free.set(sku, row?.freeToAllocateQuantity ?? 0);
      return free;
    },

    async physicalStock(warehouse, skus, lane = 'bulk') {
      const physical = new Map<string, number>();
      const rows = await rowsOf({ skus, lane }, async (sizes) => {
        const { warehouses } = await client.read({
          operation: 'warehouses',
          document: PhysicalStockDocument,
          variables: { warehouse, sizes, limit: sizes.length },
          answer: physicalAnswer,
          lane,
        });
        // Taking a warehouse that we cannot see for an empty one would publish all its stock again.
        if (!warehouses[0]) throw centraProblem('rejected', READING, { sentence: noSuchWarehouse(warehouse) });
        return warehouses[0].stock;
      });
      for (const [sku, row] of rows) physical.set(sku, row?.physicalQuantity ?? 0);
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
