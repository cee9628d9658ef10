import type { Client } from '@temporalio/client';
import type { Brand } from '../domain/brand.js';
import type { WarehouseKey } from '../domain/warehouse-systems.js';
import type { CentraPort } from '../systems/centra/port.js';
import type { Records } from '../systems/database/port.js';
import type { SitooPort } from '../systems/sitoo/port.js';
import type { WarehousePort } from '../systems/warehouse-port.js';

/** What activities are made of; put together once, in workers/. A counterpart that the brand does not have refuses every call. */
export interface Dependencies {
  readonly brand: Brand;
  readonly centra: CentraPort;
  readonly sitoo: SitooPort;
  readonly wms: WarehousePort;
  /** The warehouse systems that have a name, by the key of it; `wms` is the one without. */
  readonly warehouses?: ReadonlyMap<WarehouseKey, WarehousePort>;
  readonly records: Records;
  /** Starts and signals workflows. */
  readonly temporal: Client;
  readonly log: Log;
}

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}
