import { afterAll } from '@jest/globals';
import { openRecords } from '../../systems/database/open-database.js';
import type { Records } from '../../systems/database/port.js';
import { freshDatabase } from './fresh-database.js';

export interface TestRecords {
  readonly records: Records;
  readonly databaseUrl: string;
  /** Closes the records and removes their database. */
  close(): Promise<void>;
}

/** Opens records over a database of their own; for a test that closes them itself. */
export async function freshRecords(options: { readonly maxConnections?: number } = {}): Promise<TestRecords> {
  const { databaseUrl, drop } = await freshDatabase();
  const records = openRecords({ databaseUrl, ...options });
  const close = async () => {
    await records.close();
    await drop();
  };
  return { records, databaseUrl, close };
}

/** Records over a database of their own for all tests of a file; await it at the top of the file, they close after its tests. */
export async function recordsOfTest(): Promise<Omit<TestRecords, 'close'>> {
  const { close, ...opened } = await freshRecords();
  afterAll(close);
  return opened;
}
