import { activityInfo } from '@temporalio/activity';
import type { SitooProductId } from '../../domain/ids.js';
import type { ProductState, ProductSystem } from '../../domain/products/product.js';
import type { WarehouseKey } from '../../domain/warehouse-systems.js';
import type { DueProduct } from '../../systems/database/port.js';
import { SystemProblem } from '../../systems/problem.js';
import type { SitooProductToWrite, WrittenSitooProduct } from '../../systems/sitoo/port.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { runOnce } from '../idempotent.js';
import { warehouseFiller } from './fill-warehouses.js';
import { tillPrices } from './till-prices.js';
import type { VatGroups } from './vat-groups.js';

/** Sitoo users recommend batches of about 200; stock batches of 250 are taken. The warehouse takes one at a time. */
export const PRODUCTS_A_CALL = 250;
/** Articles that are noted together; after a crash these are written once more, which changes nothing. */
const ARTICLES_AT_ONCE = 50;
const RUN_MS = 20_000;

export interface WrittenProducts {
  readonly written: number;
  readonly refused: number;
  /** There are more. */
  readonly more: boolean;
}

interface Outcome {
  readonly sku: string;
  readonly wanted: ProductState;
  readonly ref?: SitooProductId;
  readonly refused?: string;
}

/** Writes what is due, each product with its own result. What will be written is noted before the call. */
export function productWriter(needs: Dependencies, vatGroups: VatGroups) {
  const { brand, sitoo, wms, warehouses = new Map<WarehouseKey, WarehousePort>(), records } = needs;
  const store = records.products;
  const fillWarehouses = warehouseFiller(needs);

  async function toSitoo(rows: readonly DueProduct[]): Promise<Outcome[]> {
    // An earlier attempt whose outcome is unknown may have created it.
    const lost = rows.filter((row) => row.attempted && row.ref === undefined).map(({ sku }) => sku);
    const found = lost.length > 0 ? await sitoo.productIds(lost) : new Map<string, SitooProductId>();
    const vatGroup = await vatGroups.rule();
    const products = rows.map(({ sku, wanted, ref, taxGroup }) => {
      const id = ref ?? found.get(sku);
      const vat = vatGroup(taxGroup);
      const product: SitooProductToWrite = {
        sku,
        ...wanted,
        ...(id === undefined ? {} : { id }),
        ...(id === undefined && vat !== 'unsaid' && 'id' in vat ? { vatId: vat.id } : {}),
      };
      return { wanted, product };
    });
    const bodies = products.map(({ product }) => product);
    const [fresh, known] = [bodies.filter(({ id }) => id === undefined), bodies.filter(({ id }) => id !== undefined)];
    const results = [
      ...(await oddOnesAside(fresh, (some) => sitoo.createProducts(some, brand.currency))),
      ...(await oddOnesAside(known, (some) => sitoo.changeProducts(some, brand.currency))),
    ];
    const bySku = new Map(results.map((result) => [result.sku, result]));
    const refusedPrices = await writePricelist(bodies.filter(({ sku }) => bySku.get(sku)?.refused === undefined));
    return products.map(({ wanted, product: { sku, id } }) => {
      const result = bySku.get(sku);
      const refused = result?.refused ?? refusedPrices.get(sku);
      const ref = result?.id ?? id;
      return {
        sku,
        wanted,
        ...(ref === undefined ? {} : { ref }),
        ...(refused === undefined ? {} : { refused }),
      };
    });
  }

  /** Writes prices to a price list of the brand; the default one takes its prices from the products themselves. */
  async function writePricelist(
    products: readonly { readonly sku: string; readonly priceMinor?: number }[],
  ): Promise<Map<string, string>> {
    const { sitooPricelist } = brand.products;
    const prices = products.flatMap(({ sku, priceMinor }) => (priceMinor === undefined ? [] : [{ sku, priceMinor }]));
    if (sitooPricelist === undefined || prices.length === 0) return new Map();
    const results = await oddOnesAside(prices, (some) => sitoo.setPrices(sitooPricelist, some, brand.currency));
    return new Map(results.flatMap(({ sku, refused }) => (refused === undefined ? [] : [[sku, refused]])));
  }

  async function toWarehouse(rows: readonly DueProduct[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const { sku, wanted } of rows) {
      checkpoint();
      try {
        // An article is compared with the one under `warehouse`, and written in all: every one may have to pick it.
        for (const one of [wms, ...warehouses.values()]) {
          checkpoint();
          await one.putArticle({ sku, ...wanted });
        }
        outcomes.push({ sku, wanted });
      } catch (err) {
        if (!(err instanceof SystemProblem) || err.kind !== 'rejected') {
          await store.recordResults('wms', outcomes);
          throw err;
        }
        outcomes.push({ sku, wanted, refused: err.message });
      }
    }
    return outcomes;
  }

  /** An earlier attempt may have died before it reported what was refused. */
  async function allRefused(system: ProductSystem, refused: number): Promise<number> {
    if (activityInfo().attempt === 1) return refused;
    return Math.max(refused, (await store.progress()).systems[system].refused);
  }

  /** One name for all writes: what a lost one does late would create a product twice, or put an old price over a new one. */
  const inTurn = <T>(system: ProductSystem, act: () => Promise<T>): Promise<T> =>
    runOnce(needs, { key: `write-products/${brand.brand}/${system}`, system, act });

  async function writeDue(system: ProductSystem, rows: readonly DueProduct[]): Promise<readonly Outcome[]> {
    await store.recordAttempts(system, rows);
    const outcomes = await inTurn(system, () => (system === 'sitoo' ? toSitoo(rows) : toWarehouse(rows)));
    await store.recordResults(system, outcomes);
    return outcomes;
  }

  const fill = async (system: ProductSystem): Promise<readonly Outcome[] | undefined> =>
    system === 'wms' ? inTurn(system, fillWarehouses) : undefined;

  return {
    /** Writes to one system for a while. */
    async writeProducts({ system }: { system: ProductSystem }): Promise<WrittenProducts> {
      const until = Date.now() + RUN_MS;
      let written = 0;
      let refused = 0;
      for (;;) {
        checkpoint();
        const atOnce = system === 'sitoo' ? PRODUCTS_A_CALL : ARTICLES_AT_ONCE;
        const rows = await store.due(system, atOnce, (await tillPrices(needs)).list);
        const outcomes = await (rows.length > 0 ? writeDue(system, rows) : fill(system));
        if (outcomes === undefined) return { written, refused: await allRefused(system, refused), more: false };
        const failed = outcomes.filter((outcome) => outcome.refused !== undefined).length;
        written += outcomes.length - failed;
        refused += failed;
        if (Date.now() > until) return { written, refused, more: true };
      }
    },
  };
}

/** Writes many at once. Where they are refused together, halves of them are tried, until those stand alone that are in the way. */
async function oddOnesAside<T extends { readonly sku: string }>(
  items: readonly T[],
  write: (some: readonly T[]) => Promise<readonly WrittenSitooProduct[]>,
): Promise<readonly WrittenSitooProduct[]> {
  const [only] = items;
  if (only === undefined) return [];
  checkpoint();
  try {
    return await write(items);
  } catch (err) {
    if (!(err instanceof SystemProblem) || err.kind !== 'rejected') throw err;
    if (items.length === 1) return [{ sku: only.sku, refused: err.message }];
    const middle = Math.ceil(items.length / 2);
    return [
      ...(await oddOnesAside(items.slice(0, middle), write)),
      ...(await oddOnesAside(items.slice(middle), write)),
    ];
  }
}
