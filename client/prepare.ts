import type { Brand } from '../config/brand.js';
import { searchAttributes } from '../domain/search-attributes.js';
import { migrate } from '../systems/records/migrate.js';
import { ensureSearchAttributes } from './local/search-attributes.js';
import { type AppliedSchedule, applySchedules } from './schedules.js';
import { startFollowers } from './start-followers.js';
import type { TemporalClient } from './temporal.js';

export interface Prepared {
  /** Names of the migrations that ran now. */
  readonly migrations: readonly string[];
  readonly searchAttributes: readonly string[];
  readonly schedules: readonly AppliedSchedule[];
}

/**
 * Makes what workers and gateway rely on: the tables of the records, the search attributes of the namespace, the
 * schedules, and the followers, which wait for a worker. Safe to repeat and to run side by side.
 */
export async function prepare(client: TemporalClient, brand: Brand, databaseUrl: string): Promise<Prepared> {
  const migrations = await migrate(databaseUrl);
  await ensureSearchAttributes(client.connection, client.options.namespace, searchAttributes);
  const schedules = await applySchedules(client, brand);
  await startFollowers(client, brand);
  return { migrations, searchAttributes: Object.keys(searchAttributes), schedules };
}
