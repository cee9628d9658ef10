import type { Brand } from '../../../domain/brand.js';
import type { Controls } from '../../../lab/simulators/control.js';
import { readCentraState, readSitooState, readWmsState } from '../../../lab/simulators/read-states.js';
import type { Records } from '../../../systems/database/port.js';
import { until } from '../until.js';

/** What ledger, web shop, tills and warehouse say of stock, in a brand with one warehouse. */
export function stockStates(harness: {
  controls: Pick<Controls, 'centra' | 'sitoo'> & Partial<Controls>;
  brand: Brand;
  records: Records;
}) {
  const { controls, brand, records } = harness;
  const readShop = () => readCentraState(controls.centra);
  const readTills = () => readSitooState(controls.sitoo);
  const readWarehouse = async () => (controls.wms ? await readWmsState(controls.wms) : { stock: [] });

  /** Where the four do not agree, once nothing is promised or on its way. */
  async function differences(): Promise<string[]> {
    const [inShop, atTills, onShelf, ours] = await Promise.all([
      readShop(),
      readTills(),
      readWarehouse(),
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

  /** Nothing waits to be published. */
  const quiet = async (): Promise<boolean> => (await records.stockQueries.unpublished()).length === 0;

  return {
    quiet,
    changes: async () => (await readShop()).stockChanges,

    async inShop(location: string, sku: string): Promise<number> {
      const warehouseId = brand.locations.find((l) => l.id === location)?.centra;
      const { stock } = await readShop();
      return stock.find((row) => row.warehouse === warehouseId && row.sku === sku)?.physical ?? 0;
    },

    async atTills(location: string, sku: string): Promise<number> {
      const { stock } = await readTills();
      return stock.find((row) => row.location === location && row.sku === sku)?.total ?? 0;
    },

    /** Waits until the ledger has taken down the stock of all locations. */
    async opened(): Promise<void> {
      for (const { id } of brand.locations)
        await until(() => records.stockLedger.hasInitialStock(id), {
          withinMs: 30_000,
          what: `the stock of ${id} to be taken down`,
        });
    },

    /** Waits until everything is published and the four agree. @throws Error that says where they do not */
    async agree(withinMs: number): Promise<void> {
      const agreed = async () => (await quiet()) && (await differences()).length === 0;
      await until(agreed, { withinMs, everyMs: 100, what: 'the four to agree' }).catch(async (late: Error) => {
        throw new Error(`${late.message}: ${(await differences()).join('; ')}`);
      });
    },
  };
}

export type StockStates = ReturnType<typeof stockStates>;
