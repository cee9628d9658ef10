import type { Brand } from '../domain/brand.js';
import { searchAttributes } from '../domain/search-attributes.js';
import { migrate } from '../systems/database/migrate.js';
import { openRecords } from '../systems/database/open-database.js';
import { claimDatabase } from '../systems/database/served-brand.js';
import { endUnneededLoops, noteNeededLoops } from '../systems/executions.js';
import { startProductSync } from './products/start-product-sync.js';
import { type AppliedSchedule, applySchedules } from './schedules/schedules.js';
import { ensureSearchAttributes } from './search-attributes.js';
import { startFollowers } from './start-followers.js';
import { startPublishers } from './stock/start-publishers.js';
import type { TemporalClient } from './temporal.js';

export interface Prepared {
  /** Names of the migrations that ran now. */
  readonly migrations: readonly string[];
  readonly searchAttributes: readonly string[];
  readonly schedules: readonly AppliedSchedule[];
  /** Workflow ids of the stock publishers. */
  readonly publishers: readonly string[];
  /** Workflow ids of followers, publishers and the like that an earlier brand file needed and this one does not. */
  readonly ended: readonly string[];
}

/**
 * Creates what workers and gateway need: the tables of the records, the search attributes of the namespace, the
 * schedules, and the followers and stock publishers, which wait for a worker. Safe to repeat and to run side by side.
 */
export async function prepare(client: TemporalClient, brand: Brand, databaseUrl: string): Promise<Prepared> {
  const migrations = await migrate(databaseUrl);
  await claimDatabase(databaseUrl, brand.brand);
  await ensureSearchAttributes(client.connection, client.options.namespace, searchAttributes);
  const schedules = await applySchedules(client, brand);
  await noteLoops(databaseUrl, brand);
  await startFollowers(client, brand);
  const publishers = await startPublishers(client, brand);
  await startProductSync(client, brand);
  const ended = await endUnneededLoops(client, brand);
  return { migrations, searchAttributes: Object.keys(searchAttributes), schedules, publishers, ended };
}

async function noteLoops(databaseUrl: string, brand: Brand): Promise<void> {
  const records = openRecords({ databaseUrl });
  try {
    await noteNeededLoops(records.cursors, brand);
  } finally {
    await records.close();
  }
}
