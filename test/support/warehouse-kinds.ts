import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Act, type ActResult, controlOf, type SimulatorControl } from '../../lab/simulators/control.js';
import { startFileWarehouseSimulator } from '../../lab/simulators/file-warehouse/simulator.js';
import { type Database, openDatabase } from '../../systems/database/database.js';
import { createFileWarehouse, type FileWarehouseOptions } from '../../systems/file-warehouse/adapter.js';
import { localFolder } from '../../systems/file-warehouse/local-folder.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { startHarness, WORLD } from './warehouse-harness.js';

/** A simulated warehouse of some kind, and the adapter that speaks with it. */
export interface PlayedWarehouse {
  readonly wms: WarehousePort;
  readonly control: SimulatorControl;
  act(...acts: Act[]): Promise<readonly ActResult[]>;
  close(): Promise<void>;
}

export interface PlayedFileWarehouse extends PlayedWarehouse {
  readonly folder: string;
  /** Another process with the same folder and the same database. */
  adapter(change: Partial<FileWarehouseOptions>): WarehousePort;
}

/** Short enough for a test, long enough for a file that comes in another order. */
const WAIT_FOR_MISSING_MS = 4_000;

/** Forgets what the files of another test said. */
export async function forgetFiles({ query }: Pick<Database, 'query'>): Promise<void> {
  await query(
    `truncate warehouse_files, warehouse_requests, file_warehouse_orders, file_warehouse_articles,
       file_warehouse_levels, file_warehouse_notices restart identity`,
  );
}

export async function startFileWarehouse(databaseUrl: string): Promise<PlayedFileWarehouse> {
  const folder = await mkdtemp(join(tmpdir(), 'onepool-files-'));
  const database = openDatabase(databaseUrl, 2);
  await forgetFiles(database);
  const simulator = await startFileWarehouseSimulator({ folder, world: WORLD });
  const control = controlOf('WMS', simulator.controlUrl);
  const adapter = (change: Partial<FileWarehouseOptions>): WarehousePort =>
    createFileWarehouse({
      folder: localFolder(folder),
      database,
      limiter: unlimited,
      exchangeEveryMs: 0,
      waitForMissingMs: WAIT_FOR_MISSING_MS,
      ...change,
    });
  return {
    folder,
    adapter,
    wms: adapter({}),
    control,
    act: (...acts) => control.act(acts),
    async close() {
      await simulator.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Every kind of warehouse that Onepool speaks with: a new one needs a line here, and passes the same tests. */
export const PLAYED_KINDS: Readonly<Record<string, (databaseUrl: string) => Promise<PlayedWarehouse>>> = {
  ongoing: () => startHarness(),
  file: startFileWarehouse,
};
