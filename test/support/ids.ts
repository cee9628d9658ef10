import type { CentraWarehouseId, Id, SitooWarehouseId, WmsWarehouseId } from '../../domain/ids.js';

/**
 * An id as a test writes it: what a counterpart calls a thing, as the type that the code expects in this place. Where nothing says
 * what is expected, it fits anywhere.
 */
export const asId = <I extends Id<string> = never>(value: string | number): I => String(value) as I;

export const centraWarehouse = (id: number): CentraWarehouseId => id as CentraWarehouseId;
export const sitooWarehouse = (id: number): SitooWarehouseId => id as SitooWarehouseId;
export const wmsWarehouse = (id: number | string): WmsWarehouseId => String(id) as WmsWarehouseId;
