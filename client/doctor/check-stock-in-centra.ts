import type { Brand, Location } from '../../domain/brand.js';
import { categoryFinder } from '../../domain/stock/policy.js';
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
  const skus = skusOfRules(brand);
  const offsets = skus.length === 0 ? new Map<string, number>() : await centra.stockOffsets(skus);
  return [...checkMasters(brand, warehouses), ...checkSafetyStock(brand, { warehouses, offsets, nowMs })];
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
function checkSafetyStock(
  { locations, stock }: BrandOfStock,
  { warehouses, offsets, nowMs }: Omit<StockInCentra, 'centra'> & { readonly offsets: ReadonlyMap<string, number> },
): Finding[] {
  const check = 'safety stock in Centra';
  const rules = stock.safetyStock.filter(
    ({ units, until }) => units > 0 && (until ?? Number.POSITIVE_INFINITY) > nowMs,
  );
  const twice = mapped(locations, warehouses).flatMap(({ location, warehouse }) => {
    const most = Math.max(
      0,
      ...rules.filter((rule) => (rule.location ?? location.id) === location.id).map((r) => r.units),
    );
    if (warehouse.threshold <= 0 || most === 0) return [];
    return [
      warning(
        check,
        `it is subtracted twice at ${location.id}: up to ${most} by the brand file and ${warehouse.threshold} by the threshold of warehouse ${warehouse.id} in Centra. Set one of them to 0.`,
      ),
    ];
  });
  const categoriesOf = categoryFinder(stock.categories);
  const offset = [...offsets].flatMap(([sku, units]) => {
    const mine = rules.filter(
      (rule) => (rule.sku ?? sku) === sku && (rule.category === undefined || categoriesOf(sku).includes(rule.category)),
    );
    if (units <= 0 || mine.length === 0) return [];
    return [
      warning(
        check,
        `it is subtracted twice for ${sku}: up to ${Math.max(...mine.map((r) => r.units))} by the brand file and ${units} by its stock offset in Centra. Set one of them to 0.`,
      ),
    ];
  });
  const findings = [...twice, ...offset];
  return findings.length > 0 ? findings : [good(check, 'it is subtracted at most once')];
}

/** SKUs that the brand file names. To read all others would cost Centra a call for every hundred. */
function skusOfRules({ stock }: BrandOfStock): string[] {
  const named = stock.safetyStock.flatMap(({ sku, category }) => [
    ...(sku === undefined ? [] : [sku]),
    ...(category === undefined ? [] : (stock.categories[category] ?? []).filter((name) => !name.includes('*'))),
  ]);
  return [...new Set(named)];
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
