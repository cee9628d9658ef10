import { type WarehouseKey, warehouseKeyAt } from '../domain/warehouse-systems.js';
import type { WarehousePort } from '../systems/warehouse-port.js';
import type { Dependencies } from './dependencies.js';

type Warehouses = Pick<Dependencies, 'wms' | 'warehouses'>;

/** One of the warehouse systems of the brand. @throws Error when nothing was connected under this key: the brand file names no such one */
export function warehouseUnder({ wms, warehouses }: Warehouses, key: WarehouseKey): WarehousePort {
  if (key === 'wms') return wms;
  const port = warehouses?.get(key);
  if (port === undefined) throw new Error(`The brand file has no warehouse system ${key} any more: put it back.`);
  return port;
}

/** The warehouse system that a location is in. @throws Error when the brand file does not name the location, or its system, any more */
export const warehouseAt = (needs: Warehouses & Pick<Dependencies, 'brand'>, location: string): WarehousePort =>
  warehouseUnder(needs, warehouseKeyAt(needs.brand, location));
