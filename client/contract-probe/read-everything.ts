import type { System } from '../../domain/names.js';
import type { CentraPort } from '../../systems/centra/port.js';
import type { Systems } from '../../systems/connect.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import type { Attempts } from './attempts.js';
import { CENTRA_READS } from './centra-calls.js';
import { SITOO_READS, WAREHOUSE_READS } from './shop-calls.js';

/** Goods, and rows, by which later reads ask. */
const SAMPLE = 20;
const DAYS = 30;
const NOTHING = { rows: [], unreadable: [] };
const DAY_MS = 24 * 3_600_000;

const READS = { centra: CENTRA_READS, sitoo: SITOO_READS, wms: WAREHOUSE_READS } as const;

/** How many reads {@link readEverything} makes of these systems. */
export const readsOf = (systems: ReadonlySet<System>): number =>
  [...systems].reduce((sum, system) => sum + Object.keys(READS[system]).length, 0);

interface Occasion {
  readonly attempts: Attempts;
  readonly currency: string;
  /** ISO: changes since then are read. */
  readonly from: string;
}

/** Reads one page of everything that we read, over our own readers. What they see is for whoever watches the answers. */
export async function readEverything(
  { centra, sitoo, wms }: Pick<Systems, System>,
  attempts: Attempts,
  { currency, nowMs }: { readonly currency: string; readonly nowMs: number },
): Promise<void> {
  const occasion = { attempts, currency, from: new Date(nowMs - DAYS * DAY_MS).toISOString() };
  if (centra) await readShop(centra, occasion);
  if (sitoo) await readTills(sitoo, occasion);
  if (wms) await readWarehouse(wms, occasion);
}

async function readShop(centra: CentraPort, { attempts, from }: Occasion): Promise<void> {
  const shop = readsAt('centra', attempts);
  const unread = shop.unreadable('changedOrders');
  const products = await shop.first('productPage', () => centra.productPage(0), NOTHING);
  await shop.rest(bound(CENTRA_READS, centra), {
    warehouses: await shop.first('warehouses', () => centra.warehouses(), []),
    skus: skusOf(products.rows),
    orders: (
      await shop.first('changedOrders', () => centra.changedOrders({ from, start: 0, lane: 'bulk' }, unread), {
        orders: [],
      })
    ).orders,
    from,
    unreadable: unread,
  });
}

async function readTills(sitoo: SitooPort, { attempts, currency }: Occasion): Promise<void> {
  const tills = readsAt('sitoo', attempts);
  const atTills = await tills.first('productPage', () => sitoo.productPage(0, currency), NOTHING);
  const odd = tills.unreadable('newestOrders');
  await tills.rest(bound(SITOO_READS, sitoo), {
    currency,
    warehouses: await tills.first('warehouses', () => sitoo.warehouses(), []),
    skus: skusOf(atTills.rows),
    orders: await tills.first('newestOrders', () => sitoo.newestOrders(SAMPLE, odd), []),
    unreadable: odd,
  });
}

async function readWarehouse(wms: WarehousePort, { attempts, from }: Occasion): Promise<void> {
  const warehouse = readsAt('wms', attempts);
  const articles = await warehouse.first('articlePage', () => wms.articlePage(), NOTHING);
  await warehouse.rest(bound(WAREHOUSE_READS, wms), {
    skus: skusOf(articles.rows),
    orders: (
      await warehouse.first('ordersChangedSince', () => wms.ordersChangedSince(from, SAMPLE), NOTHING)
    ).rows.slice(0, SAMPLE),
    announced: await warehouse.first('someAnnounced', () => wms.someAnnounced(SAMPLE), []),
    from,
  });
}

/** The reads of one system: some first, by which the rest ask. */
function readsAt(system: System, attempts: Attempts) {
  const made = new Set<string>();
  return {
    first: <T>(read: string, work: () => Promise<T>, otherwise: T): Promise<T> => {
      made.add(read);
      return attempts.read({ system, read }, work, otherwise);
    },
    unreadable: (read: string) => () => attempts.unreadable({ system, read }),
    async rest<Found>(reads: Readonly<Record<string, (found: Found) => Promise<unknown>>>, found: Found) {
      for (const [read, work] of Object.entries(reads))
        if (!made.has(read)) await attempts.read<unknown>({ system, read }, () => work(found), undefined);
    },
  };
}

const skusOf = (rows: readonly { readonly sku: string }[]): string[] => [
  ...new Set(rows.slice(0, SAMPLE).map(({ sku }) => sku)),
];

/** The reads of a port, with the port given. */
function bound<Port, Found>(
  reads: Readonly<Record<string, (port: Port, found: Found) => Promise<unknown>>>,
  port: Port,
): Readonly<Record<string, (found: Found) => Promise<unknown>>> {
  return Object.fromEntries(
    Object.entries(reads).map(([name, read]) => [name, (found: Found) => read(port, found)] as const),
  );
}
