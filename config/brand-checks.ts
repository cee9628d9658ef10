import type { z } from 'zod';
import { NAMES_OF_SYSTEMS, SYSTEMS } from '../domain/installation.js';
import type { System } from '../domain/names.js';

/** What the checks compare, read without trust: the file may be wrong elsewhere too. */
interface Written {
  locations: Record<string, unknown>[];
  systems: ReadonlySet<System>;
  productMaster: unknown;
  warehouseKind: unknown;
  /** Kinds of the warehouse systems that have a name. */
  warehouses: ReadonlyMap<string, unknown>;
  moveTo: unknown[];
  posWarehouse: unknown;
  couriers: { name: string; courier: Record<string, unknown> }[];
  skus: { system: string; names: Record<string, unknown> }[];
  shippingOptions: { courier: string; index: number; option: unknown }[];
  categories: Set<string>;
  safetyStock: Record<string, unknown>[];
}

interface Fault {
  readonly path: (string | number)[];
  readonly message: string;
}

/**
 * Checks that no single field can do: duplicate ids, unknown locations, a shipping option that means two couriers.
 * Runs even when single fields are wrong, so that a person sees every problem in one go.
 */
export function checkWholeBrand(brand: unknown, context: Pick<z.core.$RefinementCtx, 'addIssue'>): void {
  const written = readWritten(brand);
  for (const check of [
    noPair,
    missingIds,
    incompleteCouriers,
    twoMasters,
    duplicateIds,
    wrongWarehouses,
    duplicateTillWarehouses,
    duplicateTillNames,
    wrongPosWarehouse,
    unknownMoveTargets,
    wrongSafetyStock,
    ambiguousShippingOptions,
    wrongCollectStores,
    ambiguousSkus,
  ])
    for (const fault of check(written)) context.addIssue({ code: 'custom', ...fault });
}

/** Onepool joins systems: with one of them, or none, there is nothing to join. */
function* noPair({ locations, systems }: Written): Generator<Fault> {
  if (locations.length === 0 || systems.size >= 2) return;
  const [only] = systems;
  const message =
    only === undefined
      ? 'no location has an id in Centra, Sitoo or the WMS: give them their ids in two of the three, or in all'
      : `the locations have ids in ${NAMES_OF_SYSTEMS[only]} alone, and Onepool joins two systems or three: give them their ids in another one too`;
  yield { path: ['locations'], message };
}

/** What a location needs to take part: its id in Centra and in Sitoo where the brand has them, and a store its tills. */
function* missingIds({ locations, systems }: Written): Generator<Fault> {
  if (systems.size < 2) return;
  for (const [i, location] of locations.entries()) {
    for (const system of ['centra', 'sitoo'] as const)
      if (systems.has(system) && location[system] === undefined)
        yield {
          path: ['locations', i, system],
          message: `is missing; other locations have their id in ${NAMES_OF_SYSTEMS[system]}, so this one needs it`,
        };
    if (location.kind === 'store' && !systems.has('sitoo'))
      yield { path: ['locations', i, 'kind'], message: 'a store sells with Sitoo, and no location has an id there' };
  }
}

/** A courier says what it is called in each system that there is. */
function* incompleteCouriers({ couriers, systems }: Written): Generator<Fault> {
  for (const { name, courier } of couriers) {
    if (systems.has('centra') && asList(courier.shippingOptions).length === 0)
      yield {
        path: ['couriers', name, 'shippingOptions'],
        message: 'name at least one shipping option of Centra that means this courier',
      };
    if (systems.has('wms') && courier.wayOfDelivery === undefined)
      yield { path: ['couriers', name, 'wayOfDelivery'], message: "is missing; it must be the WMS's code for it" };
  }
}

/** The web shop is the master of products, wherever there is one. */
function* twoMasters({ systems, productMaster }: Written): Generator<Fault> {
  if (productMaster !== undefined && systems.has('centra'))
    yield { path: ['products', 'master'], message: 'leave it out: Centra is the master of products' };
}

function* duplicateIds({ locations }: Written): Generator<Fault> {
  for (const key of ['id', 'centra', 'sitoo', 'wms'] as const) {
    const seen = new Map<unknown, number>();
    for (const [i, location] of locations.entries()) {
      // Two warehouse systems may call different places the same.
      const value = key === 'wms' && location.warehouse !== undefined ? undefined : location[key];
      const first = seen.get(value);
      if (value !== undefined && first !== undefined)
        yield { path: ['locations', i, key], message: `${value} is already the ${key} of locations[${first}]` };
      else seen.set(value, i);
    }
  }
}

/** Every warehouse is in a warehouse system that the file describes, in each of them is one, and none is in two places. */
function* wrongWarehouses({ locations, warehouses, warehouseKind }: Written): Generator<Fault> {
  const seen = new Map<string, number>();
  for (const [i, { kind, warehouse, wms }] of locations.entries()) {
    if (warehouse === undefined) continue;
    const path = ['locations', i, 'warehouse'];
    const place = `${String(warehouse)} ${String(wms)}`;
    const first = seen.get(place);
    if (kind !== 'warehouse') yield { path, message: 'a store is in no warehouse system' };
    else if (!warehouses.has(String(warehouse)))
      yield { path, message: `warehouses has no ${String(warehouse)}: describe it there` };
    else if (first !== undefined)
      yield { path: ['locations', i, 'wms'], message: `${String(wms)} is already the wms of locations[${first}]` };
    seen.set(place, i);
  }
  if (warehouses.size === 0) return;
  for (const name of warehouses.keys())
    if (!locations.some(({ warehouse }) => warehouse === name))
      yield { path: ['warehouses', name], message: 'no location is in it' };
  if (!locations.some(({ wms, warehouse }) => wms !== undefined && warehouse === undefined))
    yield { path: ['warehouses'], message: 'describe the first warehouse system under warehouse, without a name' };
  // What their files said is kept in one place.
  const byFiles = [...warehouses].filter(([, kind]) => kind === 'file').map(([name]) => name);
  const others = byFiles.slice(warehouseKind === 'file' ? 0 : 1);
  for (const name of others)
    yield { path: ['warehouses', name, 'kind'], message: 'one warehouse of a brand can exchange files, not two' };
}

/** A warehouse in Sitoo is for sale at one location, or for one other purpose. */
function* duplicateTillWarehouses({ locations }: Written): Generator<Fault> {
  const seen = new Map<unknown, string>(locations.map(({ sitoo }, i) => [sitoo, `the sitoo of locations[${i}]`]));
  for (const [i, { sitooNotForSale }] of locations.entries())
    for (const [j, { id }] of asList(sitooNotForSale).map(asObject).entries()) {
      const first = seen.get(id);
      const path = ['locations', i, 'sitooNotForSale', j, 'id'];
      if (id !== undefined && first !== undefined) yield { path, message: `${id} is already ${first}` };
      else seen.set(id, `a warehouse that is not for sale of locations[${i}]`);
    }
}

/** The name of a store, or of a courier, at the tills means one of them. */
function* duplicateTillNames({ locations, couriers }: Written): Generator<Fault> {
  const stores = new Map<unknown, number>();
  for (const [i, { id, sitooStore, kind }] of locations.entries()) {
    if (kind !== 'store') continue;
    const name = sitooStore ?? id;
    const first = stores.get(name);
    if (name !== undefined && first !== undefined && sitooStore !== undefined)
      yield { path: ['locations', i, 'sitooStore'], message: `${name} already means locations[${first}]` };
    else stores.set(name, i);
  }
  const meaning = new Map<unknown, string>();
  for (const { name: courier, courier: entry } of couriers)
    for (const [index, name] of asList(entry.tillNames).entries()) {
      const other = meaning.get(name);
      if (other !== undefined && other !== courier)
        yield {
          path: ['couriers', courier, 'tillNames', index],
          message: `"${String(name)}" already means the courier ${other}`,
        };
      meaning.set(name, courier);
    }
}

function* wrongPosWarehouse({ locations, posWarehouse }: Written): Generator<Fault> {
  if (posWarehouse === undefined) return;
  const found = locations.find(({ id }) => id === posWarehouse);
  if (found === undefined) yield { path: ['posWarehouse'], message: noLocation(posWarehouse) };
  else if (found.kind !== 'warehouse')
    yield { path: ['posWarehouse'], message: `${String(posWarehouse)} is no warehouse` };
}

function* unknownMoveTargets(written: Written): Generator<Fault> {
  for (const [i, id] of written.moveTo.entries())
    if (!isLocation(written, id)) yield { path: ['moveTo', i], message: noLocation(id) };
}

function* wrongSafetyStock(written: Written): Generator<Fault> {
  for (const [i, { location, category, from, until }] of written.safetyStock.entries()) {
    const path = ['stock', 'safetyStock', i];
    if (location !== undefined && !isLocation(written, location))
      yield { path: [...path, 'location'], message: noLocation(location) };
    if (category !== undefined && !written.categories.has(String(category)))
      yield {
        path: [...path, 'category'],
        message: `no category of stock.categories is called ${String(category)}`,
      };
    if (from !== undefined && until !== undefined && !(asMs(from) < asMs(until)))
      yield { path: [...path, 'until'], message: 'the time window must end after it begins' };
  }
}

function* ambiguousShippingOptions({ shippingOptions }: Written): Generator<Fault> {
  const meaning = new Map<unknown, string>();
  for (const { courier, index, option } of shippingOptions) {
    const other = meaning.get(option);
    if (other !== undefined && other !== courier)
      yield {
        path: ['couriers', courier, 'shippingOptions', index],
        message: `"${String(option)}" already means the courier ${other}`,
      };
    meaning.set(option, courier);
  }
}

function* wrongCollectStores(written: Written): Generator<Fault> {
  for (const { name, courier } of written.couriers) {
    if (courier.collectIn === undefined) continue;
    const path = ['couriers', name, 'collectIn'];
    const store = written.locations.find(({ id }) => id === courier.collectIn);
    if (courier.delivery !== 'collect')
      yield { path, message: 'only a courier with delivery: collect has such a store' };
    else if (store === undefined) yield { path, message: noLocation(courier.collectIn) };
    else if (store.kind !== 'store') yield { path, message: `${String(courier.collectIn)} is no store` };
    else if (store.address === undefined)
      yield { path, message: `${String(courier.collectIn)} needs an address, since the warehouse sends goods there` };
  }
}

/** Two products under one name could not be told apart on their way back. */
function* ambiguousSkus({ skus }: Written): Generator<Fault> {
  for (const { system, names } of skus) {
    const meaning = new Map<unknown, string>();
    for (const [sku, name] of Object.entries(names)) {
      const other = meaning.get(name);
      if (other !== undefined)
        yield { path: ['skus', system, sku], message: `${String(name)} is already the name of ${other} there` };
      meaning.set(name, sku);
    }
  }
}

const isLocation = ({ locations }: Written, id: unknown): boolean => locations.some((location) => location.id === id);

const noLocation = (id: unknown): string => `no location is called ${String(id)}`;

function readWritten(brand: unknown): Written {
  const top = asObject(brand);
  const stock = asObject(top.stock);
  const locations = asList(top.locations).map(asObject);
  const couriers = Object.entries(asObject(top.couriers)).map(([name, entry]) => ({ name, courier: asObject(entry) }));
  return {
    couriers,
    skus: Object.entries(asObject(top.skus)).map(([system, names]) => ({ system, names: asObject(names) })),
    categories: new Set(Object.keys(asObject(stock.categories))),
    safetyStock: asList(stock.safetyStock).map(asObject),
    locations,
    productMaster: asObject(top.products).master,
    systems: new Set(SYSTEMS.filter((system) => locations.some((location) => location[system] !== undefined))),
    warehouseKind: asObject(top.warehouse).kind,
    warehouses: new Map(Object.entries(asObject(top.warehouses)).map(([name, one]) => [name, asObject(one).kind])),
    moveTo: asList(top.moveTo),
    posWarehouse: top.posWarehouse,
    shippingOptions: couriers.flatMap(({ name, courier }) =>
      asList(courier.shippingOptions).map((option, index) => ({ courier: name, index, option })),
    ),
  };
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A moment as it was written, or as it was parsed. */
const asMs = (moment: unknown): number => (typeof moment === 'number' ? moment : Date.parse(String(moment)));
