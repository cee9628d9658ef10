import { z } from 'zod';
import type { Brand } from '../../../domain/brand.js';
import type { Controls } from '../../../lab/simulators/control.js';
import type { Records } from '../../../systems/database/port.js';
import { until } from '../until.js';

const shop = z.object({
  stock: z.array(z.object({ warehouse: z.number(), sku: z.string(), physical: z.number() })),
  stockChanges: z.array(
    z.object({
      comment: z.string(),
      warehouse: z.number(),
      lines: z.array(z.object({ sku: z.string(), quantity: z.number() })),
    }),
  ),
});
const tills = z.object({ stock: z.array(z.object({ location: z.string(), sku: z.string(), total: z.number() })) });
const warehouse = z.object({ stock: z.array(z.object({ sku: z.string(), physical: z.number() })) });

/** What ledger, web shop, tills and warehouse say of stock, in a brand with one warehouse. */
export function stockStates(harness: {
  controls: Pick<Controls, 'centra' | 'sitoo'> & Partial<Controls>;
  brand: Brand;
  records: Records;
}) {
  const { controls, brand, records } = harness;
  const shopBooks = () => controls.centra.read('books', shop);
  const tillBooks = () => controls.sitoo.read('books', tills);
  const shelfBooks = async () => (await controls.wms?.read('books', warehouse)) ?? { stock: [] };

  /** Where the four do not agree, once nothing is promised or on its way. */
  async function differences(): Promise<string[]> {
    const [inShop, atTills, onShelf, ours] = await Promise.all([
      shopBooks(),
      tillBooks(),
      shelfBooks(),
      records.stockQueries.physicalStock(),
    ]);
    const found: string[] = [];
    for (const { location, sku, physical } of ours) {
      const place = brand.locations.find((l) => l.id === location);
      const shopShows = inShop.stock.find((row) => row.warehouse === place?.centra && row.sku === sku)?.physical;
      const tillsShow = atTills.stock.find((row) => row.location === location && row.sku === sku)?.total;
      const shelf = place?.kind === 'warehouse' ? onShelf.stock.find((row) => row.sku === sku)?.physical : physical;
      // What a counterpart does not know at all it cannot show.
      const shown = [shopShows, tillsShow, shelf].filter((units) => units !== undefined);
      if (shown.some((units) => units !== physical))
        found.push(`${sku} at ${location}: ledger ${physical}, shop ${shopShows}, tills ${tillsShow}, shelf ${shelf}`);
    }
    return found;
  }

  /** Nothing waits to be told. */
  const quiet = async (): Promise<boolean> => (await records.stockQueries.unpublished()).length === 0;

  return {
    quiet,
    changes: async () => (await shopBooks()).stockChanges,

    async inShop(location: string, sku: string): Promise<number> {
      const warehouseId = brand.locations.find((l) => l.id === location)?.centra;
      const { stock } = await shopBooks();
      return stock.find((row) => row.warehouse === warehouseId && row.sku === sku)?.physical ?? 0;
    },

    async atTills(location: string, sku: string): Promise<number> {
      const { stock } = await tillBooks();
      return stock.find((row) => row.location === location && row.sku === sku)?.total ?? 0;
    },

    /** Waits until the ledger has opened the books of all locations. */
    async opened(): Promise<void> {
      for (const { id } of brand.locations)
        await until(() => records.stockLedger.hasInitialStock(id), {
          withinMs: 30_000,
          what: `the books of ${id} to open`,
        });
    },

    /** Waits until nothing waits to be told any more and the four agree. @throws Error that says where they do not */
    async agree(withinMs: number): Promise<void> {
      const agreed = async () => (await quiet()) && (await differences()).length === 0;
      await until(agreed, { withinMs, everyMs: 100, what: 'the books to agree' }).catch(async (late: Error) => {
        throw new Error(`${late.message}: ${(await differences()).join('; ')}`);
      });
    },
  };
}

export type StockStates = ReturnType<typeof stockStates>;
