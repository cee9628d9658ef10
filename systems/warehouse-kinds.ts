import type { WarehouseKind, WarehouseSettings } from '../domain/brand.js';
import { FILE_WAREHOUSE } from './file-warehouse/kind.js';
import { ONGOING } from './ongoing/kind.js';
import type { WarehouseAdapter } from './warehouse-adapter.js';

/** Every kind of WMS: a new one is a folder of its own and a line here. */
const KINDS: Readonly<Record<WarehouseKind, WarehouseAdapter>> = {
  ongoing: ONGOING,
  file: FILE_WAREHOUSE,
};

export const warehouseOf = ({ kind }: Pick<WarehouseSettings, 'kind'>): WarehouseAdapter => KINDS[kind];
