import { readDatabaseUrl, readTemporal } from '../../config/environment.js';
import type { Records } from '../../systems/database/port.js';
import type { TemporalClient } from '../temporal.js';
import type { Shell } from './shell.js';

/** Opens the records while the work runs. @throws ConfigurationProblem, or an error of PostgreSQL */
export async function withRecords<T>(shell: Shell, work: (records: Records) => Promise<T>): Promise<T> {
  const databaseUrl = readDatabaseUrl(shell.env);
  const { openRecords } = await import('../../systems/database/open-database.js');
  const records = openRecords({ databaseUrl: databaseUrl.reveal(), maxConnections: 2 });
  try {
    return await work(records);
  } finally {
    await records.close();
  }
}

/** The same for a command that changes the records: those of another brand than the one in ONEPOOL_BRAND are refused. @throws DatabaseOfAnotherBrand */
export async function withOwnRecords<T>(shell: Shell, work: (records: Records) => Promise<T>): Promise<T> {
  const { brandIfAny } = await import('./brand-if-any.js');
  const { checkDatabase } = await import('../../systems/database/served-brand.js');
  const brand = brandIfAny(shell);
  if (brand !== undefined) await checkDatabase(readDatabaseUrl(shell.env).reveal(), brand.brand);
  return withRecords(shell, work);
}

/** Connects to Temporal while the work runs. @throws ConfigurationProblem, TemporalUnreachable */
export async function withTemporal<T>(shell: Shell, work: (client: TemporalClient) => Promise<T>): Promise<T> {
  const env = readTemporal(shell.env);
  const { connect } = await import('../temporal.js');
  const client = await connect(env);
  try {
    return await work(client);
  } finally {
    await client.connection.close();
  }
}
