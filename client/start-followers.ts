import type { Client } from '@temporalio/client';
import type { Brand } from '../domain/brand.js';
import { followersOf } from '../domain/followers.js';
import { wakeFollower } from './wake-follower.js';

/** Starts all followers of a brand; those that run already are only woken. */
export async function startFollowers(client: Client, brand: Brand): Promise<void> {
  await Promise.all(followersOf(brand).map((follower) => wakeFollower(client, brand, follower)));
}
