import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { type Database, openDatabase } from '../../systems/database/database.js';
import { createFileWarehouse, type FileWarehouseOptions } from '../../systems/file-warehouse/adapter.js';
import { localFolder } from '../../systems/file-warehouse/local-folder.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { freshDatabase, type TestDatabase } from './fresh-database.js';
import { forgetFiles } from './warehouse-kinds.js';

/** Enough for two adapters that record at the same time, and one that looks. */
const CONNECTIONS = 3;

export const nameOf = (number: number, kind: string): string => `${String(number).padStart(8, '0')}_${kind}.csv`;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A folder for each test, a database for all tests of a file, and adapters that exchange files over both. */
export function filesOfTests() {
  let root: string;
  let server: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    server = await freshDatabase();
    database = openDatabase(server.databaseUrl, CONNECTIONS);
  });
  afterAll(async () => {
    await database?.close();
    await server?.drop();
  });
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'onepool-files-'));
    await forgetFiles(database);
    for (const folder of ['to-warehouse', 'from-warehouse']) await mkdir(join(root, folder));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  return {
    get root(): string {
      return root;
    },
    get databaseUrl(): string {
      return server.databaseUrl;
    },
    get database(): Database {
      return database;
    },
    adapter: (change: Partial<FileWarehouseOptions> = {}): WarehousePort =>
      createFileWarehouse({
        folder: localFolder(root),
        database,
        limiter: unlimited,
        exchangeEveryMs: 0,
        waitForMissingMs: 60_000,
        answerWithinMs: 0,
        ...change,
      }),
    ...warehouseHalf(() => root),
  };
}

/** The warehouse's half of an exchange of files, in a folder. */
function warehouseHalf(root: () => string) {
  /** Writes a file as a warehouse does; `cut` and `checksum` are what can go wrong. */
  async function write(
    number: number,
    kind: string,
    text: string,
    {
      cut = text,
      checksum = true,
      name = nameOf(number, kind),
    }: { readonly cut?: string; readonly checksum?: boolean; readonly name?: string } = {},
  ): Promise<string> {
    await writeFile(join(root(), 'from-warehouse', name), cut);
    if (checksum) await writeFile(join(root(), 'from-warehouse', `${name}.sha256`), `${sha256(text)}  ${name}\n`);
    return name;
  }
  const ackOf = (name: string): Promise<string> => readFile(join(root(), 'to-warehouse/acks', `${name}.ack`), 'utf8');
  const filesIn = async (folder: string): Promise<string[]> =>
    (await readdir(join(root(), folder))).filter((name) => name.endsWith('.csv'));

  return { write, ackOf, filesIn };
}
