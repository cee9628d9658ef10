import type { Brand } from '../../domain/brand.js';
import { hasSystem } from '../../domain/installation.js';
import { whyTillsDoNotFit } from '../../domain/till-settings.js';
import { brandAt, namedWarehouses, warehouseKey } from '../../domain/warehouse-systems.js';
import type { Systems } from '../../systems/connect.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { checkCentraNotes } from './check-centra-notes.js';
import {
  checkAllocation,
  checkCentraLocations,
  checkSitooLocations,
  checkWarehouseLocations,
} from './check-locations.js';
import { checkPriceLists } from './check-price-lists.js';
import { checkProducts } from './check-products.js';
import { checkStockInCentra } from './check-stock-in-centra.js';
import { checkStores } from './check-stores.js';
import { checkVatGroups } from './check-vat-groups.js';
import { type Finding, good, problem, warning } from './finding.js';

/** Beyond this, signatures and cursors that compare times are no longer safe. */
const CLOCK_SKEW_LIMIT_MS = 30_000;

type Explain = (error: unknown) => string;

/** Makes a small call to each counterpart that there is, which proves address and credentials, and compares the answer with the brand. */
export async function checkSystems(
  systems: Omit<Systems, 'close'>,
  brand: Pick<Brand, 'locations' | 'warehouse' | 'warehouses' | 'webOrders' | 'currency' | 'stock' | 'products'>,
  explain: Explain,
): Promise<Finding[]> {
  const { centra, sitoo, wms } = systems;
  const found = await Promise.all([
    centra
      ? ask('Centra', explain, async () => {
          const warehouses = await centra.warehouses();
          return [
            ...checkCentraLocations(brand, warehouses),
            ...checkAllocation(brand, warehouses),
            ...(await checkStores(brand, centra, Date.now())),
            ...(await checkStockInCentra(brand, { warehouses, centra, nowMs: Date.now() })),
            ...(await checkProducts(brand, centra)),
            ...(hasSystem(brand, 'sitoo') ? await checkPriceLists(brand, centra) : []),
            ...checkClock('Centra', centra.clockSkewMs()),
            ...checkCentraNotes(centra.notes()),
          ];
        })
      : [],
    sitoo
      ? ask('Sitoo', explain, async () => [
          ...checkSitooLocations(brand, await sitoo.warehouses()),
          ...checkSitooSettings(brand, await sitoo.settings()),
          ...(await checkVatGroups(brand, sitoo)),
          ...checkClock('Sitoo', sitoo.clockSkewMs()),
        ])
      : [],
    wms ? checkWarehouse(wms, brandAt(brand, undefined), { name: 'WMS', explain }) : [],
    ...namedWarehouses(brand).map((name) => {
      const port = systems.warehouses?.get(warehouseKey(name));
      return port ? checkWarehouse(port, brandAt(brand, name), { name: `WMS ${name}`, explain }) : [];
    }),
  ]);
  return found.flat();
}

async function ask(system: string, explain: Explain, work: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    const findings = await work();
    return [good(system, 'it answers and accepts our credentials'), ...findings];
  } catch (error) {
    return [problem(system, explain(error))];
  }
}

/** What is wrong with its settings is said also where it can say nothing else because of them. */
async function checkWarehouse(
  wms: WarehousePort,
  brand: Parameters<typeof checkWarehouseLocations>[0],
  { name, explain }: { readonly name: string; readonly explain: Explain },
): Promise<Finding[]> {
  let settings: Finding[] = [];
  const others = await ask(name, explain, async () => {
    settings = await checkWarehouseSettings(wms, name);
    return [...checkWarehouseLocations(brand, await wms.warehouses()), ...checkClock(name, wms.clockSkewMs())];
  });
  return [...others, ...settings];
}

async function checkWarehouseSettings(wms: WarehousePort, name: string): Promise<Finding[]> {
  const check = `settings of the ${name}`;
  const sentences = await wms.checkSettings();
  if (sentences.length === 0) return [good(check, 'they fit its own lists')];
  return sentences.map((sentence) =>
    sentence.startsWith('Warning: ') ? warning(check, sentence.slice('Warning: '.length)) : problem(check, sentence),
  );
}

function checkSitooSettings(
  brand: Pick<Brand, 'currency'>,
  settings: Awaited<ReturnType<SitooPort['settings']>>,
): Finding[] {
  const check = 'settings of Sitoo';
  const why = whyTillsDoNotFit(brand, settings);
  return why.length === 0
    ? [good(check, `${settings.currency}, prices with VAT`)]
    : why.map((sentence) => problem(check, sentence));
}

/** @param skewMs their clock minus ours; undefined when they do not send the time */
export function checkClock(system: string, skewMs: number | undefined): Finding[] {
  const check = `clock of ${system}`;
  if (skewMs === undefined) return [warning(check, 'it does not send its time, so the clocks cannot be compared.')];
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  if (Math.abs(skewMs) <= CLOCK_SKEW_LIMIT_MS) return [good(check, `within ${seconds} s of ours`)];
  return [
    problem(
      check,
      `it is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} ours: check that this machine synchronises its clock (NTP).`,
    ),
  ];
}
