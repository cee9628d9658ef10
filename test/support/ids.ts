import type { CentraWarehouseId, SitooWarehouseId, WmsWarehouseId } from '../../domain/ids.js';

/** Ids as a test writes them: what a counterpart calls a thing, as the type that the code knows it by. */
export const centraWarehouse = (id: number): CentraWarehouseId => id as CentraWarehouseId;
export const sitooWarehouse = (id: number): SitooWarehouseId => id as SitooWarehouseId;
export const wmsWarehouse = (id: number): WmsWarehouseId => id as WmsWarehouseId;
