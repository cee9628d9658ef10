import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Act, type ActResult, controlOf, type SimulatorControl } from '../../lab/simulators/control.js';
import { startFileWarehouseSimulator } from '../../lab/simulators/file-warehouse/simulator.js';
import { startSftpServer } from '../../lab/simulators/sftp/start.js';
import { type Database, openDatabase } from '../../systems/database/database.js';
import { createFileWarehouse, type FileWarehouseOptions } from '../../systems/file-warehouse/adapter.js';
import type { ExchangeFolder } from '../../systems/file-warehouse/exchange-folder.js';
import { localFolder } from '../../systems/file-warehouse/local-folder.js';
import { sftpFolder } from '../../systems/file-warehouse/sftp-folder.js';
import { ANSWER_MS } from '../../systems/latest-effect.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import type { WarehouseKind } from '../../systems/warehouse-kinds.js';
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

interface Exchanged {
  /** The folder of the warehouse as Onepool reaches it, and how it is left. */
  readonly reach?: (folder: string) => Promise<{ readonly folder: ExchangeFolder; close(): Promise<void> }>;
}

const reachHere: NonNullable<Exchanged['reach']> = async (root) => {
  const folder = localFolder(root);
  return { folder, close: () => folder.close() };
};

const reachOverSftp: NonNullable<Exchanged['reach']> = async (root) => {
  const login = { user: 'onepool', password: 'secret' };
  const server = await startSftpServer({ folder: root, ...login });
  const folder = sftpFolder({ url: server.url, ...login, hostKey: server.hostKey, timeoutMs: ANSWER_MS });
  return {
    folder,
    async close() {
      await folder.close();
      await server.close();
    },
  };
};

export async function startFileWarehouse(
  databaseUrl: string,
  { reach = reachHere }: Exchanged = {},
): Promise<PlayedFileWarehouse> {
  const folder = await mkdtemp(join(tmpdir(), 'onepool-files-'));
  const database = openDatabase(databaseUrl, 2);
  await forgetFiles(database);
  const simulator = await startFileWarehouseSimulator({ folder, world: WORLD });
  const control = controlOf('WMS', simulator.controlUrl);
  const reached = await reach(folder);
  const adapter = (change: Partial<FileWarehouseOptions>): WarehousePort =>
    createFileWarehouse({
      folder: reached.folder,
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
      await reached.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Start = (databaseUrl: string) => Promise<PlayedWarehouse>;

/** Every kind of warehouse that Onepool speaks with: a new one needs a line here, and passes the same tests. */
export const PLAYED_KINDS: Readonly<Record<WarehouseKind, Start> & Record<string, Start>> = {
  ongoing: () => startHarness(),
  file: (databaseUrl) => startFileWarehouse(databaseUrl),
  'file over SFTP': (databaseUrl) => startFileWarehouse(databaseUrl, { reach: reachOverSftp }),
};
