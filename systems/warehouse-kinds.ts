import type { WarehouseSettings } from '../domain/brand.js';
import { FILE_WAREHOUSE } from './file-warehouse/kind.js';
import { ONGOING } from './ongoing/kind.js';
import type { WarehouseAdapter } from './warehouse-adapter.js';

/** Every kind of WMS: a new one is a folder of its own and a line here. The first is the one that a brand has when it says nothing. */
const KINDS = {
  ongoing: ONGOING,
  file: FILE_WAREHOUSE,
} as const satisfies Readonly<Record<string, WarehouseAdapter>>;

export type WarehouseKind = keyof typeof KINDS;

/** The kinds by their names in the brand file. */
export const WAREHOUSE_KINDS = Object.keys(KINDS) as [WarehouseKind, ...WarehouseKind[]];

/** @throws Error when there is no such kind: a brand file with one is refused */
export function warehouseOf({ kind }: Pick<WarehouseSettings, 'kind'>): WarehouseAdapter {
  const kinds: Readonly<Record<string, WarehouseAdapter>> = KINDS;
  const found = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (found === undefined) throw new Error(`There is no kind of warehouse ${kind}.`);
  return found;
}
