import type { Client } from '@temporalio/client';
import type { Brand } from '../domain/brand.js';
import { wakeFollower } from './wake-follower.js';

/** Starts the follower of each counterpart; those that run already are only woken. */
export async function startFollowers(client: Client, brand: Brand): Promise<void> {
  await Promise.all((['centra', 'sitoo', 'wms'] as const).map((system) => wakeFollower(client, brand, system)));
}
