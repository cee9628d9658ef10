import { searchAttributes } from '../domain/search-attributes.js';
import { migrate } from '../systems/records/migrate.js';
import { ensureSearchAttributes } from './local/search-attributes.js';
import type { TemporalClient } from './temporal.js';

/**
 * Makes what workers and gateway rely on: the tables of the records, and the search attributes of the namespace.
 * Safe to repeat and to run side by side. Returns the migrations that ran and the names of the attributes.
 */
export async function prepare(
  client: TemporalClient,
  databaseUrl: string,
): Promise<{ migrations: string[]; searchAttributes: string[] }> {
  const migrations = await migrate(databaseUrl);
  await ensureSearchAttributes(client.connection, client.options.namespace, searchAttributes);
  return { migrations, searchAttributes: Object.keys(searchAttributes) };
}
