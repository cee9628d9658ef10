import type { ProductReplica, ProductState } from '../../domain/products/product.js';
import type { WarehouseKey } from '../../domain/warehouse-systems.js';
import { SystemProblem } from '../../systems/problem.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';

/** What was written to a new warehouse system, or refused by it. */
export interface Filled {
  readonly sku: string;
  readonly wanted: ProductState;
  readonly refused?: string;
}

/** Articles that are noted together; after a crash these are written once more, which changes nothing. */
const ARTICLES_AT_ONCE = 50;
const FULL = 'full';
const AFTER = 'after ';

/**
 * Gives a warehouse system that came later the articles that the first one has of ours: only the first is compared, so what is
 * equal there would never be written to another.
 */
export function warehouseFiller({ warehouses = new Map<WarehouseKey, WarehousePort>(), records }: Dependencies) {
  const { products: store, cursors } = records;

  async function putAll(port: WarehousePort, replicas: readonly ProductReplica[]): Promise<Filled[]> {
    const filled: Filled[] = [];
    for (const { sku, written: wanted } of replicas) {
      checkpoint();
      if (wanted === undefined) continue;
      try {
        await port.putArticle({ sku, ...wanted });
        filled.push({ sku, wanted });
      } catch (err) {
        if (!(err instanceof SystemProblem) || err.kind !== 'rejected') throw err;
        filled.push({ sku, wanted, refused: err.message });
      }
    }
    return filled;
  }

  /** Writes the next few. To be called while no article is due: those that are go to all of them. Undefined: none is left. */
  return async (): Promise<readonly Filled[] | undefined> => {
    for (const [key, port] of warehouses) {
      checkpoint();
      const cursor = `articles/${key}`;
      const reached = (await cursors.get(cursor)) ?? AFTER;
      if (reached === FULL) continue;
      const after = reached.slice(AFTER.length);
      const replicas = await store.replicas('wms', { after, limit: ARTICLES_AT_ONCE });
      const filled = await putAll(port, replicas);
      // An order that needs what was refused is asked about when it is checked where it is to be picked.
      await store.recordResults(
        'wms',
        filled.filter(({ refused }) => refused !== undefined),
      );
      const last = replicas.length < ARTICLES_AT_ONCE ? undefined : replicas.at(-1)?.sku;
      await cursors.set(cursor, last === undefined ? FULL : `${AFTER}${last}`);
      return filled;
    }
    return undefined;
  };
}
