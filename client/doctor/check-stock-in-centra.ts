import type { Brand, Location } from '../../domain/brand.js';
import { type SafetyStockTwice, safetyStockTwice, skusWithSafetyStock } from '../../domain/stock/safety-stock-twice.js';
import type { CentraPort } from '../../systems/centra/port.js';
import { type Finding, good, warning } from './finding.js';

type BrandOfStock = Pick<Brand, 'locations' | 'stock'>;
type Warehouse = Awaited<ReturnType<CentraPort['warehouses']>>[number];

export interface StockInCentra {
  readonly warehouses: readonly Warehouse[];
  readonly centra: Pick<CentraPort, 'stockOffsets'>;
  readonly nowMs: number;
}

/** Checks how Centra is set up for published stock: who may edit it there, and what Centra subtracts itself. */
export async function checkStockInCentra(
  brand: BrandOfStock,
  { warehouses, centra, nowMs }: StockInCentra,
): Promise<Finding[]> {
  const skus = skusWithSafetyStock(brand);
  const offsets = skus.length === 0 ? new Map<string, number>() : await centra.stockOffsets(skus);
  const thresholds = new Map(warehouses.map(({ id, threshold }) => [id, threshold]));
  return [
    ...checkMasters(brand, warehouses),
    ...checkSafetyStock(safetyStockTwice(brand, { thresholds, offsets }, nowMs)),
  ];
}

/** A warehouse whose stock master is external cannot be edited by hand in Centra. */
function checkMasters({ locations }: BrandOfStock, warehouses: readonly Warehouse[]): Finding[] {
  const check = 'stock masters in Centra';
  const open = mapped(locations, warehouses).filter(({ warehouse }) => warehouse.stockMaster !== 'external');
  if (open.length === 0) return [good(check, 'nobody can edit stock by hand there')];
  const names = open.map(({ location, warehouse }) => `${warehouse.id} (${location.id})`).join(', ');
  return [
    warning(
      check,
      `people can edit stock by hand in Centra in ${names}: set their stock master to EXTERNAL. Until then reconciliation finds such edits and undoes them.`,
    ),
  ];
}

/** Safety stock that both Onepool and the web shop subtract counts twice: the shop sells less than it could. */
function checkSafetyStock({ byThreshold, byOffset }: SafetyStockTwice): Finding[] {
  const check = 'safety stock in Centra';
  const findings = [
    ...byThreshold.map(({ location, units, inCentra }) =>
      warning(
        check,
        `it is subtracted twice at ${location.id}: up to ${units} by the brand file and ${inCentra} by the threshold of warehouse ${location.centra} in Centra. Set one of them to 0.`,
      ),
    ),
    ...byOffset.map(({ sku, units, inCentra }) =>
      warning(
        check,
        `it is subtracted twice for ${sku}: up to ${units} by the brand file and ${inCentra} by its stock offset in Centra. Set one of them to 0.`,
      ),
    ),
  ];
  return findings.length > 0 ? findings : [good(check, 'it is subtracted at most once')];
}

/** Locations whose warehouse Centra has. */
function mapped(
  locations: readonly Location[],
  warehouses: readonly Warehouse[],
): { readonly location: Location; readonly warehouse: Warehouse }[] {
  return locations.flatMap((location) => {
    const warehouse = warehouses.find(({ id }) => id === location.centra);
    return warehouse === undefined ? [] : [{ location, warehouse }];
  });
}
